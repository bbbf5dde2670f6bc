package dev.weft.waiting;

/**
 * The place of a waiter in one of several queues, when any of several things may end its wait: who
 * wakes the candidate wakes the waiter, or finds that another was faster. So exactly one of them is
 * taken, by the same compare-and-set that decides every wait.
 *
 * <p>Threads: as {@link Waiter}. Its owner waits in the waiter, never in the candidate.
 */
public final class Candidate extends Waiter {
  private final Waiter waiter;

  /**
   * What the waiter is woken with.
   *
   * @param candidate where it stood when it was woken
   * @param value what was handed over there; null when nothing was
   */
  public record Choice(Candidate candidate, Object value) {}

  /** A place for {@code waiter} in the queue of {@code blocker}. */
  public Candidate(Waiter waiter, Blocker blocker) {
    super(waiter.owner(), blocker);
    this.waiter = waiter;
  }

  @Override
  boolean hand(Object handed) {
    return waiter.wake(new Choice(this, handed));
  }

  /** Only {@link #wake()} comes here: a candidate has no time of its own and is never raised in. */
  @Override
  boolean end(int how) {
    return hand(null);
  }
}
