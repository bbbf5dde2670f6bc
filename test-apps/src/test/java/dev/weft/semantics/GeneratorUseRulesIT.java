package dev.weft.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * The rules P16 to P25 of Python's generators by number: how they delegate to one another (PEP
 * 380), are left, shared and put to use. Where Weft differs from Python the test says what it does
 * instead; docs/python-to-weft.md says why.
 */
class GeneratorUseRulesIT extends GeneratorFixture {
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
}
