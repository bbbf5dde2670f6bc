package dev.weft.meetings;

import static dev.weft.meetings.TaskOperations.WORKERS;
import static dev.weft.meetings.TaskOperations.counted;
import static dev.weft.meetings.TaskOperations.waitFor;

import dev.weft.Suspendable;
import dev.weft.SuspendablePredicate;
import dev.weft.SuspendableRunnable;
import dev.weft.interop.FlowReader;
import dev.weft.interop.TaskExecutor;
import dev.weft.interop.ThreadCalls;
import dev.weft.sync.Event;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The blocking calls of {@code interop} that wait for tasks, threads and publishers. */
@Suspendable
final class InteropOperations {
  private static final Executor THREADS =
      command -> {
        Thread thread = new Thread(command, "blocked call");
        thread.setDaemon(true);
        thread.start();
      };

  private InteropOperations() {}

  static List<Operation> all() {
    return List.of(
        new Operation("TaskExecutor.awaitTermination", true, InteropOperations::termination),
        new Operation("TaskExecutor.invokeAll", true, InteropOperations::invokeAll),
        new Operation("TaskExecutor.invokeAny", true, InteropOperations::invokeAny),
        new Operation("ThreadCalls.call", true, InteropOperations::threadCall),
        new Operation("FlowReader.await", true, () -> reader(InteropOperations::awaitValue)),
        new Operation("FlowReader.next", false, () -> reader(InteropOperations::nextValue)));
  }

  private static Scene termination() {
    Event end = new Event();
    TaskExecutor executor = TaskExecutor.on(WORKERS);
    return counted(
        () -> executor.awaitTermination(1, TimeUnit.DAYS),
        limit -> executor.awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS),
        end::set,
        () -> {
          Callable<Void> call = () -> waitFor(end);
          Future<Void> unused = executor.submit(call);
          executor.shutdown();
        });
  }

  private static List<Callable<Integer>> calls(Event end) {
    Callable<Integer> call =
        () -> {
          end.await();
          return 7;
        };
    return List.of(call, call);
  }

  private static Scene invokeAll() {
    Event end = new Event();
    TaskExecutor executor = TaskExecutor.on(WORKERS);
    return counted(
        () -> executor.invokeAll(calls(end)),
        limit ->
            executor.invokeAll(calls(end), limit.toNanos(), TimeUnit.NANOSECONDS).stream()
                .noneMatch(Future::isCancelled),
        end::set);
  }

  private static Scene invokeAny() {
    Event end = new Event();
    TaskExecutor executor = TaskExecutor.on(WORKERS);
    return counted(
        () -> executor.invokeAny(calls(end)),
        limit -> {
          try {
            return executor.invokeAny(calls(end), limit.toNanos(), TimeUnit.NANOSECONDS) == 7;
          } catch (TimeoutException e) {
            return false;
          }
        },
        end::set);
  }

  private static Scene threadCall() {
    Event end = new Event();
    ThreadCalls calls = ThreadCalls.on(THREADS);
    return counted(
        () -> calls.call(() -> waitFor(end)),
        limit -> calls.start(() -> waitFor(end)).await(limit),
        end::set);
  }

  /** Takes a value. */
  private interface Read {
    @Suspendable
    void run(FlowReader<Integer> reader) throws InterruptedException;
  }

  private static void awaitValue(FlowReader<Integer> reader) throws InterruptedException {
    boolean come = reader.await(Duration.ofDays(1));
    if (!come) {
      throw new AssertionError("a day is not over");
    }
    nextValue(reader);
  }

  private static void nextValue(FlowReader<Integer> reader) {
    int value = reader.next();
    if (value != 7) {
      throw new AssertionError(value);
    }
  }

  private static Scene reader(Read read) {
    SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>(Runnable::run, 4);
    FlowReader<Integer> reader = FlowReader.of(publisher, 4);
    SuspendableRunnable block = () -> read.run(reader);
    SuspendablePredicate<Duration> within = limit -> reader.await(limit) && reader.next() == 7;
    return counted(block, within, () -> publisher.submit(7));
  }
}
