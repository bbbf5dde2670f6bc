package dev.weft.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.generator.Generator;
import dev.weft.generator.GeneratorExit;
import java.io.IOException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * The rules P1 to P15 of Python's generators (PEP 342 and 479), one test each by number; the others
 * are in {@link GeneratorUseRulesIT}. Where Weft differs from Python the test says what it does
 * instead; docs/python-to-weft.md says why.
 */
class GeneratorRulesIT extends GeneratorFixture {
  @Test
  void p1_create_runsNothing_statesInOrder() {
    AtomicReference<Generator<Integer, Void, Void>> self = new AtomicReference<>();
    Generator<Integer, Void, Void> g =
        Generator.of(
            yielder -> {
              log.add(self.get().state());
              yielder.yieldValue(1);
            });
    self.set(g);
    assertEquals(Generator.State.CREATED, g.state());
    assertEquals(List.of(), log);
    g.next();
    assertEquals(List.of(Generator.State.RUNNING), log);
    assertEquals(Generator.State.SUSPENDED, g.state());
    assertFalse(g.hasNext());
    assertEquals(Generator.State.CLOSED, g.state());
  }

  @Test
  void p2_next_sendsNull_sendSendsValue() {
    Generator<Integer, String, Void> g =
        Generator.of(
            yielder -> {
              log.add(String.valueOf(yielder.yieldValue(1)));
              log.add(String.valueOf(yielder.yieldValue(2)));
              log.add(String.valueOf(yielder.yieldValue(3)));
            });
    assertEquals(1, g.send(null));
    assertEquals(2, g.next());
    assertEquals(3, g.send("x"));
    assertThrows(NoSuchElementException.class, () -> g.send("y"));
    assertEquals(List.of("null", "x", "y"), log);
  }

  @Test
  void p3_send_toJustStarted_refusedAndStillStartable() {
    Generator<Integer, String, Void> g = Generator.of(yielder -> yielder.yieldValue(1));
    String message = assertThrows(IllegalStateException.class, () -> g.send("early")).getMessage();
    assertTrue(message.startsWith("cannot send a value to a just-started generator"), message);
    assertTrue(message.contains("call next() first"), message);
    assertEquals(1, g.next());
  }

  @Test
  void p4_return_endsWithResult_forever() {
    Generator<Integer, Void, String> g =
        new Generator<>(
            yielder -> {
              yielder.yieldValue(1);
              return "value";
            });
    g.next();
    assertThrows(IllegalStateException.class, g::result);
    String message = assertThrows(NoSuchElementException.class, g::next).getMessage();
    assertTrue(message.contains("result() has what the body returned"), message);
    assertEquals("value", g.result());
    assertThrows(NoSuchElementException.class, g::next);
    assertFalse(g.hasNext());
  }

  @Test
  void p5_raise_atTheYield_nextValueOrEnd() {
    Generator<String, Void, String> g =
        new Generator<>(
            yielder -> {
              try {
                yielder.yieldValue("first");
              } catch (Exception e) {
                log.add(e.getMessage());
              }
              try {
                yielder.yieldValue("second");
              } catch (Exception e) {
                log.add(e.getMessage());
              }
              return "done";
            });
    g.next();
    assertEquals("second", g.raise(new IOException("a")));
    assertThrows(NoSuchElementException.class, () -> g.raise(new IOException("b")));
    assertEquals("done", g.result());
    assertEquals(List.of("a", "b"), log);
  }

  @Test
  void p6_raise_onUnstarted_thrownToCaller_bodyNeverRuns() {
    Generator<Integer, Void, Void> g = Generator.of(yielder -> log.add("ran"));
    IOException exception = new IOException();
    assertSame(exception, assertThrows(IOException.class, () -> g.raise(exception)));
    assertEquals(Generator.State.CLOSED, g.state());
    assertFalse(g.hasNext());
    assertEquals(List.of(), log);
  }

  @Test
  void p7_raise_onFinished_thrownToCaller() {
    Generator<Integer, Void, Void> g = Generator.of(yielder -> {});
    assertFalse(g.hasNext());
    assertThrows(IOException.class, () -> g.raise(new IOException()));
    assertThrows(NoSuchElementException.class, () -> g.raise(new NoSuchElementException()));
  }

  @Test
  void p8_close_runsFinally_twiceOk_unstartedNeverRuns() {
    Generator<Integer, Void, Void> g =
        Generator.of(
            yielder -> {
              try {
                yielder.yieldValue(1);
              } finally {
                log.add("finally");
              }
            });
    g.next();
    g.close();
    g.close();
    assertEquals(List.of("finally"), log);
    assertEquals(Generator.State.CLOSED, g.state());
    Generator<Integer, Void, Void> unstarted = Generator.of(yielder -> log.add("ran"));
    unstarted.close();
    assertFalse(unstarted.hasNext());
    assertEquals(List.of("finally"), log);
  }

  @Test
  void p9_close_bodyYieldsAgain_refused() {
    Generator<Integer, Void, Void> inHandler =
        Generator.of(
            yielder -> {
              try {
                yielder.yieldValue(1);
              } catch (GeneratorExit exit) {
                yielder.yieldValue(2);
              }
            });
    inHandler.next();
    String message = assertThrows(IllegalStateException.class, inHandler::close).getMessage();
    assertTrue(message.startsWith("generator ignored GeneratorExit"), message);
    Generator<Integer, Void, Void> inFinally =
        Generator.of(
            yielder -> {
              try {
                yielder.yieldValue(1);
              } finally {
                yielder.yieldValue(2);
              }
            });
    inFinally.next();
    assertThrows(IllegalStateException.class, inFinally::close);
    assertEquals(Generator.State.SUSPENDED, inFinally.state());
    inFinally.close();
  }

  @Test
  void p10_close_otherExceptionPropagates_exitAndReturnSwallowed() {
    Generator<Integer, Void, Void> throwing =
        Generator.of(
            yielder -> {
              try {
                yielder.yieldValue(1);
              } finally {
                failing("clean-up");
              }
            });
    throwing.next();
    assertEquals("clean-up", assertThrows(IOException.class, throwing::close).getMessage());
    Generator<Integer, Void, Void> ownExit =
        Generator.of(
            yielder -> {
              try {
                yielder.yieldValue(1);
              } catch (GeneratorExit exit) {
                throw new GeneratorExit();
              }
            });
    ownExit.next();
    ownExit.close();
    assertEquals(Generator.State.CLOSED, ownExit.state());
  }

  @Test
  void p11_closeAndGet_bodyReturns_givesTheValue() {
    Generator<Integer, Void, String> g =
        new Generator<>(
            yielder -> {
              try {
                yielder.yieldValue(1);
              } catch (GeneratorExit exit) {
                return "partial";
              }
              return "whole";
            });
    g.next();
    assertEquals(Optional.of("partial"), g.closeAndGet());
    assertEquals(Optional.empty(), g.closeAndGet());
    assertEquals("partial", g.result());
  }

  @Test
  void p12_generatorExit_isNoException() {
    assertFalse(Exception.class.isAssignableFrom(GeneratorExit.class));
    assertEquals(0, new GeneratorExit().getStackTrace().length);
    Generator<Integer, Void, Void> g =
        Generator.of(
            yielder -> {
              try {
                yielder.yieldValue(1);
              } catch (Exception e) {
                log.add(e);
              }
            });
    g.next();
    g.close();
    assertEquals(List.of(), log);
  }

  @Test
  void p13_noSuchElement_escapingTheBody_isWrapped() {
    Generator<Integer, Void, Void> bareNext =
        Generator.of(yielder -> yielder.yieldValue(List.<Integer>of().iterator().next()));
    assertWrapped(bareNext::next);
    assertEquals(Generator.State.CLOSED, bareNext.state());
    Generator<Integer, Void, Void> raised = Generator.of(yielder -> yielder.yieldValue(1));
    raised.next();
    assertWrapped(() -> raised.raise(new NoSuchElementException()));
    Generator<Integer, Void, Void> unstarted = Generator.of(yielder -> yielder.yieldValue(1));
    assertWrapped(() -> unstarted.raise(new NoSuchElementException()));
  }

  private static void assertWrapped(Executable executable) {
    IllegalStateException wrapped = assertThrows(IllegalStateException.class, executable);
    assertTrue(wrapped.getMessage().startsWith("generator raised NoSuchElementException"));
    assertInstanceOf(NoSuchElementException.class, wrapped.getCause());
  }

  @Test
  void p14_drive_fromOwnBody_alreadyExecuting() {
    AtomicReference<Generator<Integer, String, Void>> self = new AtomicReference<>();
    Generator<Integer, String, Void> g =
        Generator.of(
            yielder -> {
              Generator<Integer, String, Void> me = self.get();
              assertExecuting(me::next);
              assertExecuting(me::hasNext);
              assertExecuting(() -> me.send("x"));
              assertExecuting(me::close);
              assertExecuting(() -> me.raise(new IOException()));
              try {
                me.next(); // from woven code too
              } catch (IllegalStateException e) {
                log.add(e.getMessage());
              }
              try {
                yielder.yieldFrom(me);
              } catch (IllegalStateException e) {
                log.add(e.getMessage());
              }
              yielder.yieldValue(1);
            });
    self.set(g);
    assertEquals(1, g.next());
    assertEquals(2, log.size());
    assertTrue(log.stream().allMatch(m -> m.toString().startsWith("generator already executing")));
  }

  @Test
  void p15_uncaughtException_finishesTheGenerator() {
    Generator<Integer, Void, Void> g =
        Generator.of(
            yielder -> {
              yielder.yieldValue(1);
              failing("checked");
            });
    g.next();
    assertEquals("checked", assertThrows(IOException.class, g::next).getMessage());
    assertThrows(NoSuchElementException.class, g::next);
    assertEquals(Generator.State.CLOSED, g.state());
    assertThrows(IllegalStateException.class, g::result);
  }

  private static void failing(String message) throws IOException {
    throw new IOException(message);
  }
}
