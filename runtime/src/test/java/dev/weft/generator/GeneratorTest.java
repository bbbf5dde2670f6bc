package dev.weft.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.abi.Abi;
import dev.weft.abi.FrameStack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One generator with a body woven by hand. */
class GeneratorTest extends GeneratorFixture {
  @Test
  void next_valuesAndResult_inOrder() {
    Generator<Object, Object, Object> g =
        new Script().yields(1).yields(2).returns("end").generator();
    assertEquals(Generator.State.CREATED, g.state());
    assertEquals(1, g.next());
    assertEquals(Generator.State.SUSPENDED, g.state());
    assertEquals(2, g.next());
    assertThrows(IllegalStateException.class, g::result);
    assertThrows(NoSuchElementException.class, g::next);
    assertEquals(Generator.State.CLOSED, g.state());
    assertEquals("end", g.result());
    assertThrows(NoSuchElementException.class, g::next);
  }

  @Test
  void hasNext_lookAhead_readOnceRunOnce() {
    Generator<Object, Object, Object> g = new Script().yields(null).yields(2).generator();
    assertTrue(g.hasNext());
    assertTrue(g.hasNext());
    assertNull(g.next());
    assertEquals(2, g.next());
    assertFalse(g.hasNext());
    assertFalse(g.hasNext());
  }

  @Test
  void send_values_areResultsOfYields() {
    Generator<Object, Object, Object> g =
        new Script().yields(1, this::logAndGoOn).yields(2, this::logAndGoOn).generator();
    assertThrows(IllegalStateException.class, () -> g.send("too early"));
    assertEquals(1, g.next());
    assertEquals(2, g.send("a"));
    assertThrows(NoSuchElementException.class, () -> g.send("b"));
    assertEquals(List.of("a", "b"), log);
  }

  @Test
  void send_unreadLookAhead_refused() {
    Generator<Object, Object, Object> g = new Script().yields(1).yields(2).generator();
    assertTrue(g.hasNext());
    assertThrows(IllegalStateException.class, () -> g.send("x"));
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> g.raise(new IOException("y")));
    assertEquals("y", refused.getSuppressed()[0].getMessage());
    assertEquals(1, g.next());
    assertEquals(2, g.send("x"));
  }

  @Test
  void raise_caught_yieldsNext() {
    Generator<Object, Object, Object> g =
        new Script().yields(1, this::logAndGoOn).yields(2).generator();
    g.next();
    assertEquals(2, g.raise(new IOException("in")));
    assertEquals("java.io.IOException: in", log.get(0).toString());
    IOException same = new IOException("out");
    assertSame(same, assertThrows(IOException.class, () -> g.raise(same)));
    assertEquals(Generator.State.CLOSED, g.state());
    assertSame(same, assertThrows(IOException.class, () -> g.raise(same)));
  }

  @Test
  void raise_unstarted_endsWithoutRunning() {
    Generator<Object, Object, Object> g = new Script().yields(1).generator();
    assertThrows(IOException.class, () -> g.raise(new IOException()));
    assertEquals(Generator.State.CLOSED, g.state());
    assertFalse(g.hasNext());
  }

  @Test
  void noSuchElement_leavesBody_isWrapped() {
    Generator<Object, Object, Object> g =
        new Script()
            .step(
                (yielder, stack) -> {
                  throw new NoSuchElementException("inner");
                })
            .generator();
    IllegalStateException wrapped = assertThrows(IllegalStateException.class, g::next);
    assertTrue(wrapped.getMessage().startsWith("generator raised NoSuchElementException"));
    assertEquals("inner", wrapped.getCause().getMessage());
    assertThrows(NoSuchElementException.class, g::next);
  }

  @Test
  void close_runsFinally_once() {
    Generator<Object, Object, Object> g = new Script().yields(1, this::logAndThrow).generator();
    g.next();
    g.close();
    g.close();
    assertEquals(1, log.size());
    assertTrue(log.get(0) instanceof GeneratorExit);
    assertThrows(IllegalStateException.class, g::result);
  }

  @Test
  void close_yieldsAgain_refused() {
    Generator<Object, Object, Object> g =
        new Script().yields(1, this::logAndGoOn).yields(2).returns("done").generator();
    g.next();
    IllegalStateException ignored = assertThrows(IllegalStateException.class, g::close);
    assertTrue(ignored.getMessage().startsWith("generator ignored GeneratorExit"));
    assertEquals(Generator.State.SUSPENDED, g.state());
    assertFalse(g.hasNext());
  }

  @Test
  void closeAndGet_returnedValue_isThere() {
    Script script = new Script();
    Generator<Object, Object, Object> g =
        script.yields(1, (sent, thrown) -> script.end("late")).generator();
    g.next();
    assertEquals(Optional.of("late"), g.closeAndGet());
    assertEquals(Optional.empty(), g.closeAndGet());
  }

  @Test
  void close_cleanUpThrows_isThrown() {
    Generator<Object, Object, Object> g =
        new Script()
            .yields(
                1,
                (sent, thrown) -> {
                  throw new IOException("clean-up");
                })
            .generator();
    g.next();
    assertEquals("clean-up", assertThrows(IOException.class, g::close).getMessage());
  }

  @Test
  void drive_fromOwnBody_alreadyExecuting() {
    List<Generator<Object, Object, Object>> self = new ArrayList<>();
    Script script = new Script();
    script.step(
        (yielder, stack) -> {
          Generator<Object, Object, Object> g = self.get(0);
          for (org.junit.jupiter.api.function.Executable drive :
              List.<org.junit.jupiter.api.function.Executable>of(
                  () -> g.next(stack),
                  () -> g.next(),
                  () -> g.send("x", stack),
                  () -> g.hasNext(stack),
                  () -> g.close(stack),
                  () -> g.raise(new IOException(), stack),
                  () -> yielder.yieldFrom(g, stack))) {
            String message = assertThrows(IllegalStateException.class, drive).getMessage();
            assertTrue(message.startsWith("generator already executing"), message);
          }
          assertEquals(Generator.State.RUNNING, g.state());
          return null;
        });
    self.add(script.yields("fine").generator());
    assertEquals("fine", self.get(0).next());
  }

  @Test
  void yieldValue_fromPlainCodeOrOutside_isRefused() {
    Script script = new Script();
    Generator<Object, Object, Object> g = script.yields(1).generator();
    g.next();
    FrameStack stack = FrameStack.ofCurrentThread();
    assertTrue(
        assertThrows(IllegalStateException.class, () -> script.itsYielder().yieldValue(2))
            .getMessage()
            .startsWith("yieldValue: yield outside its generator"));
    Generator<Object, Object, Object> other =
        new Script().step((yielder, k) -> script.itsYielder().yieldValue("foreign", k)).generator();
    String message = assertThrows(IllegalStateException.class, other::next).getMessage();
    assertTrue(message.startsWith("yieldValue: yield outside its generator"), message);
    assertFalse(stack.isUnwinding());
  }

  @Test
  void create_withoutAgent_isRefused() {
    assertEquals(
        Abi.AGENT_MISSING,
        assertThrows(IllegalStateException.class, () -> Generator.of(yielder -> {})).getMessage());
    assertEquals(
        Abi.AGENT_MISSING,
        assertThrows(IllegalStateException.class, () -> new Generator<>(yielder -> null))
            .getMessage());
  }

  @Test
  void stackTrace_whileSuspended_namesTheBody() {
    Generator<Object, Object, Object> g = new Script().yields(1).generator();
    assertEquals(0, g.stackTrace().length);
    g.next();
    assertEquals("[demo.Script.run(Script.java:1)]", Arrays.toString(g.stackTrace()));
    assertEquals(
        "Generator of dev.weft.generator.Script SUSPENDED at demo.Script.run:1", g.toString());
  }

  @Test
  void next_onTwoThreads_handsOver() throws Exception {
    Generator<Object, Object, Object> g = new Script().yields(1).yields(2).yields(3).generator();
    assertEquals(1, g.next());
    Thread other = new Thread(() -> log.add(g.next()));
    other.start();
    other.join();
    assertEquals(List.of(2), log);
    assertEquals(3, g.next());
  }

  @Test
  void stream_takesLazily() {
    Generator<Object, Object, Object> g = new Script().yields(1).yields(2).yields(3).generator();
    assertEquals(List.of(1, 2), g.stream().limit(2).toList());
    assertEquals(3, g.next());
    List<Object> rest = new ArrayList<>();
    for (Object value : new Script().yields("a").yields("b").generator().iterable()) {
      rest.add(value);
    }
    assertEquals(List.of("a", "b"), rest);
  }

  private int logAndGoOn(Object sent, Throwable thrown) {
    log.add(thrown == null ? sent : thrown);
    return log.size();
  }

  private int logAndThrow(Object sent, Throwable thrown) throws Throwable {
    log.add(thrown);
    throw thrown;
  }
}
