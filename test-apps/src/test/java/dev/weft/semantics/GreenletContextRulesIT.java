package dev.weft.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.SuspendableRunnable;
import dev.weft.continuation.Continuation;
import dev.weft.continuation.ContinuationScope;
import dev.weft.continuation.PinnedException;
import dev.weft.generator.Generator;
import dev.weft.greenlet.Greenlet;
import dev.weft.greenlet.GreenletContext;
import dev.weft.greenlet.GreenletLocal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rules G49 to G62 of SEMANTICS.md: context, depth, and what surrounds a switch. */
class GreenletContextRulesIT {
  private final Greenlet main = Greenlet.current();
  private final List<Object> log = new ArrayList<>();

  @Test
  void g49_newGreenlet_startsWithAnEmptyContext() {
    GreenletLocal<String> local = new GreenletLocal<>("initial");
    local.set("of main");
    Greenlet g =
        new Greenlet(
            first -> {
              log.add(local.get());
              local.set("of g");
              main.switchTo();
              return local.get();
            });
    g.switchTo();
    assertEquals("of main", local.get());
    assertEquals("of g", g.switchTo());
    assertEquals(List.of("initial"), log);
    local.remove();
    assertEquals("initial", local.get());
    assertNull(new GreenletLocal<>().get());
  }

  @Test
  void g50_context_canBeCopiedOrShared() {
    GreenletLocal<String> local = new GreenletLocal<>();
    local.set("of main");
    SuspendableRunnable body =
        () -> {
          log.add(local.get());
          local.set("changed");
        };
    Greenlet copying = new Greenlet(body);
    copying.setContext(main.context().copy());
    copying.switchTo();
    assertEquals("of main", local.get());
    Greenlet sharing = new Greenlet(body);
    sharing.setContext(main.context());
    sharing.switchTo();
    assertEquals("changed", local.get());
    assertEquals(List.of("of main", "of main"), log);
    local.remove();
  }

  @Test
  void g51_contextOfAnActiveGreenletElsewhere_isRefused() throws Exception {
    Greenlet unstarted = new Greenlet(() -> {});
    Thread thread =
        new Thread(
            () -> {
              log.add(assertThrows(IllegalStateException.class, main::context));
              log.add(
                  assertThrows(
                      IllegalStateException.class, () -> main.setContext(new GreenletContext())));
              unstarted.setContext(new GreenletContext());
            });
    thread.start();
    thread.join();
    assertEquals(2, log.size());
    assertTrue(log.get(0).toString().contains("different thread"), log.get(0)::toString);
    assertThrows(NullPointerException.class, () -> main.setContext(null));
  }

  @Test
  void g52_contexts_areNotEnteredAndNeedNoOrder() {
    GreenletLocal<Integer> local = new GreenletLocal<>(0);
    GreenletContext shared = new GreenletContext();
    Greenlet[] all = new Greenlet[3];
    for (int i = 0; i < 3; i++) {
      int me = i;
      all[i] =
          new Greenlet(
              first -> {
                main.switchTo();
                Greenlet.current().setContext(shared);
                local.set(local.get() + me);
                main.switchTo();
                return local.get();
              });
      all[i].switchTo();
    }
    all[0].switchTo();
    all[2].switchTo();
    all[1].switchTo();
    assertEquals(
        List.of(3, 3, 3), List.of(all[1].switchTo(), all[0].switchTo(), all[2].switchTo()));
  }

  @Test
  void g53_exceptionInHand_belongsToTheGreenlet() {
    Greenlet other =
        new Greenlet(
            () -> {
              try {
                throw new IOException("other");
              } catch (IOException e) {
                main.switchTo();
                log.add(e.getMessage());
              }
            });
    Greenlet g =
        new Greenlet(
            () -> {
              try {
                throw new IOException("own");
              } catch (IOException e) {
                other.switchTo();
                log.add(e.getMessage());
                throw e;
              }
            });
    g.switchTo();
    assertEquals("own", assertThrows(IOException.class, g::switchTo).getMessage());
    other.switchTo();
    assertEquals(List.of("own", "other"), log);
  }

  @Test
  void g54_stackTrace_isOfSuspendedOnesAndEndsAtTheBody() {
    Greenlet g =
        new Greenlet(
            first -> {
              log.add(Greenlet.current().stackTrace().length);
              return nested(3);
            });
    assertEquals(0, g.stackTrace().length);
    switchedFrom(g);
    List<String> methods =
        Arrays.stream(g.stackTrace()).map(StackTraceElement::getMethodName).toList();
    assertEquals(5, methods.size(), methods::toString);
    assertEquals(List.of("nested", "nested", "nested", "nested"), methods.subList(0, 4));
    assertTrue(methods.get(4).startsWith("lambda$"), methods::toString);
    g.switchTo();
    assertEquals(0, g.stackTrace().length);
    assertEquals(List.of(0), log);
  }

  private static void switchedFrom(Greenlet g) {
    g.switchTo();
  }

  @Suspendable
  private Object nested(int depth) {
    return depth == 0 ? main.switchTo() : nested(depth - 1);
  }

  @Test
  @SuppressWarnings("ModifiedButNotUsed") // the list is sorted for the sake of its comparator
  void g55_switch_worksAtAnyDepth() {
    Greenlet g = new Greenlet(first -> nested(500));
    g.switchTo();
    assertEquals(502, g.stackTrace().length);
    assertEquals("up", g.switchTo("up"));
    List<Integer> numbers = new ArrayList<>(List.of(3, 1, 2));
    Greenlet pinned =
        new Greenlet(
            first -> {
              numbers.sort(
                  (a, b) -> {
                    main.switchTo(); // called back by the JDK's plain code
                    return a - b;
                  });
              return null;
            });
    assertThrows(PinnedException.class, pinned::switchTo);
    assertTrue(pinned.isDead());
  }

  @Test
  void g56_switchInsideAGenerator_worksAndGuardsIt() {
    Greenlet[] other = new Greenlet[1];
    Generator<Integer, Void, Void> generator =
        Generator.of(
            yielder -> {
              yielder.yieldValue((Integer) other[0].switchTo());
              yielder.yieldValue(2);
            });
    other[0] =
        new Greenlet(
            first -> {
              try {
                generator.next();
              } catch (IllegalStateException e) {
                log.add(e.getMessage());
              }
              return 1;
            });
    Greenlet reader =
        new Greenlet(
            () -> {
              log.add(generator.next());
              log.add(generator.next());
            });
    other[0].setParent(reader);
    reader.switchTo();
    assertTrue(log.get(0).toString().contains("already executing"), log.get(0)::toString);
    assertEquals(List.of(1, 2), log.subList(1, 3));
  }

  @Test
  void g57_greenlets_makeGenerators() {
    List<Object> seen = new ArrayList<>();
    Greenlet permutations = new Greenlet(() -> permute(new ArrayList<>(List.of(1, 2, 3, 4)), 0));
    for (Object p = permutations.switchTo(); !permutations.isDead(); p = permutations.switchTo()) {
      seen.add(p);
    }
    assertEquals(24, seen.stream().distinct().count());
    assertEquals(24, seen.size());
  }

  @Suspendable
  private void permute(List<Integer> values, int from) {
    if (from == values.size()) {
      main.switchTo(List.copyOf(values));
    }
    for (int i = from; i < values.size(); i++) {
      Collections.swap(values, from, i);
      permute(values, from + 1);
      Collections.swap(values, from, i);
    }
  }

  @Test
  void g59_stackOverflow_isAnOrdinaryExceptionAtTheStartersDepth() {
    Greenlet g = new Greenlet(first -> overflow(0));
    assertThrows(StackOverflowError.class, g::switchTo);
    assertTrue(g.isDead());
    assertEquals("fine", new Greenlet(first -> "fine").switchTo());
    int first = (int) new Greenlet(value -> depthUntilOverflow()).switchTo();
    int deepest = 0;
    int shallowest = 0;
    for (int i = 0; i < 50; i++) {
      // Compiled code needs less stack, so the most of each is that of compiled code: the second
      // of a pair is not less compiled than the first.
      int deeper = atDepth(first / 2, () -> new Greenlet(value -> depthUntilOverflow()).switchTo());
      deepest = Math.max(deepest, deeper);
      shallowest =
          Math.max(shallowest, (int) new Greenlet(value -> depthUntilOverflow()).switchTo());
    }
    int deep = deepest;
    int shallow = shallowest;
    assertTrue(deep < shallow, () -> deep + " of " + shallow);
  }

  @Suspendable
  private Object overflow(int depth) {
    return depth < 0 ? main.switchTo() : overflow(depth + 1) + "x";
  }

  private int depthUntilOverflow() {
    int[] depth = {0};
    try {
      count(depth);
    } catch (StackOverflowError e) {
      return depth[0];
    }
    return -1;
  }

  @SuppressWarnings("InfiniteRecursion") // that is the point
  private static int count(int[] depth) {
    depth[0]++;
    return count(depth) + 1;
  }

  private static int atDepth(int depth, Supplier<Object> work) {
    return depth == 0 ? (int) work.get() : atDepth(depth - 1, work) + 0;
  }

  @Test
  void g60_toString_namesTheState() throws Exception {
    Greenlet[] g = new Greenlet[1];
    g[0] =
        new Greenlet(
            () -> {
              log.add(g[0].toString());
              main.switchTo();
            });
    String name = g[0].toString().replace(" pending", "");
    assertTrue(name.startsWith("Greenlet@"), name);
    assertEquals(name + " pending", g[0].toString());
    g[0].switchTo();
    assertEquals(List.of(name + " current active started"), log);
    assertEquals(name + " suspended active started", g[0].toString());
    g[0].switchTo();
    assertEquals(name + " dead", g[0].toString());
    assertTrue(main.toString().endsWith(" current active started main"), main::toString);
    Greenlet[] gone = new Greenlet[1];
    Thread thread = new Thread(() -> gone[0] = Greenlet.current());
    thread.start();
    thread.join();
    assertTrue(gone[0].toString().endsWith(" (thread exited) dead"), gone[0]::toString);
  }

  @Test
  void g61_hundredThousandGreenlets_leaveNoMemory() {
    long before = usedHeap();
    List<Greenlet> all = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      Greenlet g = new Greenlet(first -> main.switchTo(first));
      g.switchTo(i);
      all.add(g);
    }
    for (int i = 0; i < all.size(); i++) {
      assertEquals(i, all.get(i).switchTo(i));
      assertTrue(all.get(i).isDead());
    }
    all.clear();
    long growth = usedHeap() - before;
    assertTrue(growth < 10_000_000, () -> growth + " bytes");
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void g62_plainFrameInBetween_isRefusedNotCorrupted() {
    Greenlet g =
        new Greenlet(
            first -> {
              try {
                IntStream.of(1).forEach(i -> plain());
              } catch (PinnedException e) {
                log.add(e.getMessage());
              }
              return main.switchTo("goes on");
            });
    assertEquals("goes on", g.switchTo());
    String message = (String) log.get(0);
    assertTrue(message.contains("switchTo: a switch to Greenlet@"), message);
    assertTrue(message.contains("cannot suspend the coroutine at"), message);
    assertTrue(message.contains("forEach"), message);
    assertFalse(g.isDead());
    assertEquals("end", g.switchTo("end"));
  }

  private void plain() {
    main.switchTo();
  }

  @Test
  void continuationAroundGreenlets_suspendsFromInsideOne() {
    ContinuationScope scope = new ContinuationScope("outer");
    Greenlet g =
        new Greenlet(
            first -> {
              log.add("greenlet");
              Continuation.suspend(scope);
              log.add("greenlet resumed");
              log.add(main.switchTo("half"));
              return "end";
            });
    Continuation outer =
        new Continuation(
            scope,
            () -> {
              log.add(g.switchTo());
              log.add(g.switchTo("in"));
            });
    outer.run();
    log.add("suspended");
    outer.run();
    assertTrue(outer.isDone());
    assertEquals(List.of("greenlet", "suspended", "greenlet resumed", "half", "in", "end"), log);
  }
}
