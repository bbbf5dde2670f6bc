package dev.weft.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.abi.FrameStack;
import dev.weft.continuation.Continuation;
import dev.weft.continuation.PinnedException;
import dev.weft.generator.Generator;
import dev.weft.hazard.outside.Garbage;
import dev.weft.it.targets.Lone;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Coroutines that run alone, which the thread's stack does not name: they are found all the same.
 */
class LoneIT {

  @AfterEach
  void nothingIsLeftMounted() {
    assertNull(FrameStack.ofCurrentThread().current());
    assertFalse(FrameStack.ofCurrentThread().isAlone());
  }

  /** On a thread that knows no coroutine yet, and that is not needed again. */
  private static <T> T onNewThread(Callable<T> call) throws Exception {
    FutureTask<T> task = new FutureTask<>(call);
    new Thread(task).start();
    return task.get();
  }

  /** Drives numbers to their end: all but those from {@code inside}, which are returned. */
  private static List<Integer> drive(Lone.Inside inside) {
    boolean[] alone = new boolean[1];
    Generator<Integer, Void, Void> numbers =
        Lone.numbers(
            yielder -> {
              alone[0] = Lone.isAlone();
              inside.at(yielder);
            });
    List<Integer> own = new ArrayList<>();
    List<Integer> others = new ArrayList<>();
    while (numbers.hasNext()) {
      int number = numbers.next();
      (number < 0 ? others : own).add(number);
    }
    assertTrue(alone[0], "it did not run alone");
    assertEquals(IntStream.range(0, 2 * Lone.OFTEN).boxed().toList(), own);
    return others;
  }

  @Test
  void plainCode_asksWhatRuns_isTold() {
    List<Object> log = Lone.asking();
    List<Object> expected = new ArrayList<>(List.of(true, true, false));
    expected.addAll(Collections.nCopies(Lone.OFTEN, true));
    expected.add(true);
    assertEquals(expected, log);
  }

  @Test
  void wovenCode_resumesOthersInside_theyCanSuspendIt() {
    assertEquals(List.of(-1, -2), drive(Lone::yieldsForOuter));
    int sum = Lone.OFTEN * (2 * Lone.OFTEN - 1);
    assertEquals(List.of(-1, -sum), drive(Lone::drives));
  }

  @Test
  void generator_delegates_valuesOfAllComeThrough() {
    assertEquals(List.of(-1, -2, -3), drive(Lone::delegates));
  }

  @Test
  void greenletsAndTasks_inside_run() {
    assertEquals(List.of(-1, -2, -3), drive(Lone::switches));
    assertEquals(List.of(-3), drive(Lone::runsHub));
  }

  @Test
  void plainCode_between_pinsAsBefore() {
    PinnedException pinned =
        assertThrows(PinnedException.class, () -> drive(Lone::yieldsForOuterThroughPlainCode));
    assertEquals("call", pinned.culprit().getMethodName());
  }

  @Test
  void scope_thatDoesNotRun_isRefusedByNameOfWhatRuns() {
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> drive(Lone::suspendsOther));
    assertTrue(refused.getMessage().contains("inside: Generator of "), refused::getMessage);
  }

  @Test
  void body_throws_nothingIsLeftMounted() {
    assertThrows(
        ArithmeticException.class,
        () ->
            drive(
                yielder -> {
                  throw new ArithmeticException();
                }));
    assertNull(FrameStack.ofCurrentThread().current());
    assertThrows(StackOverflowError.class, () -> drive(Lone::overflows));
    assertNull(FrameStack.ofCurrentThread().current());
    assertEquals(List.of(), drive(yielder -> {}));
  }

  @Test
  void body_overflowsInside_goesOn() {
    assertEquals(
        List.of(-7),
        drive(
            yielder -> {
              try {
                Lone.overflows(yielder);
              } catch (StackOverflowError e) {
                yielder.yieldValue(-7);
              }
            }));
  }

  /**
   * Next to the end of the stack, where the runtime's own calls overflow it, each time elsewhere.
   */
  @Test
  void stack_overflowsInTheRuntime_nothingIsLeftMounted() throws Exception {
    FutureTask<String> task = new FutureTask<>(LoneIT::overflowOften);
    new Thread(null, task, "small", 256 * 1024).start();
    assertEquals("", task.get());
  }

  private static String overflowOften() {
    for (int round = 0; round < 300; round++) {
      Generator<Integer, Void, Void> endless = Lone.endless();
      for (int i = 0; i < Lone.OFTEN; i++) {
        endless.next();
      }
      descend(endless, round % 7);
      if (FrameStack.ofCurrentThread().isAlone()
          || FrameStack.ofCurrentThread().current() != null
          || endless.state() == Generator.State.RUNNING) {
        return "left in round " + round;
      }
    }
    return "";
  }

  /** The further in, the more of the stack is left when it is near its end. */
  private static void descend(Generator<Integer, Void, Void> endless, int further) {
    if (further > 0) {
      descend(endless, further - 1);
      return;
    }
    try {
      nextUntilOverflow(endless);
    } catch (StackOverflowError e) {
      return; // as it should be
    }
  }

  @SuppressWarnings("InfiniteRecursion") // that is what it is for
  private static void nextUntilOverflow(Generator<Integer, Void, Void> endless) {
    try {
      endless.next();
    } catch (NoSuchElementException e) {
      // the overflow was inside, and ended it
    }
    nextUntilOverflow(endless);
  }

  /** The outer generator's yield stands in the middle of its child, also once it is known. */
  @Test
  void child_usesItsDelegatorsYielder_countsAsRunning() {
    List<Generator<Integer, Void, Void>> child = new ArrayList<>();
    Generator<Integer, Void, Void> outer = Lone.delegatesToForeign(child);
    for (int i = 0; i < Lone.OFTEN; i++) {
      assertEquals(i, outer.next());
      assertEquals(Generator.State.RUNNING, child.get(0).state());
      assertThrows(IllegalStateException.class, child.get(0)::next);
    }
  }

  /** The same when the delegator was taken out of another generator. */
  @Test
  void child_usesTheYielderOfADelegatorThatWasTakenOut_countsAsRunning() {
    List<Generator<Integer, Void, Void>> child = new ArrayList<>();
    Generator<Integer, Void, Void> middle = Lone.delegatesToForeign(child);
    Generator<Integer, Void, Void> root = Lone.delegatingTo(middle);
    assertEquals(0, root.next());
    for (int i = 1; i < Lone.OFTEN; i++) {
      assertEquals(i, middle.next());
      assertEquals(Generator.State.RUNNING, child.get(0).state());
    }
    assertThrows(IllegalStateException.class, child.get(0)::next);
  }

  @Test
  void continuation_goesToAnotherThread_andBack() throws Exception {
    List<Boolean> alone = new ArrayList<>();
    Continuation continuation =
        new Continuation(
            Lone.SCOPE,
            () -> {
              for (int i = 0; i < 4 * Lone.OFTEN; i++) {
                if (i % Lone.OFTEN == Lone.OFTEN - 1) {
                  alone.add(Lone.isAlone());
                }
                Continuation.suspend(Lone.SCOPE);
              }
              alone.add(Continuation.current(Lone.SCOPE).isPresent());
            });
    for (int i = 0; i < 4; i++) {
      FutureTask<Void> runs =
          new FutureTask<>(
              () -> {
                for (int j = 0; j < Lone.OFTEN; j++) {
                  continuation.run();
                }
                return null;
              });
      if (i % 2 == 0) {
        runs.run();
      } else {
        new Thread(runs).start();
      }
      runs.get();
    }
    continuation.run();
    assertTrue(continuation.isDone());
    assertEquals(Collections.nCopies(5, true), alone);
  }

  @Test
  void manyInTurn_moreThanAThreadKnows_eachIsToldApart() throws Exception {
    int[] right = new int[1];
    int[] lone = new int[1];
    List<Continuation> all = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      int id = i;
      all.add(
          Lone.continuation(
              () -> {
                lone[0] += Lone.isAlone() ? 1 : 0;
                right[0] += Continuation.current(Lone.SCOPE).orElse(null) == all.get(id) ? 1 : 0;
              }));
    }
    onNewThread(
        () -> {
          for (int i = 0; i <= Lone.OFTEN; i++) {
            all.forEach(Continuation::run);
          }
          return null;
        });
    assertEquals(1000, right[0]);
    assertTrue(lone[0] > 100, () -> lone[0] + " ran alone");
  }

  @Test
  void knownOnes_collected_makeRoom() throws Exception {
    int ran = onNewThread(LoneIT::loneOfTwoThousand);
    assertTrue(ran > 500, () -> ran + " ran alone");
  }

  private static int loneOfTwoThousand() {
    int[] lone = new int[1];
    for (int i = 0; i < 2000; i++) {
      Lone.runOften(Lone.continuation(() -> lone[0] += Lone.isAlone() ? 1 : 0));
      if (i % 500 == 0) {
        System.gc();
      }
    }
    return lone[0];
  }

  @Test
  void knownOne_forgotten_isCollected() {
    Continuation continuation = Lone.continuation(() -> {});
    Lone.runOften(continuation);
    WeakReference<Continuation> watched = new WeakReference<>(continuation);
    assertNotNull(watched.get());
    continuation = null;
    assertTrue(Garbage.isCollected(watched));
  }

  @Test
  void yielder_usedByAnotherThread_isRefused() {
    List<Throwable> failures = new ArrayList<>();
    drive(
        yielder -> {
          FutureTask<Object> other = new FutureTask<>(() -> yielder.yieldValue(1));
          Thread thread = new Thread(other);
          thread.start();
          try {
            other.get();
          } catch (Exception e) {
            failures.add(e.getCause());
          }
        });
    assertEquals(1, failures.size());
    assertEquals(IllegalStateException.class, failures.get(0).getClass());
    assertTrue(
        Stream.of("yieldValue", "Generator of").allMatch(failures.get(0).getMessage()::contains),
        failures.get(0)::getMessage);
  }
}
