package dev.weft.it.targets;

import dev.weft.Suspendable;
import dev.weft.SuspendableRunnable;
import dev.weft.hub.Task;
import dev.weft.waiting.Strand;

/** Whoever runs a case of {@link BlockingCases}: a task, or a thread. */
interface Me {
  /** Sets its interrupt flag. */
  void interrupt();

  /** Clears the interrupt flag, and returns what it was. */
  boolean takeInterrupt();

  /** Whether it waits, as somebody else sees it. */
  boolean waits();

  /** Starts one of its kind. */
  @Suspendable
  void start(SuspendableRunnable body);

  /** A plain thread interrupts it once it waits. */
  default void interruptWhenWaiting() {
    Thread thread =
        new Thread(
            () -> {
              while (!waits()) {
                Thread.onSpinWait();
              }
              interrupt();
            });
    thread.setDaemon(true);
    thread.start();
  }

  /** The calling thread. */
  static Me thread() {
    Thread thread = Thread.currentThread();
    return new Me() {
      @Override
      public void interrupt() {
        thread.interrupt();
      }

      @Override
      public boolean takeInterrupt() {
        return Thread.interrupted();
      }

      @Override
      public boolean waits() {
        return switch (thread.getState()) {
          case WAITING, TIMED_WAITING -> true;
          default -> false;
        };
      }

      @Override
      public void start(SuspendableRunnable body) {
        new Thread(() -> runQuietly(body)).start();
      }
    };
  }

  private static void runQuietly(SuspendableRunnable body) {
    try {
      body.run();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The running task. */
  static Me task() {
    Task<?> task = Task.current().orElseThrow();
    return new Me() {
      @Override
      public void interrupt() {
        task.interrupt();
      }

      @Override
      public boolean takeInterrupt() {
        try {
          Object uninterrupted = Strand.currentUninterrupted();
          return uninterrupted != task;
        } catch (InterruptedException e) {
          return true;
        }
      }

      @Override
      public boolean waits() {
        return task.waitsFor().isPresent();
      }

      @Override
      @Suspendable
      public void start(SuspendableRunnable body) {
        Task<Void> unused = Task.spawn(body);
      }
    };
  }
}
