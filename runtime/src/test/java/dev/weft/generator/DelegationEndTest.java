package dev.weft.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Exceptions and closing among generators that delegate to one another, woven by hand. */
class DelegationEndTest extends GeneratorFixture {
  @Test
  void raise_innerCatches_outerSeesNextYield() {
    Generator<Object, Object, Object> child =
        new Script().yields(1, logged(1)).yields("caught").generator();
    Generator<Object, Object, Object> outer = new Script().from(child).generator();
    outer.next();
    assertEquals("caught", outer.raise(new IOException("x")));
    IOException y = new IOException("y");
    assertSame(y, assertThrows(IOException.class, () -> outer.raise(y)));
    assertEquals(Generator.State.CLOSED, child.state());
    assertEquals(Generator.State.CLOSED, outer.state());
  }

  @Test
  void noSuchElement_leavesChild_isWrappedForTheOuter() {
    Generator<Object, Object, Object> child = new Script().yields(1).generator();
    Generator<Object, Object, Object> outer =
        new Script().from(child, logged(1)).yields("alive").generator();
    outer.next();
    assertEquals("alive", outer.raise(new NoSuchElementException("n")));
    assertTrue(log.get(0) instanceof IllegalStateException);
  }

  @Test
  void close_delegating_innerFirst() {
    Generator<Object, Object, Object> inner =
        new Script().yields(1, logAndThrow("inner")).generator();
    Generator<Object, Object, Object> middle =
        new Script().from(inner, logAndThrow("middle")).generator();
    Generator<Object, Object, Object> outer =
        new Script().from(middle, logAndThrow("outer")).generator();
    outer.next();
    outer.close();
    assertEquals(
        List.of("inner GeneratorExit", "middle GeneratorExit", "outer GeneratorExit"), log);
    assertEquals(Generator.State.CLOSED, inner.state());
  }

  @Test
  void close_innerReturns_outerStillGetsTheExit() {
    Script script = new Script();
    Generator<Object, Object, Object> inner =
        script.yields(1, (sent, thrown) -> script.end("swallowed")).generator();
    Generator<Object, Object, Object> outer =
        new Script().from(inner, logAndThrow("outer")).generator();
    outer.next();
    outer.close();
    assertEquals(List.of("outer GeneratorExit"), log);
    assertEquals("swallowed", inner.result());
  }

  @Test
  void close_innerIgnoresExit_outerSeesTheError() {
    Generator<Object, Object, Object> inner =
        new Script().yields(1, logged(1)).yields("stubborn").yields("more").generator();
    Generator<Object, Object, Object> middle =
        new Script().from(inner, logAndThrow("middle")).generator();
    Generator<Object, Object, Object> outer =
        new Script().from(middle, logAndThrow("outer")).generator();
    outer.next();
    IllegalStateException ignored = assertThrows(IllegalStateException.class, outer::close);
    assertTrue(ignored.getMessage().startsWith("generator ignored GeneratorExit"));
    assertEquals(
        List.of("middle IllegalStateException", "outer IllegalStateException"), log.subList(1, 3));
    assertEquals(Generator.State.SUSPENDED, inner.state());
    assertEquals(Generator.State.CLOSED, outer.state());
    assertEquals("more", inner.next());
  }

  @Test
  void close_everyLevelIgnoresExit_eachDelegatorIsTold() {
    Generator<Object, Object, Object> inner =
        new Script().yields(1, logged(1)).yields("stubborn inner").generator();
    Generator<Object, Object, Object> outer =
        new Script().from(inner, logged(1)).yields("stubborn outer").generator();
    outer.next();
    assertThrows(IllegalStateException.class, outer::close);
    assertTrue(log.get(0) instanceof GeneratorExit);
    assertTrue(log.get(1) instanceof IllegalStateException);
    assertEquals(Generator.State.SUSPENDED, outer.state());
    assertFalse(outer.hasNext());
  }

  @Test
  void raise_generatorExit_innerIgnores_outerMayYield() {
    Generator<Object, Object, Object> inner =
        new Script().yields(1, logged(1)).yields("stubborn inner").generator();
    Generator<Object, Object, Object> outer =
        new Script().from(inner, logged(1)).yields("outer goes on").generator();
    outer.next();
    assertEquals("outer goes on", outer.raise(new GeneratorExit()));
  }

  @Test
  void close_cleanUpDelegates_newChildIsNotClosed() {
    Generator<Object, Object, Object> inner =
        new Script()
            .yields(1, logged(1))
            .from(new Script().returns("cleaned").generator(), logAndEnd())
            .generator();
    Generator<Object, Object, Object> outer =
        new Script().from(inner, logAndThrow("outer")).generator();
    outer.next();
    outer.close();
    assertEquals("outer GeneratorExit", log.get(log.size() - 1));
    assertEquals("cleaned", log.get(1));
  }

  @Test
  void close_childFinishedOrDetached_isClosedAnyway() {
    Generator<Object, Object, Object> child =
        new Script().yields(1).yields(2, logAndThrow("child")).generator();
    Generator<Object, Object, Object> outer =
        new Script().from(child, logAndThrow("outer")).generator();
    outer.next();
    assertEquals(2, child.next());
    outer.close();
    assertEquals(List.of("child GeneratorExit", "outer GeneratorExit"), log);
    Generator<Object, Object, Object> second = counter(0, 1);
    Generator<Object, Object, Object> delegating =
        new Script().from(second, logAndThrow("delegating")).generator();
    delegating.next();
    assertFalse(second.hasNext());
    delegating.close();
    assertEquals("delegating GeneratorExit", log.get(2));
  }

  @Test
  void raise_intoDetachedChild_reachesIt() {
    Generator<Object, Object, Object> child =
        new Script().yields(1).yields(2, logged(2)).yields("caught").generator();
    Generator<Object, Object, Object> outer = new Script().from(child).generator();
    outer.next();
    child.next();
    assertEquals("caught", outer.raise(new IOException("x")));
    assertEquals("java.io.IOException: x", log.get(0).toString());
  }

  @Test
  void exception_fromChild_traceHasAllLevels() {
    Generator<Object, Object, Object> leaf = new Script().yields(1).generator();
    Generator<Object, Object, Object> outer =
        new Script().from(new Script().yields(0).from(leaf).generator()).generator();
    outer.next();
    outer.next();
    assertEquals(3, outer.stackTrace().length);
    assertEquals(2, outer.stackTrace()[1].getLineNumber());
    assertEquals(3, leaf.stackTrace().length);
  }

  // ---- pieces --------------------------------------------------------------------------------

  private Script.After logAndEnd() {
    return logged(Script.END);
  }

  private Script.After logAndThrow(String name) {
    Function<Throwable, String> entry = thrown -> name + " " + thrown.getClass().getSimpleName();
    return (result, thrown) -> {
      log.add(entry.apply(thrown));
      throw thrown;
    };
  }
}
