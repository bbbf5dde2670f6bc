package dev.weft.hazard.targets;

import static dev.weft.hazard.targets.Suspending.s;

import dev.weft.continuation.Continuation;
import dev.weft.continuation.ContinuationScope;
import dev.weft.generator.Generator;
import dev.weft.hazard.outside.Hog;
import dev.weft.hub.Task;
import dev.weft.sync.Mutex;
import java.util.ArrayList;
import java.util.List;

/** Deep recursions that suspend when memory or stack is used up. */
public final class Exhaustion {
  private static final ContinuationScope OUTER = new ContinuationScope("outer");

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
                FailingSave.lock(mutex);
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

  /** A yield that fails does not leave its value behind, which nobody is to find. */
  public static String yielding() {
    Generator<Integer, Void, Void> numbers =
        Generator.of(
            yielder -> {
              try {
                FailingSave.yieldValue(yielder, 1);
              } catch (OutOfMemoryError e) {
                Continuation.suspend(OUTER);
              }
              yielder.yieldValue(2);
            });
    List<Object> log = new ArrayList<>();
    Continuation outer = new Continuation(OUTER, () -> log.add(numbers.next()));
    outer.run();
    try {
      log.add(numbers.hasNext());
    } catch (IllegalStateException e) {
      log.add("running");
    }
    outer.run();
    return log.toString();
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
