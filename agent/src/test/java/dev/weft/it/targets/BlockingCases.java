package dev.weft.it.targets;

import dev.weft.Suspendable;
import dev.weft.continuation.Continuation;
import dev.weft.continuation.ContinuationScope;
import dev.weft.hub.Hub;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Calls of blocking methods of the JDK, and what comes of each, a line per case: the value or the
 * exception, then the interrupt flag if it is set. The same lines are printed by threads, woven and
 * not, and by tasks.
 */
public final class BlockingCases {
  private static final long LONG = 100_000;

  private final Map<String, Case> cases = new LinkedHashMap<>();

  /** One of them. */
  @FunctionalInterface
  interface Case {
    Object run(Me me) throws Exception;
  }

  /** A thread of the user's that inherits {@code join} and {@code sleep}. */
  static final class Own extends Thread {
    Own(Runnable body) {
      super(body);
    }
  }

  /** A future that answers itself. */
  static final class Answering extends CompletableFuture<String> {
    @Override
    public String get() {
      return "its own";
    }
  }

  /** A future that asks its superclass. */
  static final class Asking extends CompletableFuture<String> {
    @Override
    public String get() throws InterruptedException, ExecutionException {
      return "its own " + super.get();
    }
  }

  /** A thread class with a {@code sleep} of its own. */
  static final class Sleepless extends Thread {
    public static void sleep(long millis) {
      throw new IllegalStateException("does not sleep " + millis);
    }
  }

  /** A method reference to a substituted method. */
  @FunctionalInterface
  interface Sleeper {
    void sleep(long millis) throws InterruptedException;
  }

  /** The same with a result. */
  @FunctionalInterface
  interface Getter {
    Object get() throws Exception;
  }

  private BlockingCases() {
    sleeping();
    turns();
    joining();
    processes();
    completableFutures();
    otherFutures();
    executors();
    references();
  }

  /** Prints the outcomes; the argument says who runs them. */
  public static void main(String[] arguments) throws Exception {
    BlockingCases all = new BlockingCases();
    switch (arguments[0]) {
      case "thread" -> all.runOnThread();
      case "continuation" ->
          new Continuation(new ContinuationScope("cases"), () -> all.run(Me.thread())).run();
      default -> Hub.run(() -> all.run(Me.task()));
    }
  }

  private void runOnThread() throws Exception {
    run(Me.thread());
  }

  @Suspendable
  private void run(Me me) throws Exception {
    for (Map.Entry<String, Case> one : cases.entrySet()) {
      String outcome = outcome(one.getValue(), me);
      boolean interrupted = me.takeInterrupt();
      System.out.println(one.getKey() + ": " + outcome + (interrupted ? ", interrupted" : ""));
    }
  }

  @Suspendable
  private static String outcome(Case one, Me me) {
    try {
      return String.valueOf(one.run(me));
    } catch (NullPointerException e) {
      return "NullPointerException"; // the JVM's text names the variables of the caller
    } catch (ExecutionException | CompletionException e) {
      return e.getClass().getName() + " of " + e.getCause();
    } catch (CancellationException e) {
      return "cancelled";
    } catch (Exception e) {
      return e.toString();
    }
  }

  private void add(String name, Case one) {
    cases.put(name, one);
  }

  private static boolean took(long nanos, long start) {
    return System.nanoTime() - start >= nanos;
  }

  // ---- sleeping ------------------------------------------------------------------------------

  private void sleeping() {
    add("sleep a while", me -> sleep(2));
    add("sleep 0", me -> sleep(0));
    add("sleep -1", me -> sleep(-1));
    add("sleep nanos", me -> sleep(1, 500_000));
    add("sleep nanos 0", me -> sleep(0, 0));
    add("sleep nanos only", me -> sleep(0, 1));
    add("sleep nanos -1", me -> sleep(0, -1));
    add("sleep nanos 1000000", me -> sleep(0, 1_000_000));
    add("sleep millis -1", me -> sleep(-1, -1));
    add("sleep interrupted before", me -> interrupted(me, LONG));
    add("sleep 0 interrupted before", me -> interrupted(me, 0));
    add("sleep -1 interrupted before", me -> interrupted(me, -1));
    add(
        "sleep interrupted meanwhile",
        me -> {
          me.interruptWhenWaiting();
          return sleep(Long.MAX_VALUE);
        });
    add("unit", me -> sleep(TimeUnit.MICROSECONDS, 700));
    add("unit null", me -> sleep(null, 1));
    add("unit interrupted before", me -> interrupted(me, TimeUnit.SECONDS, LONG));
    add("unit 0 interrupted before", me -> interrupted(me, TimeUnit.SECONDS, 0));
    add("unit -1 interrupted before", me -> interrupted(me, TimeUnit.SECONDS, -1));
    add(
        "unit interrupted meanwhile",
        me -> {
          me.interruptWhenWaiting();
          return sleep(TimeUnit.DAYS, Long.MAX_VALUE);
        });
    add("sleep of its own", me -> sleepless());
    add(
        "sleep in a monitor",
        me -> {
          synchronized (me) {
            me.interruptWhenWaiting();
            Thread.sleep(LONG);
            return "slept";
          }
        });
    add("sleep in a synchronized method", me -> sleepInMonitor(me));
    add(
        "sleep inherited",
        me -> {
          long start = System.nanoTime();
          Own.sleep(1);
          return took(1_000_000, start);
        });
  }

  @Suspendable
  private static Object sleepless() throws InterruptedException {
    Sleepless.sleep(1);
    return "slept";
  }

  @Suspendable
  private static synchronized boolean sleepInMonitor(Object lock) throws InterruptedException {
    synchronized (lock) {
      return sleep(1) && join(new Thread(), 0, 0) != null;
    }
  }

  @Suspendable
  private static boolean sleep(long millis) throws InterruptedException {
    long start = System.nanoTime();
    Thread.sleep(millis);
    return took(millis * 1_000_000, start);
  }

  @Suspendable
  private static boolean sleep(long millis, int nanos) throws InterruptedException {
    long start = System.nanoTime();
    Thread.sleep(millis, nanos);
    return took(millis * 1_000_000 + nanos, start);
  }

  @Suspendable
  private static boolean sleep(TimeUnit unit, long timeout) throws InterruptedException {
    long start = System.nanoTime();
    unit.sleep(timeout);
    return took(unit.toNanos(timeout), start);
  }

  @Suspendable
  private static Object interrupted(Me me, long millis) throws InterruptedException {
    me.interrupt();
    return sleep(millis);
  }

  @Suspendable
  private static Object interrupted(Me me, TimeUnit unit, long timeout)
      throws InterruptedException {
    me.interrupt();
    return sleep(unit, timeout);
  }

  // ---- turns ---------------------------------------------------------------------------------

  private void turns() {
    add(
        "yield until a sibling sets a flag",
        me -> {
          AtomicBoolean flag = new AtomicBoolean();
          me.start(() -> flag.set(true));
          while (!flag.get()) {
            Thread.yield();
          }
          return true;
        });
    add(
        "spin until a sibling sets a flag",
        me -> {
          AtomicBoolean flag = new AtomicBoolean();
          me.start(
              () -> {
                Thread.sleep(1);
                flag.set(true);
              });
          while (!flag.get()) {
            Thread.onSpinWait();
          }
          return true;
        });
    add(
        "spin interrupted",
        me -> {
          me.interrupt();
          Thread.onSpinWait();
          Thread.yield();
          return true;
        });
  }

  // ---- joining -------------------------------------------------------------------------------

  /** A thread that ends when the latch is counted down. */
  private static Thread started(CountDownLatch end) {
    Thread thread =
        new Own(
            () -> {
              try {
                end.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void joining() {
    add(
        "join ended by a sibling",
        me -> {
          CountDownLatch end = new CountDownLatch(1);
          Thread thread = started(end);
          me.start(end::countDown);
          thread.join();
          return thread.isAlive();
        });
    add(
        "join of an own class, twice",
        me -> {
          CountDownLatch end = new CountDownLatch(1);
          Own thread = (Own) started(end);
          me.start(() -> thread.join(LONG));
          me.start(end::countDown);
          thread.join(LONG, 1);
          thread.join();
          return thread.isAlive();
        });
    add(
        "join in vain",
        me -> {
          CountDownLatch end = new CountDownLatch(1);
          Thread thread = started(end);
          long start = System.nanoTime();
          thread.join(1);
          thread.join(0, 1);
          TimeUnit.MILLISECONDS.timedJoin(thread, 1);
          TimeUnit.MILLISECONDS.timedJoin(thread, 0);
          boolean waited = took(2_000_000, start);
          boolean alive = thread.isAlive();
          end.countDown();
          return waited + " " + alive;
        });
    add("join -1", me -> join(new Thread(), -1, 0));
    add("join nanos -1", me -> join(new Thread(), 0, -1));
    add("join nanos 1000000", me -> join(new Thread(), 0, 1_000_000));
    add(
        "join unstarted, interrupted",
        me -> {
          me.interrupt();
          new Thread().join();
          return join(new Thread(), 1, 1);
        });
    add(
        "join interrupted before",
        me -> {
          me.interrupt();
          started(new CountDownLatch(1)).join();
          return "joined";
        });
    add(
        "timed join interrupted meanwhile",
        me -> {
          me.interruptWhenWaiting();
          started(new CountDownLatch(1)).join(LONG);
          return "joined";
        });
    add(
        "timedJoin interrupted meanwhile",
        me -> {
          me.interruptWhenWaiting();
          TimeUnit.SECONDS.timedJoin(started(new CountDownLatch(1)), LONG);
          return "joined";
        });
    add("join null", me -> join(null, 0, 0));
  }

  @Suspendable
  private static Object join(Thread thread, long millis, int nanos) throws InterruptedException {
    if (nanos == 0) {
      thread.join(millis);
    } else {
      thread.join(millis, nanos);
    }
    return "joined";
  }

  // ---- processes -----------------------------------------------------------------------------

  /** Ends with status 3 when its input does. */
  private static Process reading() throws IOException {
    return new ProcessBuilder("sh", "-c", "cat; exit 3").start();
  }

  private void processes() {
    add(
        "waitFor ended by a sibling",
        me -> {
          Process process = reading();
          me.start(() -> process.getOutputStream().close());
          int status = process.waitFor();
          me.interrupt();
          return status + " " + process.waitFor() + " " + process.waitFor(0, TimeUnit.SECONDS);
        });
    add(
        "waitFor in vain",
        me -> {
          Process process = reading();
          boolean ended = process.waitFor(1, TimeUnit.MILLISECONDS);
          boolean none = process.waitFor(0, TimeUnit.MILLISECONDS);
          process.getOutputStream().close();
          return ended + " " + none + " " + process.waitFor(LONG, TimeUnit.SECONDS);
        });
    add(
        "waitFor interrupted meanwhile",
        me -> {
          Process process = reading();
          me.interruptWhenWaiting();
          try {
            return process.waitFor();
          } finally {
            process.getOutputStream().close();
          }
        });
    add(
        "timed waitFor interrupted before",
        me -> {
          Process process = reading();
          me.interrupt();
          try {
            return process.waitFor(LONG, TimeUnit.SECONDS);
          } finally {
            process.getOutputStream().close();
          }
        });
  }

  // ---- futures -------------------------------------------------------------------------------

  private void completableFutures() {
    add(
        "get of a done one, interrupted",
        me -> {
          me.interrupt();
          CompletableFuture<String> done = CompletableFuture.completedFuture("done");
          return done.get() + done.get(0, TimeUnit.SECONDS) + done.join();
        });
    add("get of a failed one", me -> failed().get());
    add("timed get of a failed one", me -> failed().get(1, TimeUnit.SECONDS));
    add("join of a failed one", me -> failed().join());
    add("get of a cancelled one", me -> cancelled().get());
    add("join of a cancelled one", me -> cancelled().join());
    add(
        "get completed by a sibling",
        me -> {
          CompletableFuture<String> future = new CompletableFuture<>();
          me.start(() -> future.complete("value"));
          return future.get();
        });
    add(
        "timed get failed by a sibling",
        me -> {
          CompletableFuture<String> future = new CompletableFuture<>();
          me.start(() -> future.completeExceptionally(new IllegalStateException("failed")));
          return future.get(LONG, TimeUnit.SECONDS);
        });
    add(
        "get by the interface, completed by a pool",
        me -> {
          Future<String> future = CompletableFuture.supplyAsync(() -> "value");
          return future.get() + future.get(LONG, TimeUnit.SECONDS);
        });
    add("timed get in vain", me -> new CompletableFuture<>().get(1, TimeUnit.MILLISECONDS));
    add("timed get 0", me -> new CompletableFuture<>().get(0, TimeUnit.MILLISECONDS));
    add("timed get unit null", me -> new CompletableFuture<>().get(1, null));
    add(
        "get interrupted before",
        me -> {
          me.interrupt();
          return new CompletableFuture<>().get();
        });
    add(
        "timed get 0 interrupted before",
        me -> {
          me.interrupt();
          return new CompletableFuture<>().get(0, TimeUnit.SECONDS);
        });
    add(
        "get interrupted meanwhile",
        me -> {
          me.interruptWhenWaiting();
          return new CompletableFuture<>().get();
        });
    add(
        "join keeps the interrupt",
        me -> {
          CompletableFuture<String> future = new CompletableFuture<>();
          me.interrupt();
          me.start(() -> future.complete("value"));
          return future.join();
        });
    add("get of an own class", me -> new Answering().get());
    add("get by the interface of an own class", me -> get(new Answering()));
    add(
        "get of an own class that calls super",
        me -> {
          CompletableFuture<String> future = new Asking();
          future.complete("value");
          return future.get() + get(future);
        });
    add("get of a stage", me -> get((Future<?>) CompletableFuture.completedStage("value")));
    add("get of null", me -> get(null));
  }

  @Suspendable
  private static Object get(Future<?> future) throws ExecutionException, InterruptedException {
    return future.get();
  }

  private static CompletableFuture<String> failed() {
    return CompletableFuture.failedFuture(new IllegalStateException("failed"));
  }

  private static CompletableFuture<String> cancelled() {
    CompletableFuture<String> future = new CompletableFuture<>();
    future.cancel(true);
    return future;
  }

  private void otherFutures() {
    add(
        "task run by a sibling",
        me -> {
          FutureTask<String> task = new FutureTask<>(() -> "value");
          me.start(task::run);
          return task.get();
        });
    add(
        "task of a pool that fails",
        me -> {
          ExecutorService pool = Executors.newCachedThreadPool();
          try {
            Future<String> future =
                pool.submit(
                    () -> {
                      throw new IllegalStateException("failed");
                    });
            return future.get();
          } finally {
            pool.shutdown();
          }
        });
    add("task in vain", me -> new FutureTask<>(() -> "value").get(1, TimeUnit.MILLISECONDS));
    add("task 0", me -> new FutureTask<>(() -> "value").get(0, TimeUnit.MILLISECONDS));
    add("task unit null", me -> new FutureTask<>(() -> "value").get(1, null));
    add(
        "task cancelled by a sibling",
        me -> {
          Future<String> task = new FutureTask<>(() -> "value");
          me.start(() -> task.cancel(true));
          return task.get(LONG, TimeUnit.SECONDS);
        });
    add(
        "task interrupted meanwhile",
        me -> {
          me.interruptWhenWaiting();
          return new FutureTask<>(() -> "value").get();
        });
    add(
        "timed task 0 interrupted before",
        me -> {
          me.interrupt();
          return new FutureTask<>(() -> "value").get(0, TimeUnit.SECONDS);
        });
    add(
        "task done, interrupted",
        me -> {
          FutureTask<String> task = new FutureTask<>(() -> "value");
          task.run();
          me.interrupt();
          return task.get() + task.get(0, TimeUnit.SECONDS);
        });
  }

  private void executors() {
    add(
        "awaitTermination",
        me -> {
          ExecutorService pool = Executors.newFixedThreadPool(1);
          boolean none = pool.awaitTermination(0, TimeUnit.SECONDS);
          boolean inVain = pool.awaitTermination(1, TimeUnit.MILLISECONDS);
          me.start(pool::shutdown);
          boolean ended = pool.awaitTermination(LONG, TimeUnit.SECONDS);
          me.interrupt();
          return none + " " + inVain + " " + ended + pool.awaitTermination(0, TimeUnit.SECONDS);
        });
    add(
        "awaitTermination interrupted meanwhile",
        me -> {
          ExecutorService pool = Executors.newSingleThreadExecutor();
          me.interruptWhenWaiting();
          try {
            return pool.awaitTermination(LONG, TimeUnit.SECONDS);
          } finally {
            pool.shutdown();
          }
        });
  }

  // ---- method references ---------------------------------------------------------------------

  private void references() {
    add(
        "reference to sleep",
        me -> {
          Sleeper sleeper = Thread::sleep;
          long start = System.nanoTime();
          sleeper.sleep(1);
          me.interruptWhenWaiting();
          boolean slept = took(1_000_000, start);
          sleeper.sleep(LONG);
          return slept;
        });
    add(
        "references to futures",
        me -> {
          CompletableFuture<String> future = new CompletableFuture<>();
          Future<String> same = future;
          Getter get = same::get;
          Getter join = future::join;
          me.start(() -> future.complete("value"));
          return get.get() + "" + join.get();
        });
    add(
        "reference to an inherited join",
        me -> {
          CountDownLatch end = new CountDownLatch(1);
          Own thread = (Own) started(end);
          Sleeper join = thread::join;
          me.start(end::countDown);
          join.sleep(LONG);
          return thread.isAlive();
        });
  }
}
