package dev.weft.greenlet;

import dev.weft.Suspendable;
import dev.weft.abi.Throwing;
import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of a thread's life that no greenlet made in it survives: closing the scope raises a
 * {@link GreenletExit} in those that are not dead, the youngest first.
 *
 * <pre>{@code
 * new Thread(() -> {
 *   try (GreenletScope scope = GreenletScope.open()) {
 *     ...   // finally blocks of all greenlets made here will have run at the end
 *   }
 * });
 * }</pre>
 *
 * <p>Scopes nest; a greenlet belongs to the innermost one open when it is made. While it is open, a
 * scope keeps its suspended greenlets from being collected. Threads: used by the one that opened
 * it.
 */
public final class GreenletScope implements AutoCloseable {
  private static final int FIRST_SWEEP = 64;

  private final GreenletOwner owner;
  private final GreenletScope outer;
  private List<Greenlet> greenlets = new ArrayList<>();
  private int nextSweep = FIRST_SWEEP;
  private boolean closed;

  private GreenletScope(GreenletOwner owner) {
    this.owner = owner;
    this.outer = owner.scope;
  }

  /** Opens a scope on the current thread. */
  public static GreenletScope open() {
    GreenletOwner owner = GreenletOwner.current();
    GreenletScope scope = new GreenletScope(owner);
    owner.scope = scope;
    return scope;
  }

  void add(Greenlet greenlet) {
    if (greenlets.size() >= nextSweep) {
      greenlets.removeIf(Greenlet::isOver);
      nextSweep = Math.max(FIRST_SWEEP, 2 * greenlets.size());
    }
    greenlets.add(greenlet);
  }

  /**
   * Closes all greenlets made in this scope, but the one that runs.
   *
   * @throws IllegalStateException if an inner scope is still open, or the thread is another one
   * @throws RuntimeException sneakily: the first exception of a greenlet, with those of the others
   *     as suppressed ones
   */
  @Override
  @Suspendable
  public void close() {
    if (closed) {
      return;
    }
    owner.checkThread(owner.main, "a scope cannot be closed by a different thread");
    if (owner.scope != this) {
      throw new IllegalStateException(
          "a greenlet scope opened later is still open; close it first");
    }
    closed = true;
    owner.scope = outer;
    List<Greenlet> left = greenlets;
    greenlets = List.of();
    Throwable first = null;
    for (int i = left.size() - 1; i >= 0; i--) {
      Greenlet greenlet = left.get(i);
      if (greenlet == Greenlet.current()) {
        continue;
      }
      try {
        greenlet.close();
      } catch (Throwable failure) {
        if (first == null) {
          first = failure;
        } else if (first != failure) {
          first.addSuppressed(failure);
        }
      }
    }
    if (first != null) {
      throw Throwing.sneaky(first);
    }
  }
}
