package dev.weft.hazard.targets;

import static dev.weft.hazard.targets.Suspending.s;

import dev.weft.abi.FrameStack;
import dev.weft.hazard.outside.Hog;
import dev.weft.hub.Task;
import dev.weft.sync.Mutex;

/** Deep recursions that suspend when memory or stack is used up. */
public final class Exhaustion {
  private Exhaustion() {}

  /** Recurses, then suspends at the bottom. */
  public static int down(int n) {
    return n == 0 ? s(0) : down(n - 1) + 1;
  }

  /** Recurses; at the bottom takes all memory, then suspends. Each level notes what it catches. */
  public static int downCatching(int n, int[] caught, boolean exhaust) {
    try {
      if (n > 0) {
        return downCatching(n - 1, caught, exhaust) + 1;
      }
      if (exhaust) {
        Hog.fill();
      }
      return s(0);
    } catch (Throwable e) {
      Hog.release();
      caught[++caught[0]] = n;
      if (!(e instanceof VirtualMachineError)) {
        caught[0] = -1;
      }
      throw e;
    }
  }

  /** Takes all memory, then suspends below frames that catch nothing. */
  public static int downExhausting(int n) {
    if (n == 0) {
      Hog.fill();
      return s(0);
    }
    return downExhausting(n - 1) + 1;
  }

  /** Counts, suspending at each step. */
  public static int bystander() {
    int sum = 0;
    for (int i = 1; i <= 1000; i++) {
      sum += s(i);
    }
    return sum;
  }

  /** A task that fails to suspend in a wait does not wait any more; what that was for is free. */
  public static String waiting() throws Exception {
    Mutex mutex = new Mutex();
    mutex.lock();
    Task<String> task =
        Task.spawn(
            () -> {
              try {
                FrameStack.ofCurrentThread().failedToSave(new OutOfMemoryError("simulated"));
                mutex.lock();
                return "locked";
              } catch (OutOfMemoryError e) {
                Task.yieldNow();
                return "caught";
              }
            });
    Task.yieldNow();
    mutex.unlock();
    return mutex.tryLock() + " " + task.get();
  }

  /** Overflows the stack, catches that, and goes on. */
  public static final class Overflow implements Program {
    private static int endless(int n, int limit) {
      return n == limit ? s(n) : endless(n + 1, limit) + 1;
    }

    private int guarded(int limit) {
      try {
        return endless(s(0), limit);
      } catch (StackOverflowError e) {
        return s(-1);
      }
    }

    @Override
    public Object run(int input) {
      int first = guarded(Integer.MAX_VALUE);
      int second = guarded(20);
      int third = guarded(Integer.MAX_VALUE);
      return first + " " + second + " " + third + s(4);
    }
  }
}
