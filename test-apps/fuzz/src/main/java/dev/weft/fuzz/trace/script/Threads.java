package dev.weft.fuzz.trace.script;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The threads of the scripts, of which one at a time runs; the first is the one that made this. */
public final class Threads implements AutoCloseable {
  private final ExecutorService[] others = new ExecutorService[Script.THREADS];
  private final boolean[] busy = new boolean[Script.THREADS];

  /** Threads that serve one script after the other. */
  public Threads() {
    for (int i = 1; i < others.length; i++) {
      String name = "trace " + i;
      others[i] =
          Executors.newSingleThreadExecutor(
              task -> {
                Thread thread = new Thread(task, name);
                thread.setDaemon(true);
                return thread;
              });
    }
  }

  /** Whether nothing is being done on this thread. */
  boolean isFree(int thread) {
    return !busy[thread];
  }

  /** Does something on a thread, and waits until it is done; the first thread is the caller. */
  <T> T call(int thread, Callable<T> task) throws Exception {
    busy[thread] = true;
    try {
      return thread == 0 ? task.call() : others[thread].submit(task).get();
    } catch (ExecutionException e) {
      throw sneaky(e.getCause());
    } finally {
      busy[thread] = false;
    }
  }

  @SuppressWarnings("unchecked") // a checked exception in the disguise of an unchecked one
  private static <X extends Throwable> RuntimeException sneaky(Throwable failure) throws X {
    throw (X) failure;
  }

  @Override
  public void close() {
    for (int i = 1; i < others.length; i++) {
      others[i].shutdown();
    }
  }
}
