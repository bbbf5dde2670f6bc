package dev.weft.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** Delegation among generators woven by hand (PEP 380): values, and who drives whom. */
class DelegationTest extends GeneratorFixture {
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
}
