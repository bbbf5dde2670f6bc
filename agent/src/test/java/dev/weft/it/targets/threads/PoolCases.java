package dev.weft.it.targets.threads;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** What pools and scheduled executors do with threads. */
public final class PoolCases {
  private PoolCases() {}

  /** Runs all of them. */
  public static void main(String[] arguments) throws Exception {
    limits();
    results();
    failures();
    shutdown();
    factories();
    sizes();
    hooks();
    inThreads();
    nested();
    scheduled();
    many();
  }

  private static String here() {
    Say.here();
    return Thread.currentThread().getName();
  }

  /** How many run at a time. */
  private static final class Load {
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger all = new AtomicInteger();

    void run() {
      Say.here();
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
      Say.pause(5);
      now.decrementAndGet();
      all.incrementAndGet();
    }
  }

  private static void limits() throws Exception {
    for (int size : new int[] {1, 4}) {
      ExecutorService pool = Executors.newFixedThreadPool(size);
      Load load = new Load();
      for (int i = 0; i < 40; i++) {
        pool.execute(load::run);
      }
      pool.shutdown();
      Say.line(pool.awaitTermination(1, TimeUnit.MINUTES), load.most, load.all);
    }
    ThreadPoolExecutor growing =
        new ThreadPoolExecutor(1, 3, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(2));
    CountDownLatch begun = new CountDownLatch(3);
    CountDownLatch go = new CountDownLatch(1);
    int rejected = 0;
    for (int i = 0; i < 8; i++) {
      try {
        growing.execute(
            () -> {
              begun.countDown();
              Say.await(go);
            });
      } catch (RejectedExecutionException e) {
        rejected++;
      }
    }
    begun.await();
    Say.line(rejected, growing.getPoolSize(), growing.getActiveCount(), growing.getQueue().size());
    go.countDown();
    growing.shutdown();
    Say.line(growing.awaitTermination(1, TimeUnit.MINUTES), growing.getCompletedTaskCount());
    StringBuilder order = new StringBuilder();
    ExecutorService single = Executors.newSingleThreadExecutor();
    for (int i = 0; i < 10; i++) {
      int number = i;
      single.execute(() -> order.append(number));
    }
    single.submit(() -> {}).get();
    single.shutdown();
    Say.line(order);
  }

  private static void results() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(3);
    Future<String> future = pool.submit(() -> "result of " + here());
    Say.line(future.get(), future.isDone());
    Future<?> none = pool.submit((Runnable) PoolCases::here);
    Say.line(none.get());
    Say.line(pool.submit(PoolCases::here, "given").get());
    List<Callable<String>> jobs = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      jobs.add(
          () -> {
            Say.here();
            Thread.sleep(5 - number);
            return "job " + number;
          });
    }
    for (Future<String> each : pool.invokeAll(jobs)) {
      Say.line(each.get());
    }
    Say.line(pool.invokeAny(List.of(jobs.get(2))));
    ExecutorCompletionService<String> completion = new ExecutorCompletionService<>(pool);
    completion.submit(jobs.get(0));
    Say.line(completion.take().get());
    Future<String> slow =
        pool.submit(
            () -> {
              Thread.sleep(100_000);
              return "";
            });
    try {
      Say.line(slow.get(5, TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      Say.line(e.getClass());
    }
    Say.line(slow.cancel(true), slow.isCancelled());
    pool.shutdown();
    Say.line(pool.awaitTermination(1, TimeUnit.MINUTES));
  }

  private static void failures() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(1);
    try {
      Say.line(
          pool.submit(
                  () -> {
                    throw new IllegalStateException("of " + here());
                  })
              .get());
    } catch (ExecutionException e) {
      Say.line(e.getCause());
    }
    CountDownLatch told = new CountDownLatch(1);
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, e) -> {
          Say.line("uncaught", thread.getName(), e);
          told.countDown();
        });
    pool.execute(
        () -> {
          here();
          throw new IllegalArgumentException("kills its worker");
        });
    told.await();
    Say.line("replaced by", pool.submit(PoolCases::here).get());
    pool.shutdown();
    Say.line(pool.awaitTermination(1, TimeUnit.MINUTES));
    Thread.setDefaultUncaughtExceptionHandler(null);
  }

  private static void shutdown() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    CountDownLatch begun = new CountDownLatch(2);
    AtomicInteger interrupted = new AtomicInteger();
    for (int i = 0; i < 5; i++) {
      pool.execute(
          () -> {
            begun.countDown();
            try {
              Thread.sleep(100_000);
            } catch (InterruptedException e) {
              interrupted.incrementAndGet();
            }
          });
    }
    begun.await();
    Say.line("left", pool.shutdownNow().size());
    Say.line(pool.awaitTermination(1, TimeUnit.MINUTES), pool.isTerminated(), interrupted);
    try {
      pool.execute(() -> {});
    } catch (RejectedExecutionException e) {
      Say.line("rejected");
    }
  }

  private static void factories() throws Exception {
    AtomicInteger number = new AtomicInteger();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            2,
            job -> {
              Thread thread =
                  new Thread(job, "made-" + number.incrementAndGet()) {
                    @Override
                    public String toString() {
                      return "mine " + getName();
                    }
                  };
              thread.setDaemon(true);
              return thread;
            });
    Say.line(pool.submit(() -> here() + " " + Thread.currentThread().isDaemon()).get());
    Say.line(pool.submit(() -> Thread.currentThread().toString()).get());
    pool.shutdown();
  }

  private static void sizes() throws Exception {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(0, 5, 1, TimeUnit.MILLISECONDS, new SynchronousQueue<>());
    CyclicBarrier barrier = new CyclicBarrier(5);
    List<Future<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(pool.submit(() -> barrier.await()));
    }
    int sum = 0;
    for (Future<Integer> each : all) {
      sum += each.get();
    }
    Say.line(sum, pool.getLargestPoolSize());
    while (pool.getPoolSize() > 0) {
      Thread.onSpinWait();
    }
    Say.line("idle workers end");
    ThreadPoolExecutor ready =
        new ThreadPoolExecutor(2, 2, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    Say.line(ready.prestartAllCoreThreads(), ready.getPoolSize());
    ready.setCorePoolSize(1);
    ready.shutdown();
    Say.line(ready.awaitTermination(1, TimeUnit.MINUTES));
  }

  /** A pool that is told of its jobs. */
  private static final class Told extends ThreadPoolExecutor {
    Told() {
      super(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    }

    @Override
    protected void beforeExecute(Thread thread, Runnable job) {
      Say.line("before", thread == Thread.currentThread());
    }

    @Override
    protected void afterExecute(Runnable job, Throwable thrown) {
      Say.line("after", thrown);
    }

    @Override
    protected void terminated() {
      Say.line("terminated");
    }
  }

  private static void hooks() throws Exception {
    ExecutorService pool = new Told();
    pool.execute(() -> Say.line("job of", here()));
    pool.shutdown();
    Say.line(pool.awaitTermination(1, TimeUnit.MINUTES));
  }

  private static void inThreads() throws Exception {
    FutureTask<String> task =
        new FutureTask<>(
            () -> {
              Thread.sleep(1);
              return here();
            });
    new Thread(task, "of a future").start();
    Say.line(task.get());
    FutureTask<String> subclass =
        new FutureTask<>(PoolCases::here) {
          @Override
          protected void done() {
            Say.line("done");
          }
        };
    Thread thread = new Thread(subclass, "of a subclass");
    thread.start();
    thread.join();
    Say.line(subclass.get());
  }

  private static void nested() throws Exception {
    ExecutorService pool = Executors.newCachedThreadPool();
    Say.line(pool.submit(() -> sum(pool, 6)).get());
    pool.shutdown();
  }

  private static int sum(ExecutorService pool, int depth) throws Exception {
    Say.here();
    if (depth == 0) {
      return 1;
    }
    Future<Integer> left = pool.submit(() -> sum(pool, depth - 1));
    Future<Integer> right = pool.submit(() -> sum(pool, depth - 1));
    return left.get() + right.get();
  }

  private static void scheduled() throws Exception {
    ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    ScheduledFuture<String> last = timer.schedule(() -> "last in " + here(), 2_000, MILLIS);
    timer.schedule(() -> order.add("second"), 1_000, MILLIS);
    timer.schedule(() -> order.add("first"), 1, MILLIS);
    ScheduledFuture<?> never = timer.schedule(() -> order.add("never"), 1, TimeUnit.HOURS);
    Say.line(last.get(), order, never.cancel(false));
    CountDownLatch ticks = new CountDownLatch(4);
    AtomicInteger atATime = new AtomicInteger();
    ScheduledFuture<?> rate =
        timer.scheduleAtFixedRate(
            () -> {
              Say.here();
              if (atATime.incrementAndGet() > 1) {
                Say.line("two at a time");
              }
              Say.pause(1);
              atATime.decrementAndGet();
              ticks.countDown();
            },
            1,
            2,
            MILLIS);
    ticks.await();
    Say.line(rate.cancel(false), rate.isCancelled());
    CountDownLatch tocks = new CountDownLatch(2);
    ScheduledFuture<?> delayed =
        timer.scheduleWithFixedDelay(
            () -> {
              tocks.countDown();
              if (tocks.getCount() == 0) {
                throw new IllegalStateException("no more");
              }
            },
            1,
            1,
            MILLIS);
    try {
      Say.line(delayed.get());
    } catch (ExecutionException e) {
      Say.line(e.getCause());
    }
    timer.schedule(() -> Say.line("also after shutdown"), 5, MILLIS);
    timer.shutdown();
    Say.line(timer.awaitTermination(1, TimeUnit.MINUTES));
  }

  private static final TimeUnit MILLIS = TimeUnit.MILLISECONDS;

  private static void many() throws Exception {
    ExecutorService pool = Executors.newCachedThreadPool();
    List<Future<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      int number = i;
      all.add(
          pool.submit(
              () -> {
                Thread.sleep(20);
                return number;
              }));
    }
    int sum = 0;
    for (Future<Integer> each : all) {
      sum += each.get();
    }
    pool.shutdown();
    Say.line(sum, pool.awaitTermination(1, TimeUnit.MINUTES));
  }
}
