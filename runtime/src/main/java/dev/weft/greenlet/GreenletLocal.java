package dev.weft.greenlet;

/**
 * A variable with a value of its own in every {@link GreenletContext}, and so, unless contexts are
 * shared, in every greenlet.
 *
 * @param <T> type of the value
 */
public final class GreenletLocal<T> {
  private final T initial;

  /** A variable that is null until it is set. */
  public GreenletLocal() {
    this(null);
  }

  /** A variable that is {@code initial} until it is set. */
  public GreenletLocal(T initial) {
    this.initial = initial;
  }

  /** The value in the current greenlet. */
  @SuppressWarnings("unchecked") // only set(T) puts values in
  public T get() {
    return (T) Greenlet.current().context().get(this, initial);
  }

  /** Sets the value in the current greenlet, and in those that share its context. */
  public void set(T value) {
    Greenlet.current().context().set(this, value);
  }

  /** Goes back to the initial value. */
  public void remove() {
    Greenlet.current().context().remove(this);
  }
}
