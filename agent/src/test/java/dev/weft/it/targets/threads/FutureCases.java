package dev.weft.it.targets.threads;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** What completable futures do with threads. */
public final class FutureCases {
  private static final TimeUnit MILLIS = TimeUnit.MILLISECONDS;

  private FutureCases() {}

  /** Runs all of them. */
  public static void main(String[] arguments) throws Exception {
    futures();
    chains();
  }

  private static String here() {
    Say.here();
    return Thread.currentThread().getName();
  }

  private static void futures() throws Exception {
    Say.line(CompletableFuture.supplyAsync(() -> slow("supplied")).get());
    CompletableFuture.runAsync(() -> slow("run")).join();
    ExecutorService pool = Executors.newFixedThreadPool(1);
    Say.line(CompletableFuture.supplyAsync(() -> slow("by ") + here(), pool).get());
    pool.shutdown();
    CompletableFuture<String> failed =
        CompletableFuture.supplyAsync(
            () -> {
              Say.here();
              throw new IllegalStateException("failed");
            });
    try {
      Say.line(failed.join());
    } catch (CompletionException e) {
      Say.line(e.getCause());
    }
    Say.line(failed.exceptionally(e -> "instead").join());
    try {
      Say.line(new CompletableFuture<String>().orTimeout(5, MILLIS).get());
    } catch (ExecutionException e) {
      Say.line(e.getCause());
    }
  }

  private static String slow(String text) {
    Say.here();
    Say.pause(2);
    return text;
  }

  private static void chains() throws Exception {
    CompletableFuture<String> chain =
        CompletableFuture.supplyAsync(() -> slow("a"))
            .thenApplyAsync(text -> text + slow("b"))
            .thenComposeAsync(text -> CompletableFuture.supplyAsync(() -> text + slow("c")))
            .thenCombineAsync(CompletableFuture.supplyAsync(() -> slow("d")), String::concat)
            .handleAsync((text, e) -> text + slow("e"))
            .whenCompleteAsync((text, e) -> slow(""))
            .thenApply(text -> text + "f");
    Say.line(chain.get());
    chain.thenAcceptAsync(text -> Say.line("accepted", slow(text))).join();
    chain.thenRunAsync(() -> Say.line("run", slow(""))).join();
    List<CompletableFuture<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int number = i;
      all.add(
          CompletableFuture.supplyAsync(
              () -> {
                slow("");
                return number;
              }));
    }
    CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])).join();
    int sum = 0;
    for (CompletableFuture<Integer> each : all) {
      sum += each.join();
    }
    Say.line(sum);
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletableFuture<Object> any =
        CompletableFuture.anyOf(first, CompletableFuture.supplyAsync(() -> slow("any")));
    Say.line(any.join());
  }
}
