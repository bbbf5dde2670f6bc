package dev.weft.it.targets;

import dev.weft.Suspendable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Futures, and the ends of executors. */
final class FutureCases extends Cases {
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

  /** A method reference with a result. */
  @FunctionalInterface
  interface Getter {
    Object get() throws Exception;
  }

  FutureCases() {
    completableFutures();
    otherFutures();
    executors();
    references();
  }

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

  private void references() {
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
  }
}
