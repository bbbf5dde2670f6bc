package dev.weft.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.SuspendableRunnable;
import dev.weft.hub.Hub;
import dev.weft.hub.HubGroup;
import dev.weft.hub.ParallelScheduler;
import dev.weft.hub.Task;
import dev.weft.hub.TaskContext;
import dev.weft.hub.TaskLocals;
import dev.weft.interop.ThreadCalls;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Contexts that libraries keep per thread, carried per task: rule U18 of SEMANTICS.md. */
class ContextsIT extends WorldFixture {
  /** A context in a thread local, and what is done with it. */
  private static final class Recorded implements TaskContext<String> {
    private final ThreadLocal<String> current = new ThreadLocal<>();
    private int captures;
    private int restores;

    @Override
    public String capture() {
      captures++;
      return current.get();
    }

    @Override
    public void restore(String snapshot) {
      restores++;
      current.set(snapshot);
    }

    @Override
    public String empty() {
      return null;
    }
  }

  /** What the diagnostic context of slf4j is. */
  private static final class MdcContext implements TaskContext<Map<String, String>> {
    @Override
    public Map<String, String> capture() {
      return MDC.getCopyOfContextMap();
    }

    @Override
    public void restore(Map<String, String> snapshot) {
      if (snapshot == null) {
        MDC.clear();
      } else {
        MDC.setContextMap(snapshot);
      }
    }

    @Override
    public Map<String, String> empty() {
      return null;
    }
  }

  /** What OpenTelemetry calls the current context. */
  private static final class TelemetryContext implements TaskContext<Context> {
    @Override
    public Context capture() {
      return Context.current();
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // the next restore takes its place
    public void restore(Context snapshot) {
      Scope ignored = snapshot.makeCurrent();
    }

    @Override
    public Context empty() {
      return Context.root();
    }
  }

  private static final ContextKey<String> SPAN = ContextKey.named("span");

  private final Recorded context = new Recorded();

  @AfterEach
  void clearDiagnostics() {
    MDC.clear();
  }

  private void runCarrying(SuspendableRunnable body) throws Exception {
    Hub.with()
        .clock(clock)
        .carry(context)
        .uncaught((task, failure) -> log.add("uncaught in " + context.current.get()))
        .run(body);
  }

  @Test
  void eachTask_hasItsOwn_whereverItWaits() throws Exception {
    context.current.set("thread");
    runCarrying(
        () -> {
          for (String name : List.of("a", "b")) {
            go(
                () -> {
                  log.add(name + " starts in " + context.current.get());
                  context.current.set(name);
                  Task.sleep(SECOND);
                  log.add(name + " goes on in " + context.current.get());
                });
          }
          context.current.set("main");
          Task.sleep(HOUR);
          log.add(context.current.get());
        });
    assertEquals(
        List.of(
            "a starts in thread", "b starts in thread", "a goes on in a", "b goes on in b", "main"),
        log);
    assertEquals("thread", context.current.get(), "the carrier's own comes back");
  }

  @Test
  void newTask_startsWithItsSpawners_orWithNothing() throws Exception {
    runCarrying(
        () -> {
          context.current.set("spawner's");
          for (TaskLocals.Inheritance inheritance : TaskLocals.Inheritance.values()) {
            Task<String> task =
                Task.with().locals(inheritance).spawn(() -> "" + context.current.get());
            context.current.set("later");
            log.add(inheritance + " " + task.result());
            context.current.set("spawner's");
          }
        });
    assertEquals(List.of("EMPTY null", "COPIED spawner's", "SHARED spawner's"), log);
  }

  @Test
  void sharedLocals_doNotShareTheContext() throws Exception {
    runCarrying(
        () -> {
          context.current.set("main");
          Task<Void> other =
              Task.with()
                  .locals(TaskLocals.Inheritance.SHARED)
                  .spawn(() -> context.current.set("other"));
          other.join();
          log.add(context.current.get());
        });
    assertEquals(List.of("main"), log);
  }

  @Test
  void failingTask_isReportedInItsContext() throws Exception {
    runCarrying(
        () -> {
          go(
              () -> {
                context.current.set("failing");
                throw new IllegalStateException();
              });
          settle();
        });
    assertEquals(List.of("uncaught in failing"), log);
  }

  @Test
  void spawnedByAThread_startsWithThatThreads_onEveryScheduler() throws Exception {
    context.current.set("thread");
    try (HubGroup group = HubGroup.start(2);
        ParallelScheduler scheduler = ParallelScheduler.start(2)) {
      group.carry(context);
      scheduler.carry(context);
      assertEquals("thread", group.spawnOn(1, () -> context.current.get()).get());
      assertEquals("thread", scheduler.spawn(() -> context.current.get()).get());
    }
  }

  @Suspendable
  private static int wrongOnes(ThreadLocal<Integer> local, int mine) {
    int wrong = 0;
    local.set(mine);
    for (int i = 0; i < 100; i++) {
      Task.yieldNow();
      wrong += local.get() == mine ? 0 : 1;
    }
    return wrong;
  }

  @Test
  void manyTasks_changingCarriers_neverSeeAnothersContext() throws Exception {
    ThreadLocal<Integer> local = new ThreadLocal<>();
    TaskContext<Integer> carried =
        new TaskContext<>() {
          @Override
          public Integer capture() {
            return local.get();
          }

          @Override
          public void restore(Integer snapshot) {
            local.set(snapshot);
          }

          @Override
          public Integer empty() {
            return null;
          }
        };
    try (ParallelScheduler scheduler = ParallelScheduler.start(4)) {
      scheduler.carry(carried);
      List<Task<Integer>> tasks = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        int mine = i;
        tasks.add(scheduler.spawn(() -> wrongOnes(local, mine)));
      }
      for (Task<Integer> task : tasks) {
        assertEquals(0, task.get());
      }
    }
  }

  @Test
  void contextThatFails_isReportedOnce_andTheTaskGoesOn() throws Exception {
    TaskContext<String> broken =
        new TaskContext<>() {
          @Override
          public String capture() {
            return "";
          }

          @Override
          public void restore(String snapshot) {
            log.add("restore");
            throw new IllegalStateException("this context is broken on purpose");
          }

          @Override
          public String empty() {
            return "";
          }
        };
    Hub.with()
        .carry(broken)
        .carry(context)
        .run(
            () -> {
              context.current.set("main");
              Task.yieldNow();
              log.add(context.current.get());
            });
    assertEquals(List.of("restore", "main"), log);
  }

  @Test
  void switchOfATask_costsTwoCalls_andNoneWithoutContexts() throws Exception {
    runCarrying(() -> {});
    assertEquals(List.of(3, 2), List.of(context.captures, context.restores));
    run(
        () -> {
          Task.yieldNow();
          log.add(Task.spawn(() -> "done").result());
        });
    assertEquals(List.of(3, 2), List.of(context.captures, context.restores));
  }

  @Test
  void u18_mdc_followsEachTask_andTheCallsItMakesOnThreads() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    MDC.put("request", "none");
    try {
      Hub.with()
          .carry(new MdcContext())
          .run(
              () -> {
                List<Task<String>> tasks = new ArrayList<>();
                for (String request : List.of("r1", "r2")) {
                  MDC.put("request", request);
                  tasks.add(
                      Task.spawn(
                          () -> {
                            Task.sleep(Duration.ofMillis(1));
                            MDC.put("step", "after the wait");
                            String onThread =
                                ThreadCalls.on(threads).call(() -> MDC.get("request"));
                            return MDC.get("request") + " " + onThread + " " + MDC.get("step");
                          }));
                }
                MDC.put("request", "main");
                for (Task<String> task : tasks) {
                  log.add(task.result());
                }
                log.add(MDC.get("request") + " " + MDC.get("step"));
              });
      assertNull(threads.submit(() -> MDC.get("request")).get(), "its own came back");
    } finally {
      threads.shutdown();
    }
    assertEquals(List.of("r1 r1 after the wait", "r2 r2 after the wait", "main null"), log);
    assertEquals("none", MDC.get("request"));
  }

  @Test
  void u18_openTelemetry_spansThatATaskOpensAreItsOwn_acrossWaits() throws Exception {
    Context outside = Context.current();
    Hub.with()
        .clock(clock)
        .carry(new TelemetryContext())
        .run(
            () -> {
              Context parent = Context.current().with(SPAN, "parent");
              try (Scope scope = parent.makeCurrent()) {
                assertTrue(scope != null);
                Task<String> child =
                    Task.spawn(
                        () -> {
                          String inherited = Context.current().get(SPAN);
                          Context own = Context.current().with(SPAN, "child");
                          try (Scope inner = own.makeCurrent()) {
                            assertTrue(inner != null);
                            Task.sleep(SECOND);
                            log.add("in the scope: " + Context.current().get(SPAN));
                          }
                          return inherited + ", then " + Context.current().get(SPAN);
                        });
                settle();
                log.add("spawner: " + Context.current().get(SPAN));
                log.add("child: " + child.result());
              }
              log.add("closed: " + Context.current().get(SPAN));
            });
    assertEquals(
        List.of(
            "spawner: parent", "in the scope: child", "child: parent, then parent", "closed: null"),
        log);
    assertSame(outside, Context.current());
  }
}
