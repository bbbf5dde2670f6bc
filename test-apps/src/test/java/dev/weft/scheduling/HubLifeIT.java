package dev.weft.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.Suspendable;
import dev.weft.hub.Hub;
import dev.weft.hub.HubOptions;
import dev.weft.hub.ManualClock;
import dev.weft.hub.ParallelScheduler;
import dev.weft.hub.Task;
import dev.weft.plain.Carriers;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Hubs and what is around them: the JVM's end, other threads, virtual threads. */
class HubLifeIT {
  /** What a forked JVM runs. */
  static final class Forked {
    private Forked() {}

    /** Runs the program that the argument names. */
    public static void main(String[] arguments) throws Exception {
      switch (arguments[0]) {
        case "sigterm" -> untilKilled(true);
        case "exit" -> exitInATask(Hub.with());
        case "exit-on-a-manual-clock" -> exitInATask(Hub.with().clock(new ManualClock()));
        case "exit-without-spares" -> exitInATask(Hub.with().spares(0));
        case "exit-in-main" -> exitInMain();
        case "exit-again" -> exitAgain();
        case "parallel-sigterm" -> parallel(false);
        case "parallel-exit" -> parallel(true);
        case "exit-in-finally" -> untilKilled(false);
        case "hook" ->
            Runtime.getRuntime().addShutdownHook(new Thread(Forked::runInAHook, "application"));
        default -> throw new IllegalArgumentException(arguments[0]);
      }
    }

    private static void untilKilled(boolean calm) throws Exception {
      Hub.run(
          () -> {
            Task<Void> unused =
                Task.spawn(
                    () -> {
                      try {
                        Task.sleep(Duration.ofHours(1));
                      } finally {
                        Task.sleep(Duration.ofMillis(1));
                        System.out.println("finally of a task");
                        if (!calm) {
                          System.exit(3);
                        }
                      }
                    });
            Task.yieldNow();
            System.out.println("ready");
            try {
              Task.sleep(Duration.ofHours(1));
            } finally {
              System.out.println("finally of main");
            }
          });
    }

    private static void exitInATask(HubOptions options) throws Exception {
      options.run(
          () -> {
            Task<Void> cleaning = Task.spawn(() -> sleepAndCleanUp("a task"));
            Task.yieldNow();
            Task<Void> exiting = Task.spawn(() -> System.exit(7));
            try {
              exiting.join();
            } finally {
              Task.sleep(Duration.ofMillis(1));
              System.out.println("finally of main");
            }
            cleaning.join();
          });
    }

    @Suspendable
    private static void sleepAndCleanUp(String who) throws InterruptedException {
      try {
        Task.sleep(Duration.ofHours(1));
      } finally {
        Task.sleep(Duration.ofMillis(1));
        System.out.println("finally of " + who);
      }
    }

    private static void exitInMain() throws Exception {
      Hub.run(
          () -> {
            Task<Void> unused = Task.spawn(() -> sleepAndCleanUp("a task"));
            Task.yieldNow();
            System.exit(7);
          });
    }

    private static void exitAgain() throws Exception {
      Hub.run(
          () -> {
            for (int i = 0; i < 3; i++) {
              int number = i;
              Task<Void> unused =
                  Task.spawn(
                      () -> {
                        try {
                          sleepAndCleanUp("task " + number);
                        } finally {
                          System.exit(number);
                        }
                      });
            }
            Task.yieldNow();
            System.exit(7);
          });
    }

    @SuppressWarnings("resource") // the JVM ends with it
    private static void parallel(boolean exit) throws InterruptedException {
      ParallelScheduler scheduler = ParallelScheduler.start(1);
      List<Task<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        tasks.add(scheduler.spawn(() -> sleepAndCleanUp("a task")));
      }
      while (tasks.stream().anyMatch(task -> task.waitsFor().isEmpty())) {
        Thread.onSpinWait();
      }
      System.out.println("ready");
      if (exit) {
        tasks.add(scheduler.spawn(() -> System.exit(7)));
      }
      tasks.get(0).join();
    }

    private static void runInAHook() {
      try {
        Hub.run(() -> System.out.println("ran in a hook"));
      } catch (Exception e) {
        System.out.println(e);
      }
    }
  }

  private static Process fork(String program) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java));
    command.add("-javaagent:" + System.getProperty("weft.agent.jar"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path").replace("\n", "")));
    command.addAll(List.of(Forked.class.getName(), program));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static List<String> rest(BufferedReader output, Process process) throws Exception {
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it did not end");
    return output.lines().toList();
  }

  @Test
  void sigterm_runsEveryFinally() throws Exception {
    assumeTrue(File.separatorChar == '/', "signals are POSIX");
    Process process = fork("sigterm");
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      assertEquals("ready", output.readLine());
      assertTrue(process.toHandle().destroy()); // Process.destroy would close the stream, too
      assertEquals(List.of("finally of main", "finally of a task"), rest(output, process));
      assertEquals(143, process.exitValue());
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void exit_inAFinally_afterSigterm_doesNotWaitForTheGracePeriod() throws Exception {
    assumeTrue(File.separatorChar == '/', "signals are POSIX");
    Process process = fork("exit-in-finally");
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      assertEquals("ready", output.readLine());
      long start = System.nanoTime();
      assertTrue(process.toHandle().destroy()); // Process.destroy would close the stream, too
      assertEquals(List.of("finally of main", "finally of a task"), rest(output, process));
      long seconds = (System.nanoTime() - start) / 1_000_000_000;
      assertTrue(seconds < 8, seconds + " s"); // the grace period is ten
    } finally {
      process.destroyForcibly();
    }
  }

  /** How a program ended that calls System.exit: what it printed, and whether at once. */
  private static void assertExits(String program, String... printed) throws Exception {
    long start = System.nanoTime();
    Process process = fork(program);
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      assertEquals(List.of(printed), rest(output, process));
      assertEquals(7, process.exitValue());
      long seconds = (System.nanoTime() - start) / 1_000_000_000;
      assertTrue(seconds < 8, seconds + " s"); // the grace period is ten
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void exit_inATask_runsEveryFinallyOfTheOthers() throws Exception {
    assertExits("exit", "finally of main", "finally of a task");
  }

  @Test
  void exit_inTheMainTask_runsEveryFinallyOfTheOthers() throws Exception {
    assertExits("exit-in-main", "finally of a task");
  }

  @Test
  void exit_inATask_onAManualClock_whichJumpsOn() throws Exception {
    assertExits("exit-on-a-manual-clock", "finally of main", "finally of a task");
  }

  @Test
  void exit_inATask_andInEachFinally_endsAllTheSame() throws Exception {
    assertExits("exit-again", "finally of task 0", "finally of task 1", "finally of task 2");
  }

  @Test
  void exit_inATask_withoutSpareCarriers_endsTheJvmAllTheSame() throws Exception {
    assertExits("exit-without-spares");
  }

  @Test
  void exit_inATaskOfAParallelScheduler_runsEveryFinallyOfTheOthers() throws Exception {
    String cleaned = "finally of a task";
    assertExits("parallel-exit", "ready", cleaned, cleaned, cleaned);
  }

  @Test
  void sigterm_runsEveryFinallyOfAParallelScheduler() throws Exception {
    assumeTrue(File.separatorChar == '/', "signals are POSIX");
    Process process = fork("parallel-sigterm");
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      assertEquals("ready", output.readLine());
      assertTrue(process.toHandle().destroy()); // Process.destroy would close the stream, too
      String cleaned = "finally of a task";
      assertEquals(List.of(cleaned, cleaned, cleaned), rest(output, process));
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void theFirstHub_mayRunInAShutdownHook() throws Exception {
    Process process = fork("hook");
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      assertEquals(List.of("ran in a hook"), rest(output, process));
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void spawnsThatRaceWithTheEndOfTheHub_endInAnyCase() throws Exception {
    for (int round = 0; round < 300; round++) {
      AtomicReference<Hub> running = new AtomicReference<>();
      AtomicReference<String> broken = new AtomicReference<>();
      Thread spawner =
          new Thread(
              () -> {
                try {
                  while (running.get() == null) {
                    Thread.onSpinWait();
                  }
                  for (; ; ) {
                    Task<String> task = running.get().spawn(() -> "ran");
                    String result = task.isCancelled() ? "killed" : ended(task);
                    if (!List.of("ran", "killed").contains(result)) {
                      broken.set(result);
                    }
                  }
                } catch (IllegalStateException e) {
                  if (!e.getMessage().contains("has ended")) {
                    broken.set(e.toString());
                  }
                } catch (Exception | Error e) {
                  broken.set(e.toString());
                }
              });
      spawner.start();
      Hub.run(
          () -> {
            running.set(Hub.current().orElseThrow());
            Task.sleep(Duration.ofNanos(100_000));
          });
      spawner.join(60_000);
      assertTrue(!spawner.isAlive(), "a task never ended");
      assertEquals(null, broken.get());
    }
  }

  private static String ended(Task<String> task) throws InterruptedException, ExecutionException {
    task.join();
    return task.exit().isPresent() ? "killed" : task.get();
  }

  @Test
  void closingWhatWasExpected_letsTheHubLookAgain() throws Exception {
    ManualClock clock = new ManualClock();
    Hub.with()
        .clock(clock)
        .run(
            () -> {
              AutoCloseable work = Hub.current().orElseThrow().expectOutside();
              Thread closer =
                  new Thread(
                      () -> {
                        try {
                          work.close();
                        } catch (Exception e) {
                          throw new IllegalStateException(e);
                        }
                      });
              closer.start();
              Task.sleep(Duration.ofDays(1)); // once it is closed, the clock may jump
            });
    assertEquals(Duration.ofDays(1), clock.elapsed());
  }

  @Test
  void aVirtualThread_canBeTheCarrier() throws Exception {
    assumeTrue(Runtime.version().feature() >= 21, "no virtual threads here");
    AtomicReference<Object> seen = new AtomicReference<>();
    Runnable program =
        () -> {
          try {
            seen.set(
                Hub.call(
                    () -> {
                      Task<String> task =
                          Task.spawn(
                              () -> {
                                Task.sleep(Duration.ofMillis(5));
                                return "slept on " + Carriers.current().getClass().getName();
                              });
                      return task.result();
                    }));
          } catch (Exception e) {
            seen.set(e);
          }
        };
    Thread thread =
        (Thread) Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, program);
    thread.join(60_000);
    assertEquals("slept on java.lang.VirtualThread", seen.get());
  }
}
