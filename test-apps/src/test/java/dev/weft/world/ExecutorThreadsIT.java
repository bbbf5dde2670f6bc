package dev.weft.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.hub.Hub;
import dev.weft.hub.HubGroup;
import dev.weft.hub.ParallelScheduler;
import dev.weft.hub.Task;
import dev.weft.interop.TaskExecutor;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The executor whose calls are tasks, between threads, hubs and carriers. */
class ExecutorThreadsIT extends WorldFixture {
  private static final int CALLS = 200;

  @Suspendable // so that its lambdas are
  private static List<Callable<Integer>> calls() {
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      int n = i;
      calls.add(
          () -> {
            Task.sleep(Duration.ofMillis(n % 3));
            return n;
          });
    }
    return calls;
  }

  private static void invokeByThread(ExecutorService executor) throws Exception {
    int sum = 0;
    for (Future<Integer> future : executor.invokeAll(calls())) {
      sum += future.get();
    }
    assertEquals(CALLS * (CALLS - 1) / 2, sum);
    assertTrue(executor.invokeAny(calls()) < CALLS);
    executor.shutdown();
    assertTrue(executor.awaitTermination(30, TimeUnit.SECONDS));
  }

  @Test
  void plainThread_onAGroupOfHubs_andOnAParallelScheduler() throws Exception {
    try (HubGroup group = HubGroup.start(2)) {
      invokeByThread(TaskExecutor.on(group));
    }
    try (ParallelScheduler scheduler = ParallelScheduler.start(2)) {
      invokeByThread(TaskExecutor.on(scheduler));
    }
  }

  @Test
  void group_callsGoWhereThePlacementSays() throws Exception {
    Set<Hub> used = ConcurrentHashMap.newKeySet();
    try (HubGroup group = HubGroup.start(2);
        TaskExecutor executor = TaskExecutor.on(group)) {
      for (int i = 0; i < 4; i++) {
        executor.submit(() -> used.add(Hub.current().orElseThrow())).get();
      }
      assertEquals(Set.copyOf(group.hubs()), used);
    }
  }

  @Test
  void taskOfAHub_waitsForCarriersThatAreDaemons_isNoDeadlock() throws Exception {
    CountDownLatch parked = new CountDownLatch(1);
    try (ParallelScheduler scheduler = ParallelScheduler.start(1)) {
      run(
          () -> {
            TaskExecutor executor = TaskExecutor.on(scheduler);
            Thread opener = onceParked(parked::countDown);
            Future<String> future =
                executor.submit(
                    () -> {
                      parked.await();
                      return "call";
                    });
            log.add(future.get());
            opener.join();
            Task<String> task = scheduler.spawn(() -> "task");
            log.add(task.result());
          });
    }
    assertEquals(List.of("call", "task"), log);
  }

  @Test
  @Suspendable // so that its lambda is
  void storm_everyCallEndsOnce_andTheExecutorTerminates() throws Exception {
    AtomicInteger ran = new AtomicInteger();
    AtomicInteger cancelled = new AtomicInteger();
    try (ParallelScheduler scheduler = ParallelScheduler.start(2)) {
      TaskExecutor executor = TaskExecutor.on(scheduler);
      List<Future<?>> futures = new ArrayList<>();
      for (int i = 0; i < 10_000; i++) {
        Future<?> future =
            executor.submit(
                () -> {
                  Task.yieldNow();
                  ran.incrementAndGet();
                });
        futures.add(future);
        if (i % 3 == 0 && future.cancel(false)) {
          cancelled.incrementAndGet();
        }
      }
      executor.close();
      assertEquals(10_000, futures.stream().filter(Future::isDone).count());
      assertEquals(cancelled.get(), futures.stream().filter(Future::isCancelled).count());
      assertTrue(ran.get() >= 10_000 - cancelled.get(), ran + " ran, " + cancelled);
    }
  }

  /** From JDK 19 on {@code close} is declared by ExecutorService itself. */
  @Test
  void close_throughTheInterfaceOfJdk19_suspends(@TempDir Path folder) throws Exception {
    Assumptions.assumeTrue(Runtime.version().feature() >= 19);
    String source =
        """
        package dev.weft.it.targets;
        public class Closing implements dev.weft.SuspendableRunnable {
          public static java.util.concurrent.ExecutorService executor;
          @Override public void run() { executor.close(); }
        }
        """;
    compile(source, folder);
    URL[] path = {folder.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(path, getClass().getClassLoader())) {
      Class<?> type = loader.loadClass("dev.weft.it.targets.Closing");
      run(
          () -> {
            TaskExecutor executor = TaskExecutor.on(Hub.current().orElseThrow());
            executor.execute(
                () -> {
                  try {
                    Task.sleep(HOUR);
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                  log.add("slept");
                });
            type.getField("executor").set(null, executor);
            ((dev.weft.SuspendableRunnable) type.getConstructor().newInstance()).run();
            log.add("closed");
          });
    }
    assertEquals(List.of("slept", "closed"), log);
  }

  private static void compile(String source, Path folder) throws Exception {
    Files.createDirectories(folder);
    SimpleJavaFileObject file =
        new SimpleJavaFileObject(
            URI.create("string:///dev/weft/it/targets/Closing.java"),
            javax.tools.JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    List<String> options =
        List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
    boolean compiled =
        ToolProvider.getSystemJavaCompiler()
            .getTask(null, null, null, options, null, List.of(file))
            .call();
    assertSame(true, compiled);
  }
}
