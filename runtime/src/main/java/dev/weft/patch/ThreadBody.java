package dev.weft.patch;

import dev.weft.SuspendableRunnable;
import dev.weft.abi.Abi;
import dev.weft.abi.Throwing;
import dev.weft.hub.TaskExit;
import dev.weft.waiting.AdoptedThread;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.Optional;

/** What the task of a thread runs: its body, and what comes after it as after a thread's. */
final class ThreadBody implements SuspendableRunnable {
  private final AdoptedThread adopted;
  private final Runnable body;

  /** In JDKs where groups keep lists of their threads: JDK 17's do. */
  private static final Optional<MethodHandle> ADD =
      Abi.jdkMethod(ThreadGroup.class, "add", MethodType.methodType(void.class, Thread.class));

  private static final Optional<MethodHandle> EXIT =
      ADD.flatMap(add -> Abi.jdkMethod(Thread.class, "exit", MethodType.methodType(void.class)));

  ThreadBody(AdoptedThread adopted, Runnable body) {
    this.adopted = adopted;
    this.body = body;
  }

  @Override
  public void run() {
    try {
      Jobs.run(body);
    } catch (Throwable e) { // of any kind, as the JVM
      uncaught(e);
    } finally {
      end();
    }
  }

  /** What the JVM does with a thread before it starts it. */
  static void enterGroup(Thread thread) {
    if (ADD.isPresent()) {
      try {
        ADD.get().invokeExact(thread.getThreadGroup(), thread);
      } catch (Throwable e) { // whatever is in its signature
        throw Throwing.sneaky(e);
      }
    }
  }

  /** And when it has ended: its group forgets it, and it forgets what it had. */
  private static void leaveGroup(Thread thread) {
    if (EXIT.isPresent()) {
      try {
        EXIT.get().invokeExact(thread);
      } catch (Throwable e) { // as above
        throw Throwing.sneaky(e);
      }
    }
  }

  private void uncaught(Throwable exception) {
    if (exception instanceof TaskExit) {
      return; // somebody has found the task, and killed it
    }
    Thread thread = adopted.thread();
    try {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, exception);
    } catch (Throwable ignored) {
      assert ignored != null; // as the JVM does
    }
  }

  /** Whoever waits for its end with its monitor, as {@link Thread#join} does, has to be told. */
  private void end() {
    Thread thread = adopted.thread();
    leaveGroup(thread);
    adopted.end();
    if (adopted.isAwaited() && Helpers.start(() -> notifyAll(thread)) == null) {
      notifyAll(thread);
    }
  }

  private static void notifyAll(Thread thread) {
    synchronized (thread) {
      thread.notifyAll();
    }
  }

  @Override
  public String toString() {
    return adopted.thread().toString();
  }
}
