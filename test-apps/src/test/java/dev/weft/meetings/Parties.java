package dev.weft.meetings;

import dev.weft.SuspendableCallable;
import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import dev.weft.sync.Event;
import dev.weft.sync.Promise;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Two hubs, each on a thread of its own, and what meets on them and beside them. */
final class Parties {
  /** What a party is. */
  enum Kind {
    TASK,
    FOREIGN_TASK,
    THREAD
  }

  /** A call that is being made by a task or a thread. */
  interface Party {
    Object get(long seconds) throws ExecutionException, InterruptedException, TimeoutException;

    void interrupt();

    void kill();

    /** Where it stands. */
    StackTraceElement[] stack();

    /** Whether the flag is set; asked after the end. */
    boolean wasInterrupted();
  }

  private record OfTask(Task<?> task) implements Party {
    @Override
    public Object get(long seconds)
        throws ExecutionException, InterruptedException, TimeoutException {
      return task.get(seconds, TimeUnit.SECONDS);
    }

    @Override
    public void interrupt() {
      task.interrupt();
    }

    @Override
    public void kill() {
      task.killAsync();
    }

    @Override
    public StackTraceElement[] stack() {
      return task.stackTrace();
    }

    @Override
    public boolean wasInterrupted() {
      return task.isInterrupted();
    }
  }

  private static final class OfThread implements Party {
    private final FutureTask<Object> call;
    private final Thread thread;
    private volatile boolean interrupted;

    OfThread(SuspendableCallable<?> body) {
      call =
          new FutureTask<>(
              () -> {
                try {
                  return body.call();
                } finally {
                  interrupted = Thread.currentThread().isInterrupted();
                }
              });
      thread = new Thread(call, "party");
      thread.setDaemon(true);
    }

    @Override
    public Object get(long seconds)
        throws ExecutionException, InterruptedException, TimeoutException {
      return call.get(seconds, TimeUnit.SECONDS);
    }

    @Override
    public void interrupt() {
      thread.interrupt();
    }

    @Override
    public void kill() {}

    @Override
    public StackTraceElement[] stack() {
      return thread.getStackTrace();
    }

    @Override
    public boolean wasInterrupted() {
      return interrupted;
    }
  }

  private final Event end = new Event("end");
  private final Thread[] carriers = new Thread[2];
  private final Hub[] hubs = {startHub(0), startHub(1)};

  private Hub startHub(int index) {
    Promise<Hub> started = new Promise<>();
    carriers[index] = carrier("hub " + index, started, end);
    carriers[index].start();
    return known(started);
  }

  /** A hub on a thread of its own, a daemon, which runs until {@code end}. */
  static Hub hubUntil(Event end) {
    Promise<Hub> started = new Promise<>();
    Thread carrier = carrier("hub of " + end, started, end);
    carrier.setDaemon(true);
    carrier.start();
    return known(started);
  }

  private static Thread carrier(String name, Promise<Hub> started, Event end) {
    return new Thread(
        () -> {
          try {
            Hub.run(
                () -> {
                  started.set(Hub.current().orElseThrow());
                  end.await();
                });
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        },
        name);
  }

  private static Hub known(Promise<Hub> started) {
    try {
      return started.result();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  void close() throws InterruptedException {
    end.set();
    for (Thread carrier : carriers) {
      carrier.join();
    }
  }

  /** Makes a call. */
  Party start(Kind kind, SuspendableCallable<?> call) {
    if (kind == Kind.THREAD) {
      OfThread party = new OfThread(call);
      party.thread.start();
      return party;
    }
    Hub hub = hubs[kind == Kind.TASK ? 0 : 1];
    SuspendableCallable<Object> body = () -> call.call();
    return new OfTask(Task.with().on(hub).unreported().spawn(body));
  }

  /** Interrupts whoever runs the calling code. */
  void interruptCurrent() {
    Task.current().ifPresentOrElse(Task::interrupt, () -> Thread.currentThread().interrupt());
  }
}
