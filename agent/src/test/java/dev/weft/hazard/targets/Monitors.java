package dev.weft.hazard.targets;

import static dev.weft.hazard.targets.Suspending.s;
import static dev.weft.hazard.targets.Suspending.t;

import dev.weft.continuation.PinnedException;
import dev.weft.hazard.Log;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;

/** Suspensions while monitors are held, and beside them. */
public final class Monitors {
  private Monitors() {}

  /** What {@code Captures} would never see: says how an attempt to suspend under a lock ended. */
  static String attempt(Object lock, int x) {
    try {
      return "suspended " + s(x);
    } catch (PinnedException e) {
      return e.reason() + " at " + e.culprit().getMethodName() + " " + Thread.holdsLock(lock);
    }
  }

  /** A suspension inside a synchronized block; two beside it. */
  public static final class Block implements Program {
    @Override
    public Object run(int input) {
      Object lock = new Object();
      int before = s(1);
      String inside;
      synchronized (lock) {
        inside = attempt(lock, 2);
      }
      return before + inside + s(3) + Thread.holdsLock(lock);
    }
  }

  /** Suspends directly inside the block: the exception names this method and line. */
  public static final class DirectlyInBlock implements Program {
    @Override
    public Object run(int input) {
      Object lock = new Object();
      try {
        synchronized (lock) {
          return s(1);
        }
      } catch (PinnedException e) {
        return e.reason() + " at " + e.culprit().getMethodName() + Thread.holdsLock(lock) + s(2);
      }
    }
  }

  /** Held twice, held beside an equal one, and dropped from its last live variable. */
  @SuppressWarnings("StringOperationCanBeSimplified") // equal but distinct
  public static final class SameMonitorTwice implements Program {
    @Override
    public Object run(int input) {
      Object lock = new String("lock");
      Object equal = new String("lock");
      String inside;
      synchronized (lock) {
        synchronized (lock) {
          inside = attempt(lock, 1);
        }
        inside += attempt(lock, 2);
        synchronized (equal) {
          inside += attempt(equal, 3);
        }
        inside += Thread.holdsLock(equal);
      }
      Object dropped = new Object();
      Object witness = dropped;
      synchronized (dropped) {
        dropped = null;
        inside += attempt(witness, 4);
      }
      return inside + Thread.holdsLock(lock) + Thread.holdsLock(witness) + s(5);
    }
  }

  /** Synchronized methods, with another lock inside. */
  public static final class Methods implements Program {
    private final Object other = new Object();

    private synchronized String instance(int x) {
      synchronized (other) {
        Log.add(attempt(other, x));
      }
      return attempt(this, x);
    }

    private static synchronized String shared(int x) {
      return attempt(Methods.class, x);
    }

    @Override
    public Object run(int input) {
      String result = instance(1) + shared(2);
      return result + Thread.holdsLock(this) + Thread.holdsLock(Methods.class) + s(3);
    }
  }

  /** The monitor is left by an exception, by a jump and by return; suspensions come behind it. */
  public static final class LeftInEveryWay implements Program {
    private static int find(Object lock, int input) {
      for (int i = 0; ; i++) {
        synchronized (lock) {
          if (input == 0) {
            return i;
          }
          if (input == 1 && i == 1) {
            break;
          }
          if (input == 2) {
            throw new IllegalArgumentException("inside");
          }
          if (input == 3) {
            throw new IllegalStateException("not caught");
          }
        }
        Log.add(s(i));
      }
      return s(50);
    }

    @Override
    public Object run(int input) {
      Object lock = new Object();
      try {
        int found = find(lock, input);
        return found + s(1) + " " + Thread.holdsLock(lock);
      } catch (IllegalArgumentException e) {
        Log.add(Thread.holdsLock(lock));
        return e.getMessage() + s(2);
      } finally {
        synchronized (lock) {
          Log.add("last");
        }
        Log.add(s(3));
      }
    }
  }

  /** Blocking operations block the thread. */
  public static final class Blocking implements Program {
    @Override
    public Object run(int input) throws InterruptedException {
      Object lock = new Object();
      int before = s(1);
      synchronized (lock) {
        lock.wait(1);
        lock.notifyAll();
      }
      Thread.sleep(1);
      CountDownLatch started = new CountDownLatch(1);
      Thread helper =
          new Thread(
              () -> {
                synchronized (lock) {
                  lock.notifyAll();
                }
                started.countDown();
              });
      synchronized (lock) {
        helper.start();
        lock.wait();
      }
      started.await();
      helper.join();
      return before + s(2) + " " + helper.isAlive() + Thread.holdsLock(lock);
    }
  }

  /** An exception out of a suspended callee passes a monitor on its way. */
  public static final class ThrowBesideMonitor implements Program {
    @Override
    public Object run(int input) {
      Object lock = new Object();
      List<Integer> seen = List.of(s(1));
      synchronized (lock) {
        seen = List.of(seen.get(0), 2);
      }
      try {
        return input == 0 ? s(4) : t("beside");
      } finally {
        Log.add(seen + " " + Thread.holdsLock(lock) + s(5));
      }
    }
  }

  /** Branches while an object is under construction that is the first thing behind a check. */
  public static final class CreatesFirst implements Program {
    private static synchronized StringBuilder locked(int input) {
      return new StringBuilder(input > 0 ? "more" : "none");
    }

    @Override
    public Object run(int input) {
      StringBuilder made;
      synchronized (this) {
        made = new StringBuilder(input > 0 ? "some" : "zero");
      }
      IntFunction<StringBuilder> lambda = x -> new StringBuilder(x > 0 ? "high" : "low");
      return made.append(s(1))
          .append(locked(input))
          .append(lambda.apply(input))
          .append(s(2))
          .toString();
    }
  }
}
