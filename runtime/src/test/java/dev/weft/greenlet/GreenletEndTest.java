package dev.weft.greenlet;

import static dev.weft.continuation.HandWoven.handler;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.continuation.HandWoven;
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How greenlets woven by hand end: by themselves, closed, lost, or with their scope. */
class GreenletEndTest extends GreenletFixture {
  @Test
  void death_byException_isRaisedInParentNotInSwitcher() {
    List<String> log = new ArrayList<>();
    Greenlet parent =
        greenlet(
            (in, stack) -> main.switchTo(stack),
            handler(
                (e, stack) -> {
                  log.add("parent got " + e);
                  return "handled";
                }));
    parent.switchTo();
    Greenlet child =
        new Greenlet(
            HandWoven.start(
                (in, stack) -> main.switchTo(stack),
                (in, stack) -> {
                  throw new IOException("boom");
                }),
            parent);
    child.switchTo();
    Greenlet sibling =
        greenlet(
            (in, stack) -> child.switchTo(stack),
            (in, stack) -> {
              log.add("sibling resumed");
              return null;
            });
    assertEquals("handled", sibling.switchTo());
    assertEquals(List.of("parent got java.io.IOException: boom"), log);
    assertTrue(child.isDead());
    assertTrue(parent.isDead());
    assertFalse(sibling.isDead());
  }

  @Test
  void death_byExit_isAValueForTheParent() {
    Greenlet g = greenlet((in, stack) -> main.switchTo(stack));
    g.switchTo();
    GreenletExit exit = new GreenletExit("enough");
    assertSame(exit, g.raise(exit));
    assertTrue(g.isDead());
    assertSame(exit, g.raise(exit), "dead: returned at once");
    assertEquals(5, g.switchTo(5), "dead: its live ancestor is the caller");
    assertThrows(ArithmeticException.class, () -> g.raise(new ArithmeticException()));
  }

  @Test
  void raise_intoUnstarted_neverRunsTheBody() {
    boolean[] ran = {false};
    Greenlet g =
        greenlet(
            (in, stack) -> {
              ran[0] = true;
              return null;
            });
    assertThrows(ArithmeticException.class, () -> g.raise(new ArithmeticException()));
    assertTrue(g.isDead());
    assertFalse(ran[0]);
  }

  @Test
  void death_parentUnstarted_isStartedByAResultAndSkippedByAnException() {
    Greenlet parent = greenlet((in, stack) -> "parent " + in);
    Greenlet child = new Greenlet(HandWoven.start((in, stack) -> "child " + in), parent);
    assertEquals("parent child x", child.switchTo("x"));

    Greenlet unstarted = greenlet((in, stack) -> "never");
    Greenlet failing =
        new Greenlet(
            HandWoven.start(
                (in, stack) -> {
                  throw new IllegalStateException("up");
                }),
            unstarted);
    assertEquals("up", assertThrows(IllegalStateException.class, failing::switchTo).getMessage());
    assertTrue(unstarted.isDead());
  }

  @Test
  void close_fromMain_runsHandlersAndRestoresTheParent() {
    List<String> log = new ArrayList<>();
    Greenlet elsewhere = greenlet((in, stack) -> null);
    Greenlet g =
        new Greenlet(
            HandWoven.start(
                (in, stack) -> main.switchTo(stack),
                handler(
                    (e, stack) -> {
                      log.add("finally");
                      throw e instanceof Throwable t ? t : new AssertionError();
                    })),
            elsewhere);
    g.switchTo();
    g.close();
    assertEquals(List.of("finally"), log);
    assertTrue(g.isDead());
    assertSame(elsewhere, g.parent().orElseThrow());
    assertFalse(elsewhere.isDead());
    g.close();
  }

  @Test
  void close_whenTheExitIsSwallowed_saysSo() {
    Greenlet g =
        greenlet((in, stack) -> main.switchTo(stack), handler((e, stack) -> main.switchTo(stack)));
    g.switchTo();
    String message = assertThrows(IllegalStateException.class, g::close).getMessage();
    assertTrue(message.contains("caught GreenletExit and went on"), message);
  }

  @Test
  void handle_lost_closesAtTheNextSwitch() throws Exception {
    List<String> log = new ArrayList<>();
    ReferenceQueue<GreenletHandle> collected = new ReferenceQueue<>();
    Reference<GreenletHandle> handle = makeAndLose(log, collected);
    Greenlet idle = greenlet((in, stack) -> main.switchTo(stack));
    for (int i = 0; i < 100 && log.isEmpty(); i++) {
      System.gc();
      collected.remove(10);
      idle.switchTo();
      idle = greenlet((in, stack) -> main.switchTo(stack));
    }
    assertEquals(List.of("closed"), log);
    assertTrue(handle.refersTo(null));
  }

  private Reference<GreenletHandle> makeAndLose(
      List<String> log, ReferenceQueue<GreenletHandle> collected) {
    Greenlet g =
        greenlet(
            (in, stack) -> main.switchTo(stack),
            handler(
                (e, stack) -> {
                  log.add("closed");
                  return null;
                }));
    g.switchTo();
    GreenletHandle handle = new GreenletHandle(g);
    assertSame(g, handle.greenlet());
    return new WeakReference<>(handle, collected);
  }

  @Test
  @SuppressWarnings("try") // the scope is only there to be left
  void scope_closed_endsItsGreenletsYoungestFirst() {
    List<String> log = new ArrayList<>();
    try (GreenletScope scope = GreenletScope.open()) {
      for (String name : List.of("a", "b")) {
        greenlet(
                (in, stack) -> main.switchTo(stack),
                handler(
                    (e, stack) -> {
                      log.add(name);
                      return null;
                    }))
            .switchTo();
      }
      assertTrue(log.isEmpty());
    }
    assertEquals(List.of("b", "a"), log);
  }
}
