package dev.weft.fuzz.run;

import dev.weft.fuzz.program.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;

/**
 * Tries many programs at a time. Each worker takes any unfinished trial, does a few steps of it,
 * and puts it back; so a suspended program goes on on whatever thread comes next.
 */
public final class Fuzzer {
  private static final int IN_FLIGHT = 8;
  private static final int MAX_STEPS = 60;

  private final Weaver weaver;
  private final Tally tally;
  private final Trial.Observer observer;
  private final LongFunction<Node> programs;
  private final ConcurrentLinkedQueue<Trial> open = new ConcurrentLinkedQueue<>();
  private final AtomicLong next;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /**
   * A fuzzer.
   *
   * @param programs the program of a seed
   */
  public Fuzzer(
      Weaver weaver,
      LongFunction<Node> programs,
      long firstSeed,
      Tally tally,
      Trial.Observer observer) {
    this.weaver = weaver;
    this.programs = programs;
    this.next = new AtomicLong(firstSeed);
    this.tally = tally;
    this.observer = observer;
  }

  /**
   * Tries the programs of consecutive seeds as long as {@code wanted} holds for the next one.
   *
   * @param found gets each disagreement; called by one worker at a time
   * @throws MachineTroubleException if the JVM ran out of memory or code cache
   */
  public void run(int threads, LongPredicate wanted, Consumer<Disagreement> found) {
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int number = i;
      workers.add(new Worker(() -> work(number, threads, wanted, found), "fuzz-" + i));
    }
    workers.forEach(Thread::start);
    for (Worker worker : workers) {
      join(worker);
    }
    if (failure.get() instanceof MachineTroubleException trouble) {
      throw trouble;
    }
    if (failure.get() != null) {
      throw new IllegalStateException("the fuzzer failed", failure.get());
    }
  }

  private static void join(Thread worker) {
    boolean joined = false;
    while (!joined) {
      try {
        worker.join();
        joined = true;
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted", e);
      }
    }
  }

  /** Makes {@link #run} return soon. */
  public void stop() {
    stopped.set(true);
  }

  private void work(int number, int threads, LongPredicate wanted, Consumer<Disagreement> found) {
    SplittableRandom random = new SplittableRandom(number);
    try {
      while (!stopped.get()) {
        Trial trial = open.size() < IN_FLIGHT / threads + 1 ? fresh(wanted) : open.poll();
        if (trial == null) {
          trial = open.poll();
        }
        if (trial == null) {
          return;
        }
        int steps = 1 + random.nextInt(MAX_STEPS);
        boolean done = false;
        for (int i = 0; i < steps && !done; i++) {
          done = trial.step(weaver);
        }
        if (done) {
          report(trial.disagreement(), found);
        } else {
          open.add(trial);
        }
      }
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
      stopped.set(true);
    }
  }

  private Trial fresh(LongPredicate wanted) {
    long seed = next.getAndIncrement();
    return wanted.test(seed) ? trial(seed) : null;
  }

  private Trial trial(long seed) {
    try {
      return new Trial(programs.apply(seed), seed, tally, observer);
    } catch (RuntimeException | LinkageError e) {
      throw new IllegalStateException("no program could be made of seed " + seed, e);
    }
  }

  private void report(Optional<Disagreement> disagreement, Consumer<Disagreement> found) {
    if (disagreement.isPresent()) {
      synchronized (this) {
        if (!stopped.get()) {
          found.accept(disagreement.get());
        }
      }
    }
  }
}
