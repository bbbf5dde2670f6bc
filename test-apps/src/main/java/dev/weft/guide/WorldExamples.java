package dev.weft.guide;

import dev.weft.Suspendable;
import dev.weft.channel.Channel;
import dev.weft.generator.Generator;
import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import dev.weft.hub.TaskContext;
import dev.weft.interop.FlowReader;
import dev.weft.interop.Stages;
import dev.weft.interop.TaskExecutor;
import dev.weft.interop.TaskPublisher;
import dev.weft.interop.ThreadCalls;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Tasks beside what Java has of its own. */
public final class WorldExamples {
  private WorldExamples() {}

  // example: page
  @Suspendable
  static String page(String name) throws InterruptedException {
    Task.sleep(Duration.ofMillis(10));
    return "page " + name;
  }

  // end

  public static void executor() throws Exception {
    // example: executor
    Hub.run(
        () -> {
          Hub hub = Hub.current().orElseThrow();
          try (TaskExecutor executor = TaskExecutor.on(hub)) {
            List<Callable<String>> calls = List.of(() -> page("a"), () -> page("b"));
            for (Future<String> page : executor.invokeAll(calls)) {
              System.out.println(page.get());
            }
          }
        });
    // end
  }

  public static void stages() throws Exception {
    // example: stages
    Hub.run(
        () -> {
          CompletableFuture<String> stage = new CompletableFuture<>();
          Task<Integer> task = Task.spawn(() -> Stages.await(stage).length()); // suspends
          CompletableFuture<String> described =
              task.toCompletableFuture().thenApply(length -> length + " letters");
          stage.complete("five!");
          System.out.println(Stages.await(described));
        });
    // end
  }

  public static void threads() throws Exception {
    // example: threads
    ExecutorService threads = Executors.newCachedThreadPool();
    ThreadCalls calls = ThreadCalls.on(threads);
    Hub.run(
        () -> {
          String name = calls.call(() -> Thread.currentThread().getName()); // may block there
          System.out.println(name.startsWith("pool-"));
        });
    threads.shutdown();
    // end
  }

  // example: numbers
  @Suspendable
  static Generator<Integer, Void, Void> numbers() {
    return Generator.of(
        yielder -> {
          for (int i = 1; i <= 5; i++) {
            System.out.println("making " + i);
            yielder.yieldValue(i);
          }
        });
  }

  // end

  public static void flow() throws Exception {
    // example: flow
    Hub.run(
        () -> {
          Hub hub = Hub.current().orElseThrow();
          Flow.Publisher<Integer> publisher = TaskPublisher.of(hub, () -> numbers());
          try (FlowReader<Integer> reader = FlowReader.of(publisher, 1)) { // room for one
            System.out.println("read " + reader.next());
            System.out.println("read " + reader.next());
          } // cancels
        });
    // end
  }

  public static void stream() throws Exception {
    // example: stream
    Channel<Integer> channel = new Channel<>(3);
    for (int i = 1; i <= 3; i++) {
      channel.send(i);
    }
    try (Stream<Integer> stream = channel.stream()) { // takes what it wants, then closes it
      System.out.println(stream.map(i -> i * i).limit(2).toList() + ", left " + channel.size());
    }
    // end
  }

  // example: context
  static final ThreadLocal<String> LOGIN = ThreadLocal.withInitial(() -> "nobody");

  static final class UserContext implements TaskContext<String> {
    @Override
    public String capture() {
      return LOGIN.get();
    }

    @Override
    public void restore(String user) {
      LOGIN.set(user);
    }

    @Override
    public String empty() {
      return "nobody";
    }
  }

  // end

  public static void carry() throws Exception {
    // example: carry
    Hub.with()
        .carry(new UserContext())
        .run(
            () -> {
              for (String user : List.of("ada", "bob")) {
                LOGIN.set(user);
                Task.spawn(
                    () -> {
                      String page = page("of " + LOGIN.get()); // the spawner's
                      System.out.println(page + ", still " + LOGIN.get());
                    });
              }
              LOGIN.set("main");
              Hub.current().orElseThrow().join();
              System.out.println(LOGIN.get());
            });
    // end
  }
}
