package dev.weft.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.abi.FrameStack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Generators that delegate to one another, woven by hand (PEP 380). */
class DelegationTest {
  private final List<Object> log = new ArrayList<>();

  @AfterEach
  void stack_afterEachTest_isClean() {
    FrameStack stack = FrameStack.ofCurrentThread();
    assertFalse(stack.unwinding);
    assertFalse(stack.again);
    assertNull(stack.first);
    assertNull(stack.thrown);
  }

  @Test
  void yieldFrom_unstartedChild_valuesSendsAndResult() {
    Generator<Object, Object, Object> child =
        new Script().yields(1, logged(1)).yields(2, logged(2)).returns("result").generator();
    Generator<Object, Object, Object> outer =
        new Script().yields(0).from(child, logged(2)).yields(3).generator();
    assertEquals(0, outer.next());
    assertEquals(1, outer.next());
    assertEquals(Generator.State.SUSPENDED, child.state());
    assertEquals(2, outer.send("a"));
    assertEquals(3, outer.send("b"));
    assertEquals(List.of("a", "b", "result"), log);
    assertEquals(Generator.State.CLOSED, child.state());
    assertEquals("result", child.result());
    assertFalse(outer.hasNext());
  }

  @Test
  void yieldFrom_childThatNeverYields_returnsAtOnce() {
    Generator<Object, Object, Object> child = new Script().returns("r").generator();
    Generator<Object, Object, Object> outer =
        new Script().from(child, logged(1)).from(child, logged(2)).yields("last").generator();
    assertEquals("last", outer.next());
    assertEquals(2, log.size());
    assertEquals("r", log.get(0));
    assertNull(log.get(1), "a child that ended before has no result: PEP 380");
  }

  @Test
  void yieldFrom_halfConsumedChild_goesOn() {
    Generator<Object, Object, Object> child = counter(1, 5);
    assertEquals(1, child.next());
    assertEquals(2, child.next());
    Generator<Object, Object, Object> outer = new Script().from(child).yields("end").generator();
    assertEquals(List.of(3, 4, "end"), rest(outer));
  }

  @Test
  void yieldFrom_childWithLookAhead_yieldsItFirst() {
    Generator<Object, Object, Object> child = counter(1, 4);
    assertTrue(child.hasNext());
    Generator<Object, Object, Object> outer = new Script().from(child).yields("end").generator();
    assertEquals(List.of(1, 2, 3, "end"), rest(outer));
  }

  @Test
  void yieldFrom_deep_oneRootAndLinearTime() {
    Generator<Object, Object, Object> g = counter(0, 10_000);
    g.next();
    for (int i = 0; i < 1_000; i++) {
      Generator<Object, Object, Object> inner = g;
      Generator<Object, Object, Object> outer =
          new Script().yields("start").from(inner).returns("up").generator();
      outer.next();
      g = outer;
    }
    for (int i = 1; i < 10_000; i++) {
      assertEquals(i, g.next());
    }
    assertFalse(g.hasNext());
    assertEquals("up", g.result());
  }

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
  void next_ofChildWhileOuterSuspended_takesTurns() {
    Generator<Object, Object, Object> leaf = counter(0, 8);
    Generator<Object, Object, Object> child = new Script().from(leaf).returns("c").generator();
    Generator<Object, Object, Object> outer =
        new Script().from(child, logged(1)).yields("end").generator();
    assertEquals(0, outer.next());
    assertEquals(1, child.next());
    assertEquals(2, leaf.next());
    assertEquals(3, outer.next());
    assertEquals(4, child.next());
    assertEquals(5, outer.next());
    assertEquals(6, leaf.next());
    assertEquals(7, child.next());
    assertEquals("end", outer.next());
    assertEquals(List.of("c"), log);
  }

  @Test
  void next_childFinishedByOthers_outerGoesOnWithNull() {
    Generator<Object, Object, Object> child = counter(0, 2);
    Generator<Object, Object, Object> outer =
        new Script().from(child, logged(1)).yields("end").generator();
    outer.next();
    assertEquals(List.of(1), rest(child));
    assertEquals("end", outer.next());
    assertEquals(1, log.size());
    assertNull(log.get(0));
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
  void send_detachedChildHasLookAhead_refusedInTheOuter() {
    Generator<Object, Object, Object> child = counter(0, 5);
    Generator<Object, Object, Object> outer =
        new Script().from(child, logged(1)).yields("told").generator();
    outer.next();
    assertTrue(child.hasNext());
    assertEquals("told", outer.send("lost?"));
    assertTrue(log.get(0).toString().contains("send would lose a value"));
    assertEquals(1, child.next());
  }

  @Test
  void next_detachedChildHasLookAhead_isYielded() {
    Generator<Object, Object, Object> child = counter(0, 4);
    Generator<Object, Object, Object> outer = new Script().from(child).generator();
    outer.next();
    assertTrue(child.hasNext());
    assertEquals(List.of(1, 2, 3), rest(outer));
  }

  @Test
  void yieldFrom_childOfTwo_goesToWhoAsks() {
    Generator<Object, Object, Object> child = counter(0, 6);
    Generator<Object, Object, Object> a = new Script().from(child).yields("a").generator();
    Generator<Object, Object, Object> b = new Script().from(child).yields("b").generator();
    assertEquals(0, a.next());
    assertEquals(1, b.next());
    assertEquals(2, a.next());
    assertEquals(3, b.next());
    assertEquals(4, child.next());
    assertEquals(List.of(5, "b"), rest(b));
    assertEquals(List.of("a"), rest(a));
  }

  @Test
  void yieldFrom_eachOther_alreadyExecuting() {
    List<Generator<Object, Object, Object>> pair = new ArrayList<>();
    Script first = new Script().yields(1);
    first.step((yielder, stack) -> yielder.yieldFrom(pair.get(1), stack), logged(2));
    Script second = new Script().yields(2);
    second.step((yielder, stack) -> yielder.yieldFrom(pair.get(0), stack), logged(2));
    pair.add(first.generator());
    pair.add(second.generator());
    pair.get(0).next();
    pair.get(1).next();
    assertFalse(pair.get(0).hasNext());
    assertTrue(log.get(0).toString().contains("generator already executing"));
  }

  @Test
  void next_ofRunningChild_alreadyExecuting() {
    List<Generator<Object, Object, Object>> outer = new ArrayList<>();
    Script script = new Script().yields(0);
    script.step((yielder, stack) -> outer.get(0).next(stack), logged(2));
    Generator<Object, Object, Object> child = script.yields("alive").generator();
    outer.add(new Script().from(child).generator());
    outer.get(0).next();
    assertEquals("alive", outer.get(0).next());
    assertTrue(log.get(0).toString().contains("generator already executing"));
  }

  @Test
  void yieldValue_byTheOuterYielderInTheChild_leavesTheOuter() {
    Script outerScript = new Script();
    Script childScript = new Script().yields("own");
    childScript.step(
        (y, stack) -> outerScript.itsYielder().yieldValue("outer's", stack), logged(2));
    Generator<Object, Object, Object> child = childScript.yields("own again").generator();
    Generator<Object, Object, Object> outer = outerScript.from(child).generator();
    assertEquals("own", outer.next());
    assertEquals("outer's", outer.next());
    assertEquals(Generator.State.RUNNING, child.state());
    assertThrows(IllegalStateException.class, child::next);
    assertEquals("own again", outer.send("sent"));
    assertEquals(List.of("sent"), log);
    assertEquals(Generator.State.SUSPENDED, child.state());
  }

  @Test
  void yieldValue_throughADrivenGenerator_capturesIt() {
    Script outerScript = new Script();
    Script innerScript = new Script();
    innerScript.step((y, stack) -> outerScript.itsYielder().yieldValue("past", stack), logged(1));
    Generator<Object, Object, Object> inner = innerScript.yields("inner's", logged(2)).generator();
    outerScript.step((y, stack) -> inner.next(stack), logged(1));
    outerScript.step((y, stack) -> inner.hasNext(stack) ? "more" : "no more");
    Generator<Object, Object, Object> outer = outerScript.generator();
    assertEquals("past", outer.next());
    assertEquals(Generator.State.RUNNING, inner.state());
    String message = assertThrows(IllegalStateException.class, inner::next).getMessage();
    assertTrue(message.startsWith("generator already executing"), message);
    assertThrows(NoSuchElementException.class, () -> outer.send("in"));
    assertEquals(3, log.size());
    assertEquals("in", log.get(0));
    assertEquals("inner's", log.get(1));
    assertNull(log.get(2));
    assertEquals("no more", outer.result());
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

  private static Generator<Object, Object, Object> counter(int from, int to) {
    int[] i = {from};
    Script script = new Script();
    script.step(
        (yielder, stack) -> yielder.yieldValue(i[0], stack),
        (sent, thrown) -> {
          if (thrown != null) {
            throw thrown;
          }
          return ++i[0] < to ? 0 : Script.END;
        });
    return script.generator();
  }

  private static List<Object> rest(Generator<Object, Object, Object> generator) {
    List<Object> values = new ArrayList<>();
    generator.forEachRemaining(values::add);
    return values;
  }

  private Script.After logged(int next) {
    return (result, thrown) -> {
      log.add(thrown == null ? result : thrown);
      return next;
    };
  }

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
