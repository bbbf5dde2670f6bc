package dev.weft.fuzz.run;

/** A thread that runs steps of programs; it knows whose step it is running. */
public final class Worker extends Thread {
  /** Deep recursion is a program's own business. */
  private static final long STACK_BYTES = 16L << 20;

  private Context served;

  /** A thread with this task. */
  public Worker(Runnable task, String name) {
    super(null, task, name, STACK_BYTES);
    setDaemon(true);
  }

  /** Says whose step the current thread, a worker, runs from now on. */
  static void serve(Context context) {
    ((Worker) Thread.currentThread()).served = context;
  }

  /** The run whose step the current thread, a worker, runs. */
  static Context served() {
    return ((Worker) Thread.currentThread()).served;
  }
}
