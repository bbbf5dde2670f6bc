package dev.weft.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.continuation.PinnedException;
import dev.weft.generator.Generator;
import dev.weft.generator.Yielder;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What generators do beyond the numbered rules: look-ahead, depth, traces, messages. */
class GeneratorIT extends GeneratorFixture {
  // ---- values and look-ahead -----------------------------------------------------------------

  @Test
  void nulls_yieldedSentReturned_areValues() {
    Generator<String, String, String> g =
        new Generator<>(
            yielder -> {
              log.add(String.valueOf(yielder.yieldValue(null)));
              yielder.yieldValue("x");
              return null;
            });
    assertTrue(g.hasNext());
    assertNull(g.next());
    assertEquals("x", g.send(null));
    assertFalse(g.hasNext());
    assertNull(g.result());
    assertEquals(List.of("null"), log);
  }

  @Test
  void nullLookAhead_ofAChild_isTheFirstValueOfWhoDelegates() {
    Generator<String, Void, Void> child =
        Generator.of(
            yielder -> {
              yielder.yieldValue(null);
              yielder.yieldValue("x");
            });
    assertTrue(child.hasNext());
    Generator<String, Void, Void> root = Generator.of(yielder -> yielder.yieldFrom(child));
    assertTrue(root.hasNext());
    assertNull(root.next());
    assertEquals("x", root.next());
    assertFalse(root.hasNext());
  }

  @Test
  void send_unreadLookAhead_refusedByName() {
    Generator<Integer, String, Void> g =
        Generator.of(
            yielder -> {
              yielder.yieldValue(1);
              yielder.yieldValue(2);
            });
    assertTrue(g.hasNext());
    String message = assertThrows(IllegalStateException.class, () -> g.send("x")).getMessage();
    assertTrue(message.contains("GeneratorIT"), message);
    assertTrue(message.contains("read that value with next() first"), message);
    assertEquals(1, g.next());
    assertEquals(2, g.send("x"));
  }

  @Test
  void primitivesInTheBody_surviveEachYield() {
    Generator<String, Void, Void> g =
        Generator.of(
            yielder -> {
              long l = 1;
              double d = 0.5;
              float f = 2;
              byte b = 3;
              char c = 'a';
              for (int i = 0; i < 3; i++) {
                yielder.yieldValue(l + " " + d + " " + f + " " + b + " " + c + " " + i);
                l <<= 33;
                d /= 2;
                f *= f;
                b++;
                c++;
              }
            });
    assertEquals("1 0.5 2.0 3 a 0", g.next());
    assertEquals("8589934592 0.25 4.0 4 b 1", g.next());
    assertEquals("0 0.125 16.0 5 c 2", g.next());
  }

  @Test
  void forEachRemaining_andFor_seeTheRest() {
    Generator<Integer, Void, Void> g = range(0, 4);
    g.next();
    g.forEachRemaining(log::add);
    for (int value : range(7, 9).iterable()) {
      log.add(value);
    }
    assertEquals(List.of(1, 2, 3, 7, 8), log);
  }

  // ---- depth ---------------------------------------------------------------------------------

  @Test
  void recursion_insideOneGenerator_yieldsFromAnyDepth() {
    Generator<Integer, Void, Void> g = Generator.of(yielder -> descend(yielder, 500));
    for (int i = 500; i >= 0; i--) {
      assertEquals(i, g.next());
    }
    for (int i = 0; i <= 500; i++) {
      assertEquals(-i, g.next());
    }
    assertFalse(g.hasNext());
  }

  @Suspendable
  private static void descend(Yielder<Integer, Void> yielder, int depth) {
    yielder.yieldValue(depth);
    if (depth > 0) {
      descend(yielder, depth - 1);
    }
    yielder.yieldValue(-depth);
  }

  @Test
  void yieldFrom_thousandLevels_everyElementAndResult() {
    Generator<Integer, Void, Integer> g = nested(1_000, 5_000);
    int expected = 0;
    while (g.hasNext()) {
      assertEquals(expected++, g.next());
    }
    assertEquals(5_000, expected);
    assertEquals(1_000, g.result());
  }

  private static Generator<Integer, Void, Integer> nested(int depth, int count) {
    return new Generator<>(
        yielder -> {
          if (depth == 0) {
            for (int i = 0; i < count; i++) {
              yielder.yieldValue(i);
            }
            return 0;
          }
          return 1 + yielder.yieldFrom(nested(depth - 1, count));
        });
  }

  @Test
  void close_thousandLevels_innermostFirst() {
    Generator<Integer, Void, Void> g = closing(1_000);
    g.next();
    g.close();
    assertEquals(1_001, log.size());
    assertEquals(0, log.get(0));
    assertEquals(1_000, log.get(1_000));
  }

  private Generator<Integer, Void, Void> closing(int depth) {
    return Generator.of(
        yielder -> {
          try {
            if (depth == 0) {
              yielder.yieldValue(1);
            } else {
              yielder.yieldFrom(closing(depth - 1));
            }
          } finally {
            log.add(depth);
          }
        });
  }

  // ---- traces and messages -------------------------------------------------------------------

  @Test
  void exception_inADelegatedChild_traceIsWhole() {
    Generator<Integer, Void, Void> g = Generator.of(GeneratorIT::delegating);
    g.next();
    assertTrue(methods(g.stackTrace()).startsWith("[leaf, "), methods(g.stackTrace()));
    assertTrue(methods(g.stackTrace()).contains("delegating"), methods(g.stackTrace()));
    IOException exception = assertThrows(IOException.class, g::next);
    String trace = methods(exception.getStackTrace());
    assertTrue(trace.startsWith("[leaf, "), trace);
    assertTrue(trace.contains("delegating"), trace);
    assertTrue(trace.contains("exception_inADelegatedChild_traceIsWhole"), trace);
    assertFalse(trace.contains("resume"), trace);
  }

  @Suspendable
  private static void delegating(Yielder<Integer, Void> yielder) {
    yielder.yieldFrom(Generator.of(GeneratorIT::leaf));
  }

  @Suspendable
  private static void leaf(Yielder<Integer, Void> yielder) throws IOException {
    yielder.yieldValue(1);
    throw new IOException("leaf");
  }

  private static String methods(StackTraceElement[] trace) {
    return Arrays.stream(trace).map(StackTraceElement::getMethodName).toList().toString();
  }

  @Test
  void yieldValue_withPlainFrameBetween_isPinnedByName() {
    Generator<Integer, Void, Void> g =
        Generator.of(
            yielder -> {
              try {
                List.of(1, 2).stream().forEach(yielder::yieldValue);
              } catch (PinnedException e) {
                log.add(e.getMessage());
              }
              yielder.yieldValue(3);
            });
    assertEquals(3, g.next());
    assertTrue(log.get(0).toString().startsWith("yieldValue cannot suspend"), log.toString());
  }

  @Test
  void yieldValue_outsideItsGenerator_isRefused() {
    AtomicReference<Yielder<Integer, Void>> leaked = new AtomicReference<>();
    Generator<Integer, Void, Void> g =
        Generator.of(
            yielder -> {
              leaked.set(yielder);
              yielder.yieldValue(1);
            });
    g.next();
    for (Yielder<Integer, Void> yielder : List.of(leaked.get())) {
      String message =
          assertThrows(IllegalStateException.class, () -> yielder.yieldValue(2)).getMessage();
      assertTrue(message.startsWith("yieldValue: yield outside its generator"), message);
      Generator<Integer, Void, Void> other = Generator.of(own -> yielder.yieldValue(3));
      message = assertThrows(IllegalStateException.class, other::next).getMessage();
      assertTrue(message.startsWith("yieldValue: yield outside its generator"), message);
    }
    assertSame(Generator.State.SUSPENDED, g.state());
  }
}
