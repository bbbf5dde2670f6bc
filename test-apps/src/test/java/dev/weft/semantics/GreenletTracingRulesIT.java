package dev.weft.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.greenlet.Greenlet;
import dev.weft.greenlet.GreenletTracer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules G44 to G48 of SEMANTICS.md, and G58: tracing. */
class GreenletTracingRulesIT {
  private final Greenlet main = Greenlet.current();
  private final List<Object> log = new ArrayList<>();

  @AfterEach
  void stopTracing() {
    Greenlet.clearTracer();
  }

  private String name(Greenlet greenlet) {
    return greenlet == main ? "main" : "child";
  }

  private GreenletTracer recorder() {
    return (event, origin, target) -> {
      assertSame(target, Greenlet.current());
      log.add(event + " " + name(origin) + ">" + name(target));
    };
  }

  @Test
  void g44_tracer_seesSwitchesAndTheOneAtDeath() {
    GreenletTracer tracer = recorder();
    assertTrue(Greenlet.setTracer(tracer).isEmpty());
    assertSame(tracer, Greenlet.tracer().orElseThrow());
    new Greenlet(() -> {}).switchTo();
    Greenlet failing =
        new Greenlet(
            () -> {
              throw new ArithmeticException();
            });
    assertThrows(ArithmeticException.class, failing::switchTo);
    assertSame(tracer, Greenlet.clearTracer().orElseThrow());
    assertTrue(Greenlet.tracer().isEmpty());
    assertEquals(
        List.of("SWITCH main>child", "SWITCH child>main", "SWITCH main>child", "THROW child>main"),
        log);
  }

  @Test
  void g45_death_byExceptionIsThrowByExitIsSwitch() {
    Greenlet g = new Greenlet(first -> main.switchTo());
    g.switchTo();
    Greenlet other = new Greenlet(first -> main.switchTo());
    other.switchTo();
    Greenlet.setTracer(recorder());
    g.raise();
    assertThrows(ArithmeticException.class, () -> other.raise(new ArithmeticException()));
    assertEquals(
        List.of("THROW main>child", "SWITCH child>main", "THROW main>child", "THROW child>main"),
        log);
  }

  @Test
  void g46_tracerThatThrows_isSwitchedOffAndFailsTheTarget() {
    Greenlet g =
        new Greenlet(
            first -> {
              try {
                return main.switchTo();
              } catch (Exception e) {
                return "target got " + e;
              }
            });
    g.switchTo();
    Greenlet.setTracer(
        (event, origin, target) -> {
          throw new IOException("from the tracer");
        });
    assertEquals("target got java.io.IOException: from the tracer", g.switchTo());
    assertTrue(Greenlet.tracer().isEmpty());
  }

  @Test
  void g47_tracerThatSwitches_losesNoPayload() {
    Greenlet g = new Greenlet(first -> "got " + first + main.switchTo("out"));
    boolean[] inside = {false};
    GreenletTracer tracer =
        (event, origin, target) -> {
          if (target == g && !inside[0]) {
            inside[0] = true;
            log.add(main.switchTo("from the tracer"));
            inside[0] = false;
          }
        };
    Greenlet.setTracer(tracer);
    assertSame(tracer, Greenlet.setTracer(tracer).orElseThrow(), "the same one twice");
    assertEquals("from the tracer", g.switchTo("payload"));
    assertEquals("out", g.switchTo("for the tracer"));
    assertEquals("from the tracer", g.switchTo("!"));
    assertEquals("got payload!", g.switchTo("again"));
    assertEquals(List.of("for the tracer", "again"), log);
  }

  @Test
  void g48_profilerState_isTheJvmsBusiness() {
    // Java has no per-thread profile function that a switch would have to save: the stack that any
    // profiler samples is that of the running greenlet, above the plain code of its thread.
    Greenlet g = new Greenlet(first -> Thread.currentThread().getStackTrace());
    String stack = Arrays.toString((StackTraceElement[]) g.switchTo());
    assertTrue(stack.contains("g48_profilerState_isTheJvmsBusiness"), stack);
  }

  @Test
  void g58_switchWhileBeingStarted_losesNothing() {
    Greenlet g = new Greenlet(first -> "started with " + first);
    boolean[] first = {true};
    Greenlet.setTracer(
        (event, origin, target) -> {
          if (target == g && first[0]) {
            first[0] = false;
            log.add(main.switchTo("away before the body ran"));
          }
        });
    assertEquals("away before the body ran", g.switchTo(1));
    assertTrue(g.isActive());
    assertEquals("started with 1", g.switchTo(2));
    assertEquals(List.of(2), log);
  }
}
