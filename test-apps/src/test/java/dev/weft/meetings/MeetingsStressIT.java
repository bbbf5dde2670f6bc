package dev.weft.meetings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.SuspendableCallable;
import dev.weft.hub.Task;
import dev.weft.sync.Barrier;
import dev.weft.sync.FairLock;
import dev.weft.sync.Mutex;
import dev.weft.sync.MutexCondition;
import dev.weft.sync.ReentrantMutex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Tasks of two hubs and threads give and take at random, with short limits, and are killed and
 * interrupted: at the end the counters add up. {@code -Dseed=} repeats the random choices, {@code
 * -Dstress.millis=} lengthens each part.
 */
class MeetingsStressIT {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final long MILLIS = Long.getLong("stress.millis", 500);
  private static final long PATIENCE_SECONDS = 60;
  private static final List<Parties.Kind> KINDS = List.of(Parties.Kind.values());
  private static final Parties PARTIES = new Parties();

  private final AtomicLong given = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();
  private final AtomicInteger parties = new AtomicInteger();
  private volatile boolean over;

  @AfterAll
  static void endHubs() throws InterruptedException {
    PARTIES.close();
  }

  private Random random() {
    return new Random(SEED + parties.incrementAndGet());
  }

  @TestFactory
  Stream<DynamicTest> resource_givenAndTakenByAll_addsUp() {
    return Resource.all().entrySet().stream()
        .filter(each -> !each.getKey().equals("ReentrantMutex")) // only its owner could give it
        .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> storm(each)));
  }

  private void storm(Map.Entry<String, Supplier<Resource>> each) throws Exception {
    System.out.println("seed " + SEED + " for " + each.getKey());
    Resource resource = each.getValue().get();
    given.set(0);
    taken.set(0);
    over = false;
    List<Parties.Party> running = new ArrayList<>();
    running.add(PARTIES.start(Parties.Kind.THREAD, giver(resource)));
    running.add(PARTIES.start(Parties.Kind.FOREIGN_TASK, giver(resource)));
    List<Parties.Party> victims = new ArrayList<>();
    for (Parties.Kind kind : Parties.Kind.values()) {
      for (int i = 0; i < 2; i++) {
        running.add(PARTIES.start(kind, taker(resource)));
        victims.add(PARTIES.start(kind, taker(resource)));
      }
    }
    Random random = random();
    long limit = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS);
    while (System.nanoTime() - limit < 0) {
      int chosen = random.nextInt(victims.size());
      if (random.nextBoolean()) {
        victims.get(chosen).interrupt();
      } else {
        victims.get(chosen).kill();
        awaitKilled(victims.get(chosen), chosen < 4);
        if (chosen < 4) {
          victims.set(chosen, PARTIES.start(KINDS.get(chosen / 2), taker(resource)));
        }
      }
    }
    over = true;
    running.addAll(victims);
    for (Parties.Party party : running) {
      party.get(PATIENCE_SECONDS);
    }
    assertTrue(given.get() > 0, "nothing was given");
    assertEquals(given.get(), taken.get() + resource.left(), "given, and taken or left");
    assertEquals(0, resource.waiting());
  }

  private static void awaitKilled(Parties.Party party, boolean isTask) throws Exception {
    if (isTask) {
      try {
        party.get(PATIENCE_SECONDS);
      } catch (CancellationException e) {
        return;
      }
      throw new AssertionError("it went on though it was killed");
    }
  }

  private SuspendableCallable<?> giver(Resource resource) {
    return () -> {
      while (!over) {
        if (resource.give()) {
          given.incrementAndGet();
        }
        Task.yieldNow();
      }
      return null;
    };
  }

  private SuspendableCallable<?> taker(Resource resource) {
    Random random = random();
    return () -> {
      while (!over) {
        try {
          if (resource.takeWithin(Duration.ofNanos(random.nextInt(200_000)))) {
            taken.incrementAndGet();
          }
        } catch (InterruptedException e) {
          Thread.onSpinWait(); // it took nothing
        }
        Task.yieldNow(); // where it is killed if it never has to wait
      }
      return null;
    };
  }

  // ---- what is guarded -------------------------------------------------------------------------

  private static void awaitAll(List<Parties.Party> all) throws Exception {
    for (Parties.Party each : all) {
      each.get(PATIENCE_SECONDS);
    }
  }

  @Test
  void locks_guardWhatTheyGuard_alsoAcrossWaits() throws Exception {
    for (FairLock lock : List.of(new Mutex(), new ReentrantMutex())) {
      long[] guarded = new long[1];
      over = false;
      taken.set(0);
      List<Parties.Party> all = new ArrayList<>();
      for (Parties.Kind kind : Parties.Kind.values()) {
        for (int i = 0; i < 3; i++) {
          Random random = random();
          all.add(PARTIES.start(kind, () -> countUp(lock, guarded, random)));
        }
      }
      TimeUnit.MILLISECONDS.sleep(MILLIS);
      over = true;
      awaitAll(all);
      assertEquals(taken.get(), guarded[0]);
      assertTrue(guarded[0] > 0);
    }
  }

  @Suspendable
  private Object countUp(FairLock lock, long[] guarded, Random random) throws InterruptedException {
    while (!over) {
      if (lock.tryLock(random.nextInt(300), TimeUnit.MICROSECONDS)) {
        try {
          long seen = guarded[0];
          if (random.nextInt(4) == 0) {
            Task.yieldNow();
          }
          guarded[0] = seen + 1;
        } finally {
          lock.unlock();
        }
        taken.incrementAndGet();
      }
    }
    return null;
  }

  @Test
  void barrier_lettingNineGoOnTogether_neverMixesRounds() throws Exception {
    int rounds = 300;
    AtomicInteger round = new AtomicInteger();
    Barrier barrier = new Barrier(9, () -> round.incrementAndGet());
    List<Parties.Party> all = new ArrayList<>();
    for (Parties.Kind kind : Parties.Kind.values()) {
      for (int i = 0; i < 3; i++) {
        all.add(
            PARTIES.start(
                kind,
                () -> {
                  for (int done = 0; done < rounds; done++) {
                    int index = barrier.await();
                    taken.addAndGet(index);
                    if (round.get() < done + 1 || round.get() > done + 2) {
                      throw new AssertionError(round + " after " + done);
                    }
                  }
                  return null;
                }));
      }
    }
    awaitAll(all);
    assertEquals(rounds, round.get());
    assertEquals(rounds * 36L, taken.get());
  }

  @Test
  void condition_passingATokenAround_losesNoSignal() throws Exception {
    int rounds = 300;
    MutexCondition condition = new MutexCondition();
    int[] token = new int[1];
    List<Parties.Party> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int own = i;
      all.add(
          PARTIES.start(
              KINDS.get(i),
              () -> {
                for (int done = 0; done < rounds; done++) {
                  condition.lock().lock();
                  try {
                    condition.waitFor(() -> token[0] % 3 == own);
                    token[0]++;
                    condition.signalAll();
                  } finally {
                    condition.lock().unlock();
                  }
                }
                return null;
              }));
    }
    awaitAll(all);
    assertEquals(3 * rounds, token[0]);
  }
}
