package dev.weft.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.SuspendableRunnable;
import dev.weft.greenlet.Greenlet;
import dev.weft.greenlet.GreenletExit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules G1 to G24 of SEMANTICS.md: values, exceptions, and who gets them. */
class GreenletRulesIT {
  private final Greenlet main = Greenlet.current();
  private final List<Object> log = new ArrayList<>();

  @Test
  void g1_creating_runsNothingAndTheParentIsTheCurrent() {
    Greenlet g = new Greenlet(() -> log.add("ran"));
    assertTrue(log.isEmpty());
    assertSame(main, g.parent().orElseThrow());
    assertSame(main, new Greenlet(() -> {}, null).parent().orElseThrow());
    Greenlet maker = new Greenlet(first -> new Greenlet(() -> {}));
    assertSame(maker, ((Greenlet) maker.switchTo()).parent().orElseThrow());
    assertSame(g, new Greenlet(() -> {}, g).parent().orElseThrow());
  }

  @Test
  void g2_firstSwitch_isTheArgumentOfTheBody() {
    assertEquals("got 5", new Greenlet(first -> "got " + first).switchTo(5));
    SuspendableRunnable takesNothing = () -> log.add("ran");
    assertNull(new Greenlet(takesNothing).switchTo());
    Greenlet wrong = new Greenlet(takesNothing);
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> wrong.switchTo(5));
    assertTrue(error.getMessage().contains("its body takes none: 5"), error.getMessage());
    assertTrue(wrong.isDead());
    assertEquals(List.of("ran"), log);
  }

  @Test
  void g3_payload_isOneObjectOrNull() {
    Greenlet g =
        new Greenlet(
            first -> {
              log.add(first);
              log.add(main.switchTo());
              log.add(main.switchTo());
              return null;
            });
    g.switchTo();
    g.switchTo("one");
    g.switchTo(List.of("many", "in a list"));
    assertEquals(Arrays.asList(null, "one", List.of("many", "in a list")), log);
  }

  @Test
  void g4_resultOfASwitch_isWhatSomeGreenletSendsLater() {
    Greenlet answering = new Greenlet(first -> main.switchTo("from b: " + first));
    Greenlet asked =
        new Greenlet(
            first -> {
              answering.switchTo(first);
              return "never seen";
            });
    assertEquals("from b: x", asked.switchTo("x"));
  }

  @Test
  void g5_siblings_switchTenMillionTimesWithoutStackGrowth() {
    int rounds = 5_000_000;
    long[] result = new long[1];
    Greenlet[] pair = new Greenlet[2];
    int[] deepest = {0};
    for (int me = 0; me < 2; me++) {
      int other = 1 - me;
      pair[me] =
          new Greenlet(
              () -> {
                for (int i = 0; i < rounds; i++) {
                  result[0]++;
                  if (i % 1_000_000 == 999_999) {
                    deepest[0] =
                        Math.max(deepest[0], Thread.currentThread().getStackTrace().length);
                  }
                  pair[other].switchTo();
                }
              });
    }
    int here = Thread.currentThread().getStackTrace().length;
    pair[0].switchTo();
    assertEquals(2L * rounds, result[0]);
    assertTrue(deepest[0] < here + 30, () -> deepest[0] + " frames, " + here + " in the test");
  }

  @Test
  void g6_return_endsTheGreenletAndIsTheParentsResult() {
    Greenlet g =
        new Greenlet(
            first -> {
              main.switchTo("half");
              return "end";
            });
    assertEquals("half", g.switchTo());
    assertFalse(g.isDead());
    assertEquals("end", g.switchTo());
    assertTrue(g.isDead());
  }

  @Test
  void g7_exception_isRaisedInTheParentWithTheChildsFrames() {
    Greenlet parent =
        new Greenlet(
            () -> {
              try {
                main.switchTo();
              } catch (IllegalStateException e) {
                log.add(e);
              }
            });
    parent.switchTo();
    Greenlet child = new Greenlet(first -> failDeep(2), parent);
    child.switchTo();
    Greenlet sibling = new Greenlet(() -> switchFromSibling(child));
    sibling.switchTo();
    IllegalStateException error = (IllegalStateException) log.get(0);
    List<String> methods =
        Arrays.stream(error.getStackTrace()).map(StackTraceElement::getMethodName).toList();
    assertEquals(List.of("failDeep", "failDeep", "failDeep"), methods.subList(0, 3));
    assertFalse(methods.contains("switchFromSibling"), methods::toString);
    assertTrue(child.isDead());
    assertTrue(parent.isDead());
    assertFalse(sibling.isDead());
  }

  @Suspendable
  private Object failDeep(int depth) {
    if (depth > 0) {
      return failDeep(depth - 1);
    }
    main.switchTo();
    throw new IllegalStateException("deep");
  }

  @Suspendable
  private void switchFromSibling(Greenlet child) {
    child.switchTo();
    log.add("sibling resumed");
  }

  @Test
  void g8_exit_isReturnedToTheParentAsAValue() {
    class MyExit extends GreenletExit {
      private static final long serialVersionUID = 1L;
    }
    MyExit exit = new MyExit();
    Greenlet g =
        new Greenlet(
            () -> {
              throw exit;
            });
    assertSame(exit, g.switchTo());
    assertTrue(g.isDead());
  }

  @Test
  void g9_exit_isNotCaughtAsException() {
    assertFalse(Exception.class.isAssignableFrom(GreenletExit.class));
    Greenlet g =
        new Greenlet(
            first -> {
              try {
                return main.switchTo();
              } catch (Exception e) {
                return "swallowed";
              }
            });
    g.switchTo();
    assertInstanceOf(GreenletExit.class, g.raise());
  }

  @Test
  void g10_raise_throwsExitFromThePendingSwitch() {
    Greenlet g =
        new Greenlet(
            first -> {
              try {
                return main.switchTo();
              } catch (GreenletExit e) {
                return "exit at the switch";
              }
            });
    g.switchTo();
    assertEquals("exit at the switch", g.raise());
  }

  @Test
  void g11_raise_takesAnyThrowableAndNothingElse() {
    Greenlet g = new Greenlet(first -> main.switchTo());
    g.switchTo();
    assertThrows(NullPointerException.class, () -> g.raise(null));
    assertFalse(g.isDead(), "a wrong call changes nothing");
    IOException checked = new IOException("checked");
    assertSame(checked, assertThrows(IOException.class, () -> g.raise(checked)));
  }

  @Test
  void g12_raise_returnsWhatTheTargetSwitchesBack() {
    Greenlet g =
        new Greenlet(
            first -> {
              Object sent = null;
              for (; ; ) {
                try {
                  sent = main.switchTo(sent);
                } catch (ArithmeticException e) {
                  sent = "caught " + e.getMessage();
                }
              }
            });
    g.switchTo();
    assertEquals("caught a", g.raise(new ArithmeticException("a")));
    assertEquals("caught b", g.raise(new ArithmeticException("b")));
    assertFalse(g.isDead());
  }

  @Test
  void g13_raiseIntoUnstarted_neverRunsIt() {
    Greenlet g = new Greenlet(() -> log.add("ran"));
    ArithmeticException error = new ArithmeticException();
    assertSame(error, assertThrows(ArithmeticException.class, () -> g.raise(error)));
    assertTrue(g.isDead());
    Greenlet other = new Greenlet(() -> log.add("ran"));
    GreenletExit exit = new GreenletExit();
    assertSame(exit, other.raise(exit));
    assertTrue(other.isDead());
    assertTrue(log.isEmpty());
  }

  @Test
  void g14_raiseIntoDead_returnsExitsAndThrowsOthers() {
    Greenlet g = new Greenlet(() -> {});
    g.switchTo();
    GreenletExit exit = new GreenletExit();
    assertSame(exit, g.raise(exit));
    assertThrows(ArithmeticException.class, () -> g.raise(new ArithmeticException()));
  }

  @Test
  void g15_raiseOnSelf_throwsRightThere() {
    assertThrows(ArithmeticException.class, () -> main.raise(new ArithmeticException()));
    Greenlet g =
        new Greenlet(
            first -> {
              try {
                return Greenlet.current().raise(new IOException());
              } catch (Exception e) {
                return "caught " + e.getClass().getSimpleName();
              }
            });
    assertEquals("caught IOException", g.switchTo());
  }

  @Test
  void g16_switchToDead_goesToTheNearestLiveAncestor() {
    Greenlet dead = new Greenlet(() -> {});
    dead.switchTo();
    assertNull(dead.switchTo());
    assertEquals(5, dead.switchTo(5));
    Greenlet parent =
        new Greenlet(
            first -> {
              Greenlet child = new Greenlet(() -> {});
              child.switchTo();
              return "parent got " + main.switchTo(child);
            });
    Greenlet child = (Greenlet) parent.switchTo();
    assertTrue(child.isDead());
    assertEquals("parent got 7", child.switchTo(7));
  }

  @Test
  void g17_switchToSelf_returnsThePayload() {
    assertEquals(1, main.switchTo(1));
    assertEquals(2, new Greenlet(first -> Greenlet.current().switchTo(2)).switchTo());
  }

  @Test
  void g18_deadParent_isSkippedForTheGrandparent() {
    Greenlet parent = new Greenlet(() -> {});
    Greenlet child = new Greenlet(first -> main.switchTo("child ran"), parent);
    child.switchTo();
    parent.switchTo();
    assertTrue(parent.isDead());
    assertEquals("result", child.switchTo("result"));
    assertTrue(child.isDead());
  }

  @Test
  void g19_unstartedParent_isStartedByTheResult() {
    Greenlet parent = new Greenlet(first -> "parent started with " + first);
    Greenlet child = new Greenlet(first -> "result", parent);
    assertEquals("parent started with result", child.switchTo());
    Greenlet takesNothing = new Greenlet(() -> log.add("ran"));
    Greenlet other = new Greenlet(first -> "result", takesNothing);
    assertThrows(IllegalArgumentException.class, other::switchTo);
    assertTrue(log.isEmpty());
  }

  @Test
  void g20_exceptionIntoUnstartedParent_killsItAndContinues() {
    Greenlet parent = new Greenlet(() -> log.add("ran"));
    Greenlet child =
        new Greenlet(
            () -> {
              throw new ArithmeticException("up");
            },
            parent);
    assertThrows(ArithmeticException.class, child::switchTo);
    assertTrue(parent.isDead());
    assertTrue(log.isEmpty());
  }

  @Test
  void g21_parent_canBeSetInEveryState() {
    Greenlet first = new Greenlet(value -> "first got " + main.switchTo());
    Greenlet second = new Greenlet(value -> "second got " + main.switchTo());
    first.switchTo();
    second.switchTo();
    Greenlet child =
        new Greenlet(
            value -> {
              main.switchTo();
              return "x";
            });
    child.setParent(first);
    child.switchTo();
    child.setParent(second);
    assertEquals("second got x", child.switchTo());
    assertTrue(child.isDead());
    child.setParent(first);
    assertEquals("first got 5", child.switchTo(5), "a dead one is represented by its new parent");
  }

  @Test
  void g22_cycles_areRefused() {
    Greenlet a = new Greenlet(() -> {});
    Greenlet b = new Greenlet(() -> {}, a);
    Greenlet c = new Greenlet(() -> {}, b);
    for (Greenlet descendant : List.of(a, b, c)) {
      IllegalArgumentException error =
          assertThrows(IllegalArgumentException.class, () -> a.setParent(descendant));
      assertTrue(error.getMessage().startsWith("cyclic parent chain"), error.getMessage());
    }
    assertSame(main, a.parent().orElseThrow());
  }

  @Test
  void g23_parent_cannotBeNullNorThatOfMain() {
    Greenlet g = new Greenlet(() -> {});
    assertThrows(NullPointerException.class, () -> g.setParent(null));
    assertThrows(UnsupportedOperationException.class, () -> main.setParent(g));
    assertThrows(UnsupportedOperationException.class, () -> main.setParent(main));
  }

  @Test
  void g24_parentOnAnotherThread_isRefused() throws Exception {
    Greenlet g = new Greenlet(first -> main.switchTo());
    g.switchTo();
    Greenlet[] foreign = new Greenlet[1];
    Thread thread = new Thread(() -> foreign[0] = new Greenlet(() -> {}));
    thread.start();
    thread.join();
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> g.setParent(foreign[0]));
    assertTrue(
        error.getMessage().startsWith("parent cannot be on a different thread"),
        error.getMessage());
    assertSame(main, g.parent().orElseThrow());
  }
}
