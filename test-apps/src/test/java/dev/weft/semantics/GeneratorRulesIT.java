package dev.weft.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.generator.Generator;
import dev.weft.generator.GeneratorExit;
import dev.weft.generator.Yielder;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * The rules P1 to P25 of Python's generators (PEP 342, 380 and 479), one test each by number. Where
 * Weft differs from Python the test says what it does instead; docs/python-to-weft.md says why.
 */
class GeneratorRulesIT {
  private final List<Object> log = new ArrayList<>();

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

  private static void assertExecuting(Executable executable) {
    String message = assertThrows(IllegalStateException.class, executable).getMessage();
    assertTrue(message.startsWith("generator already executing"), message);
    assertTrue(message.contains(GeneratorRulesIT.class.getName()), message);
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

  @Test
  void p16_yieldFrom_nextSendRaiseGoToInner_resultComesBack() {
    Generator<String, String, String> inner =
        new Generator<>(
            yielder -> {
              log.add(yielder.yieldValue("one"));
              try {
                yielder.yieldValue("two");
              } catch (Exception e) {
                log.add(e.getMessage());
              }
              yielder.yieldValue("three");
              return "inner result";
            });
    Generator<String, String, String> outer =
        new Generator<>(yielder -> "outer has " + yielder.yieldFrom(inner));
    assertEquals("one", outer.next());
    assertEquals("two", outer.send("sent"));
    assertEquals("three", outer.raise(new IOException("raised")));
    assertFalse(outer.hasNext());
    assertEquals("outer has inner result", outer.result());
    assertEquals("inner result", inner.result());
    assertEquals(List.of("sent", "raised"), log);
  }

  @Test
  void p17_yieldAll_plainIterator_cannotBeSentTo() {
    Generator<Integer, String, Void> g =
        Generator.of(
            yielder -> {
              yielder.yieldAll(List.of(1, 2));
              try {
                yielder.yieldAll(List.of(3, 4).iterator());
              } catch (UnsupportedOperationException e) {
                log.add(e.getMessage());
              }
              yielder.yieldValue(5);
            });
    assertEquals(1, g.next());
    assertEquals(2, g.next());
    assertEquals(3, g.next());
    assertEquals(5, g.send("x"));
    assertTrue(log.get(0).toString().startsWith("a value was sent to a generator that delegates"));
  }

  @Test
  void p18_closeOuter_closesInnerFirst() {
    for (boolean byRaise : new boolean[] {false, true}) {
      log.clear();
      Generator<Integer, Void, Void> inner = withFinally("inner", Yielder::yieldValue);
      Generator<Integer, Void, Void> outer =
          withFinally("outer", (yielder, value) -> yielder.yieldFrom(inner));
      outer.next();
      if (byRaise) {
        GeneratorExit exit = new GeneratorExit();
        assertSame(exit, assertThrows(GeneratorExit.class, () -> outer.raise(exit)));
      } else {
        outer.close();
      }
      assertEquals(List.of("inner finally", "outer finally"), log);
      assertEquals(Generator.State.CLOSED, inner.state());
    }
  }

  /** What stands in the {@code try} of a body. */
  @Suspendable
  private interface Attempt {
    void make(Yielder<Integer, Void> yielder, int value) throws Exception;
  }

  private Generator<Integer, Void, Void> withFinally(String name, Attempt attempt) {
    return Generator.of(
        yielder -> {
          try {
            attempt.make(yielder, 1);
          } finally {
            log.add(name + " finally");
          }
        });
  }

  @Test
  void p19_raise_innerCatches_outerSeesItsNextYield() {
    Generator<String, Void, Void> inner =
        Generator.of(
            yielder -> {
              try {
                yielder.yieldValue("first");
              } catch (Exception e) {
                yielder.yieldValue("caught " + e.getMessage());
              }
            });
    Generator<String, Void, Void> outer =
        Generator.of(
            yielder -> {
              yielder.yieldFrom(inner);
              yielder.yieldValue("outer goes on");
            });
    assertEquals("first", outer.next());
    assertEquals("caught x", outer.raise(new IOException("x")));
    assertEquals("outer goes on", outer.next());
  }

  @Test
  void p20_innerDrivenByOthers_outerGoesOn() {
    Generator<Integer, Void, String> inner =
        new Generator<>(
            yielder -> {
              for (int i = 0; i < 5; i++) {
                yielder.yieldValue(i);
              }
              return "result";
            });
    Generator<Integer, Void, Void> outer =
        Generator.of(
            yielder -> {
              log.add(String.valueOf(yielder.yieldFrom(inner)));
              yielder.yieldValue(-1);
            });
    assertEquals(0, outer.next());
    assertEquals(1, inner.next());
    assertEquals(2, outer.next());
    assertEquals(3, inner.next());
    assertEquals(4, inner.next());
    assertFalse(inner.hasNext());
    assertEquals(-1, outer.next());
    assertEquals(List.of("null"), log);
  }

  @Test
  void p21_unreachableSuspended_isCollectedWithoutFinally() {
    WeakReference<Generator<Integer, Void, Void>> abandoned = new WeakReference<>(suspended());
    for (int i = 0; i < 1_000 && abandoned.get() != null; i++) {
      System.gc();
    }
    assertNull(abandoned.get());
    assertEquals(List.of(), log);
  }

  private Generator<Integer, Void, Void> suspended() {
    Generator<Integer, Void, Void> g = withFinally("lost", Yielder::yieldValue);
    g.next();
    return g;
  }

  @Test
  void p22_break_leavesItSuspended_tryWithResourcesCloses() {
    try (Generator<Integer, Void, Void> g = withFinally("kept", Yielder::yieldValue)) {
      for (int value : g.iterable()) {
        log.add(value);
        break;
      }
      assertEquals(Generator.State.SUSPENDED, g.state());
      assertEquals(List.of(1), log);
    }
    assertEquals(List.of(1, "kept finally"), log);
  }

  @Test
  void p23_pushPipeline_primeSendClose() {
    Generator<Void, String, Void> sink =
        Generator.of(
            yielder -> {
              try {
                for (; ; ) {
                  log.add(yielder.yieldValue(null));
                }
              } finally {
                log.add("sink closed");
              }
            });
    Generator<Void, String, Void> upperCase =
        Generator.of(
            yielder -> {
              try {
                for (; ; ) {
                  sink.send(yielder.yieldValue(null).toUpperCase(Locale.ROOT));
                }
              } finally {
                sink.close();
              }
            });
    sink.next();
    upperCase.next();
    upperCase.send("a");
    upperCase.send("b");
    upperCase.close();
    assertEquals(List.of("A", "B", "sink closed"), log);
  }

  @Test
  void p23_contextManager_exceptionAtTheYield_maySwallow() {
    Generator<String, Void, Void> context =
        Generator.of(
            yielder -> {
              log.add("enter");
              try {
                yielder.yieldValue("resource");
              } catch (Exception e) {
                log.add("swallowed " + e.getMessage());
              } finally {
                log.add("exit");
              }
            });
    assertEquals("resource", context.next());
    assertThrows(NoSuchElementException.class, () -> context.raise(new IOException("x")));
    assertEquals(List.of("enter", "swallowed x", "exit"), log);
  }

  @Test
  void p24_threads_oneAtATime_concurrentIsRefused() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Generator<Long, Void, Void> g =
        Generator.of(
            yielder -> {
              yielder.yieldValue(Thread.currentThread().getId());
              entered.countDown();
              goOn.await();
              yielder.yieldValue(Thread.currentThread().getId());
            });
    assertEquals(Thread.currentThread().getId(), g.next());
    AtomicReference<Long> second = new AtomicReference<>();
    Thread other = new Thread(() -> second.set(g.next()));
    other.start();
    entered.await();
    assertExecuting(g::next);
    assertExecuting(g::close);
    assertEquals(0, g.stackTrace().length);
    goOn.countDown();
    other.join();
    assertEquals(other.getId(), second.get());
    assertFalse(g.hasNext());
  }

  @Test
  void p25_infinite_isLazy() {
    Generator<Integer, Void, Void> naturals =
        Generator.of(
            yielder -> {
              for (int i = 0; ; i++) {
                log.add(i);
                yielder.yieldValue(i);
              }
            });
    assertEquals(List.of(0, 1, 2), naturals.stream().limit(3).toList());
    assertEquals(List.of(0, 1, 2), log);
    Iterator<String> names = List.of("a", "b").iterator();
    List<String> zipped = new ArrayList<>();
    while (names.hasNext()) {
      zipped.add(names.next() + naturals.next());
    }
    assertEquals(List.of("a3", "b4"), zipped);
  }

  private static void failing(String message) throws IOException {
    throw new IOException(message);
  }
}
