package dev.weft.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.SuspendableRunnable;
import dev.weft.greenlet.Greenlet;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Rules G25 to G32 of SEMANTICS.md: threads and states. */
class GreenletLifeRulesIT {
  private final Greenlet main = Greenlet.current();
  private final List<Object> log = new ArrayList<>();

  private static void onThread(String name, Runnable work) throws Exception {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread = new Thread(work, name);
    thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
    thread.start();
    thread.join();
    if (failure.get() != null) {
      throw new AssertionError(failure.get());
    }
  }

  @Test
  void g25_eachThread_hasAMainGreenletOfItsOwn() throws Exception {
    assertTrue(main.isMain());
    assertTrue(main.parent().isEmpty());
    assertFalse(main.isDead());
    assertTrue(main.isActive());
    onThread(
        "other",
        () -> {
          Greenlet other = Greenlet.current();
          assertNotSame(main, other);
          assertTrue(other.isMain());
          assertTrue(other.parent().isEmpty());
          assertSame(other, Greenlet.current());
        });
  }

  @Test
  void g26_wrongThread_isAnErrorThatNamesBoth() throws Exception {
    Greenlet unstarted = new Greenlet(() -> {});
    Greenlet suspended = new Greenlet(first -> main.switchTo());
    suspended.switchTo();
    String owner = "expected: thread \"" + Thread.currentThread().getName() + "\"";
    onThread(
        "other",
        () -> {
          for (Greenlet g : List.of(unstarted, suspended, main)) {
            for (Executable use : List.<Executable>of(g::switchTo, g::raise, () -> g.switchTo(1))) {
              String message = assertThrows(IllegalStateException.class, use).getMessage();
              assertTrue(message.contains("cannot switch to a different thread"), message);
              assertTrue(message.contains("Current: thread \"other\""), message);
              assertTrue(message.contains(owner), message);
            }
          }
          assertThrows(IllegalStateException.class, unstarted::close);
          assertThrows(IllegalStateException.class, () -> unstarted.setParent(Greenlet.current()));
        });
    assertFalse(unstarted.isDead());
    assertEquals(3, suspended.switchTo(3));
  }

  @Test
  void g27_ownerThreadGone_saysSoAndItsGreenletsAreDead() throws Exception {
    Greenlet[] left = new Greenlet[2];
    onThread(
        "gone",
        () -> {
          left[0] = Greenlet.current();
          left[1] = new Greenlet(first -> left[0].switchTo());
          left[1].switchTo();
        });
    for (Greenlet g : left) {
      assertTrue(g.isDead());
      String message = assertThrows(IllegalStateException.class, g::switchTo).getMessage();
      assertTrue(
          message.contains("cannot switch to a different thread (which happens to have exited)"),
          message);
      assertThrows(IllegalStateException.class, g::raise);
    }
  }

  @Test
  void g28_sixteenThreadsHammering_getCleanErrorsOnly() throws Exception {
    int threads = 16;
    int rounds = 20_000;
    Greenlet[] shared = new Greenlet[threads];
    CountDownLatch ready = new CountDownLatch(threads);
    AtomicInteger clean = new AtomicInteger();
    AtomicReference<Throwable> wrong = new AtomicReference<>();
    List<Thread> all = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int me = t;
      Thread thread =
          new Thread(
              () -> {
                Greenlet own = Greenlet.current();
                shared[me] =
                    new Greenlet(
                        first -> {
                          Object value = first;
                          for (; ; ) {
                            value = own.switchTo(value);
                          }
                        });
                shared[me].switchTo();
                ready.countDown();
                hammer(shared, me, rounds, ready, clean, wrong);
              });
      all.add(thread);
      thread.start();
    }
    for (Thread thread : all) {
      thread.join();
    }
    assertNull(wrong.get(), () -> String.valueOf(wrong.get()));
    assertEquals(threads * rounds, clean.get());
  }

  private static void hammer(
      Greenlet[] shared,
      int me,
      int rounds,
      CountDownLatch ready,
      AtomicInteger clean,
      AtomicReference<Throwable> wrong) {
    try {
      ready.await();
      for (int i = 0; i < rounds; i++) {
        Greenlet foreign = shared[(me + 1 + i % (shared.length - 1)) % shared.length];
        try {
          foreign.switchTo(i);
        } catch (IllegalStateException e) {
          clean.incrementAndGet();
        }
        if (!Integer.valueOf(i).equals(shared[me].switchTo(i))) {
          throw new AssertionError("a value was lost");
        }
      }
    } catch (Throwable e) {
      wrong.set(e);
    }
  }

  @Test
  void g29_current_isTheSubclassInstanceEverywhere() {
    class Mine extends Greenlet {
      @Override
      protected Object run(Object first) {
        log.add(Greenlet.current());
        main.switchTo();
        return Greenlet.current();
      }
    }
    Mine mine = new Mine();
    mine.switchTo();
    assertSame(main, Greenlet.current());
    assertSame(mine, mine.switchTo());
    assertSame(mine, log.get(0));
  }

  @Test
  void g30_states_areThree() {
    Greenlet[] self = new Greenlet[1];
    self[0] =
        new Greenlet(
            () -> {
              log.add(self[0].isActive() + " " + self[0].isDead());
              main.switchTo();
            });
    log.add(self[0].isActive() + " " + self[0].isDead());
    self[0].switchTo();
    log.add(self[0].isActive() + " " + self[0].isDead());
    self[0].switchTo();
    log.add(self[0].isActive() + " " + self[0].isDead());
    assertEquals(List.of("false false", "true false", "true false", "false true"), log);
  }

  @Test
  void g31_body_isFixedAndNoBodyIsAnErrorInTheParent() {
    class NoBody extends Greenlet {}

    assertThrows(NullPointerException.class, () -> new Greenlet((SuspendableRunnable) null));
    Greenlet none = new NoBody();
    String message = assertThrows(UnsupportedOperationException.class, none::switchTo).getMessage();
    assertTrue(message.contains("override run, or pass a body"), message);
    assertTrue(none.isDead());
    Greenlet child = new Greenlet(() -> {}, new NoBody());
    assertThrows(UnsupportedOperationException.class, child::switchTo, "reached as a parent");
  }

  @Test
  void g32_subclass_mayDefineRunAndFields() throws Exception {
    class Counter extends Greenlet {
      private int count;

      @Override
      protected Object run(Object first) {
        for (; ; ) {
          count++;
          main.switchTo(count);
        }
      }
    }
    Counter counter = new Counter();
    counter.switchTo();
    counter.switchTo();
    assertEquals(2, counter.count);
    assertFalse(Cloneable.class.isAssignableFrom(Greenlet.class), "there is no copy of a greenlet");
    assertTrue(
        Modifier.isProtected(Greenlet.class.getDeclaredMethod("run", Object.class).getModifiers()));
  }
}
