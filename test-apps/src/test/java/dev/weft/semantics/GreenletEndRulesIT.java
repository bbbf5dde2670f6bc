package dev.weft.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.greenlet.Greenlet;
import dev.weft.greenlet.GreenletExit;
import dev.weft.greenlet.GreenletHandle;
import dev.weft.greenlet.GreenletScope;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Rules G33 to G43 of SEMANTICS.md: how greenlets end, and what is left of them. */
class GreenletEndRulesIT {
  private final Greenlet main = Greenlet.current();
  private final List<Object> log = new ArrayList<>();

  private static void onThread(String name, Runnable work) throws Exception {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread = new Thread(work, name);
    thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
    thread.start();
    thread.join();
    if (failure.get() != null) {
      throw new AssertionError(failure.get());
    }
  }

  @Test
  void g33_finallyBlocks_runWhenExitUnwinds() {
    Greenlet g =
        new Greenlet(
            () -> {
              try {
                try {
                  main.switchTo();
                } finally {
                  log.add("inner");
                }
              } finally {
                log.add("outer");
              }
            });
    g.switchTo();
    assertInstanceOf(GreenletExit.class, g.raise());
    assertEquals(List.of("inner", "outer"), log);
  }

  @Test
  void g34_switchInsideFinally_keepsThePendingException() {
    Greenlet g =
        new Greenlet(
            () -> {
              try {
                main.switchTo();
              } finally {
                log.add(main.switchTo("in finally"));
              }
            });
    g.switchTo();
    assertEquals("in finally", g.raise(new ArithmeticException("pending")));
    assertFalse(g.isDead());
    assertEquals(
        "pending", assertThrows(ArithmeticException.class, () -> g.switchTo(1)).getMessage());
    assertTrue(g.isDead());
    assertEquals(List.of(1), log);
  }

  @Test
  void g35_exit_mayBeCaught() {
    Greenlet returning =
        new Greenlet(
            first -> {
              try {
                return main.switchTo();
              } catch (GreenletExit e) {
                return "returned";
              }
            });
    returning.switchTo();
    assertEquals("returned", returning.raise());
    Greenlet living =
        new Greenlet(
            first -> {
              try {
                main.switchTo();
              } catch (GreenletExit e) {
                log.add("no");
              }
              return main.switchTo("still here");
            });
    living.switchTo();
    assertEquals("still here", living.raise());
    assertFalse(living.isDead());
    assertEquals("bye", living.switchTo("bye"));
  }

  private Greenlet suspendedWithFinally(Runnable last) {
    Greenlet[] self = new Greenlet[1];
    self[0] =
        new Greenlet(
            () -> {
              Greenlet me = self[0]; // a self-reference, in the frame
              try {
                main.switchTo();
              } finally {
                log.add("parent is the dropper: " + (me.parent().orElseThrow() == main));
                last.run();
              }
            },
            new Greenlet(() -> {}));
    self[0].switchTo();
    return self[0];
  }

  private void awaitCleanUp(int entries) throws Exception {
    for (int i = 0; i < 200 && log.size() < entries; i++) {
      Collector.collect();
      GreenletHandle.closeAbandoned();
    }
    assertEquals(entries, log.size(), log::toString);
  }

  private void makeHandleAndLoseIt(Greenlet greenlet) {
    assertNotNull(new GreenletHandle(greenlet).greenlet());
  }

  @Test
  void g36_lostHandle_raisesExitAtTheNextSwitch() throws Exception {
    Greenlet g = suspendedWithFinally(() -> {});
    Greenlet parent = g.parent().orElseThrow();
    makeHandleAndLoseIt(g);
    awaitCleanUp(1);
    assertEquals(List.of("parent is the dropper: true"), log);
    assertTrue(g.isDead());
    assertSame(parent, g.parent().orElseThrow());
    assertFalse(parent.isDead());
  }

  @Test
  void g37_otherExceptionDuringCleanUp_goesToTheUncaughtHandler() throws Exception {
    makeHandleAndLoseIt(
        suspendedWithFinally(
            () -> {
              throw new ArithmeticException("in clean-up");
            }));
    Thread thread = Thread.currentThread();
    Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
    thread.setUncaughtExceptionHandler((t, e) -> log.add(e.getMessage()));
    try {
      awaitCleanUp(2);
    } finally {
      thread.setUncaughtExceptionHandler(before);
    }
    assertEquals("in clean-up", log.get(1));
  }

  @Test
  void g38_greenletThatCatchesTheExit_livesOn() throws Exception {
    Greenlet g =
        new Greenlet(
            first -> {
              try {
                return main.switchTo();
              } catch (GreenletExit e) {
                log.add("resurrected");
                return main.switchTo();
              }
            });
    g.switchTo();
    makeHandleAndLoseIt(g);
    awaitCleanUp(1);
    assertFalse(g.isDead());
    assertEquals("still switchable", g.switchTo("still switchable"));
  }

  @Test
  void g39_selfReferringGreenlets_areSimplyCollected() throws Exception {
    int count = 100_000;
    long before = usedHeap();
    WeakReference<Greenlet> one = null;
    for (int i = 0; i < count; i++) {
      byte[] ballast = new byte[10_000]; // a gigabyte in all
      Greenlet[] self = new Greenlet[1];
      self[0] =
          new Greenlet(
              () -> {
                Greenlet me = self[0];
                main.switchTo();
                log.add(me.toString() + ballast.length);
              });
      self[0].switchTo();
      one = new WeakReference<>(self[0]);
    }
    for (int i = 0; i < 100 && one.get() != null; i++) {
      Collector.collect();
    }
    assertNull(one.get());
    long growth = usedHeap() - before;
    assertTrue(growth < 20_000_000, () -> growth + " bytes");
    assertTrue(log.isEmpty());
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void g40_handleLostOnAnotherThread_isCleanedUpByTheOwner() throws Exception {
    Greenlet[] held = new Greenlet[1];
    held[0] =
        new Greenlet(
            () -> {
              try {
                main.switchTo();
              } finally {
                log.add(Thread.currentThread());
              }
            });
    held[0].switchTo();
    AtomicReference<GreenletHandle> handle = new AtomicReference<>(new GreenletHandle(held[0]));
    onThread(
        "loses it",
        () -> {
          assertNotNull(handle.getAndSet(null));
          System.gc();
        });
    assertTrue(log.isEmpty());
    awaitCleanUp(1);
    assertSame(Thread.currentThread(), log.get(0));
  }

  @Test
  void g41_threadExit_endsTheGreenletsOfAScope() throws Exception {
    onThread(
        "exits",
        () -> {
          Greenlet here = Greenlet.current();
          try (GreenletScope scope = GreenletScope.open()) {
            Greenlet g =
                new Greenlet(
                    () -> {
                      try {
                        here.switchTo();
                      } finally {
                        log.add("finally on " + Thread.currentThread().getName());
                      }
                    });
            g.switchTo();
            assertNotNull(scope);
          }
        });
    assertEquals(List.of("finally on exits"), log);
  }

  /** Runs in a JVM of its own: exits with a suspended greenlet. */
  static final class ExitsSuspended {
    public static void main(String[] arguments) {
      Greenlet main = Greenlet.current();
      Greenlet g =
          new Greenlet(
              () -> {
                try {
                  main.switchTo();
                } finally {
                  System.out.println("finally");
                }
              });
      g.switchTo();
      System.out.println(g.isActive());
    }
  }

  @Test
  void g42_processExitWithSuspendedGreenlets_isQuiet() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("-javaagent:"))
        .forEach(command::add);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), ExitsSuspended.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, process.waitFor(), output);
    // The agent notes that this program has no class for the include= of the tests.
    assertEquals(
        List.of("true"), output.lines().filter(l -> !l.startsWith("weft: no class")).toList());
  }

  @Test
  void g43_weakReferences_toDeadAndUnstartedOnesClear() throws Exception {
    List<WeakReference<Greenlet>> references = new ArrayList<>();
    references.add(new WeakReference<>(new Greenlet(() -> {})));
    Greenlet ran = new Greenlet(() -> {});
    ran.switchTo();
    references.add(new WeakReference<>(ran));
    ran = null;
    for (int i = 0; i < 100 && references.stream().anyMatch(r -> r.get() != null); i++) {
      Collector.collect();
    }
    assertTrue(references.stream().allMatch(r -> r.get() == null));
  }
}
