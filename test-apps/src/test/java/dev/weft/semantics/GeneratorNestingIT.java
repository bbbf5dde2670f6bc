package dev.weft.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.continuation.Continuation;
import dev.weft.continuation.ContinuationScope;
import dev.weft.generator.Generator;
import dev.weft.generator.GeneratorExit;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Generators with other coroutines around them and inside, and with closeable iterators. */
class GeneratorNestingIT extends GeneratorFixture {
  private static final ContinuationScope TASK = new ContinuationScope("task");

  @Test
  void task_suspendsInsideABodyItDrives_bothGoOn() {
    Generator<Integer, Void, Void> g =
        Generator.of(
            yielder -> {
              for (int i = 0; i < 3; i++) {
                log.add("before " + i);
                Continuation.suspend(TASK);
                yielder.yieldValue(i);
              }
            });
    Continuation task =
        new Continuation(
            TASK,
            () -> {
              for (int value : g.iterable()) {
                log.add("got " + value);
              }
            });
    task.run();
    assertEquals(Generator.State.RUNNING, g.state());
    String message = assertThrows(IllegalStateException.class, g::next).getMessage();
    assertTrue(message.startsWith("generator already executing"), message);
    while (!task.isDone()) {
      log.add("-");
      task.run();
    }
    assertEquals(
        List.of("before 0", "-", "got 0", "before 1", "-", "got 1", "before 2", "-", "got 2"), log);
  }

  @Test
  void task_suspendsInEveryOperation_resultIsRight() {
    Continuation task =
        new Continuation(
            TASK,
            () -> {
              Generator<String, String, String> g =
                  new Generator<>(
                      yielder -> {
                        try {
                          pause();
                          String sent = yielder.yieldValue("a");
                          pause();
                          try {
                            yielder.yieldValue("b " + sent);
                          } catch (Exception e) {
                            pause();
                            yielder.yieldValue("c " + e.getMessage());
                          }
                          return "never";
                        } catch (GeneratorExit exit) {
                          pause();
                          return "closed";
                        }
                      });
              log.add(g.hasNext());
              log.add(g.next());
              log.add(g.send("x"));
              log.add(g.raise(new IOException("y")));
              log.add(g.closeAndGet());
              Generator<Integer, Void, Void> second =
                  Generator.of(
                      yielder -> {
                        try {
                          yielder.yieldValue(1);
                        } finally {
                          pause();
                        }
                      });
              second.next();
              second.close();
              log.add(second.state());
              Generator<Integer, Void, Void> third = range(0, 2);
              third.forEachRemaining(
                  value -> {
                    log.add(value);
                  });
            });
    int runs = 0;
    while (!task.isDone()) {
      task.run();
      runs++;
    }
    assertEquals(6, runs);
    assertEquals(
        List.of(true, "a", "b x", "c y", Optional.of("closed"), Generator.State.CLOSED, 0, 1), log);
  }

  @Suspendable
  private static void pause() {
    Continuation.suspend(TASK);
  }

  @Test
  void continuationInsideABody_yieldsThroughIt() {
    ContinuationScope inner = new ContinuationScope("inner");
    Generator<String, String, Void> g =
        Generator.of(
            yielder -> {
              Continuation continuation =
                  new Continuation(
                      inner,
                      () -> {
                        log.add(yielder.yieldValue("one"));
                        Continuation.suspend(inner);
                        log.add(yielder.yieldValue("two"));
                      });
              continuation.run();
              yielder.yieldValue("between");
              continuation.run();
            });
    assertEquals("one", g.next());
    assertEquals("between", g.send("1"));
    assertEquals("two", g.next());
    assertFalse(g.hasNext());
    assertEquals(2, log.size());
    assertEquals("1", log.get(0));
    assertNull(log.get(1));
  }

  @Test
  void yieldFrom_insideAContinuationInTheBody_isRelayedExactly() {
    ContinuationScope scope = new ContinuationScope("inner");
    Generator<String, String, String> child =
        new Generator<>(
            yielder -> {
              try {
                log.add(yielder.yieldValue("a"));
                try {
                  yielder.yieldValue("b");
                } catch (Exception e) {
                  yielder.yieldValue("caught");
                }
              } finally {
                log.add("child finally");
              }
              return "r";
            });
    Generator<String, String, Void> g =
        Generator.of(
            yielder ->
                new Continuation(scope, () -> log.add("result " + yielder.yieldFrom(child))).run());
    assertEquals("a", g.next());
    assertEquals("b", g.send("sent"));
    assertEquals("caught", g.raise(new IOException()));
    assertFalse(g.hasNext());
    assertEquals(List.of("sent", "child finally", "result r"), log);
  }

  @Test
  void close_whileRelaying_closesTheChildFirst() {
    Generator<Integer, Void, Void> child =
        Generator.of(
            yielder -> {
              try {
                yielder.yieldValue(1);
              } finally {
                log.add("child");
              }
            });
    Generator<Integer, Void, Void> g =
        Generator.of(
            yielder -> {
              try {
                new Continuation(new ContinuationScope("s"), () -> yielder.yieldFrom(child)).run();
              } finally {
                log.add("outer");
              }
            });
    g.next();
    g.close();
    assertEquals(List.of("child", "outer"), log);
  }

  @Test
  void yieldAll_closeableIterator_isClosed() {
    class Closeable implements java.util.Iterator<Integer>, AutoCloseable {
      @Override
      public boolean hasNext() {
        return true;
      }

      @Override
      public Integer next() {
        return 7;
      }

      @Override
      public void close() {
        log.add("closed");
      }
    }

    Generator<Integer, Void, Void> g = Generator.of(yielder -> yielder.yieldAll(new Closeable()));
    assertEquals(7, g.next());
    g.close();
    assertEquals(List.of("closed"), log);
  }
}
