package dev.weft.proof;

import dev.weft.Suspendable;
import dev.weft.hub.Hub;
import dev.weft.hub.HubGroup;
import dev.weft.hub.ParallelScheduler;
import dev.weft.hub.Task;
import dev.weft.hub.TaskExit;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Storm after storm: tasks of several hubs, tasks that migrate, and threads do at random whatever
 * tasks can do around a {@link Scene}, and are killed, cancelled and interrupted meanwhile. Half of
 * the storms calm down, the others end with their hubs. After each one nothing may be lost, doubled
 * or left waiting; over all of them neither heap nor threads may grow.
 */
public final class Soak {
  private static final int HUBS = 3;
  private static final int CARRIERS = 2;
  private static final int THREADS = 4;
  private static final int TASKS = 24;
  private static final long STORM_NANOS = 400_000_000;
  private static final long PATIENCE_SECONDS = 60;
  private static final long CHAOS_PAUSE_NANOS = 100_000;

  /** What storms can take place around. */
  public enum Around {
    /** Weft's own classes. */
    WEFT {
      @Override
      Scene scene(HubGroup group, ParallelScheduler parallel, SoakFindings findings) {
        return new SoakScene(group, parallel, findings);
      }
    },
    /** Those of {@code java.util.concurrent}. */
    JDK {
      @Override
      Scene scene(HubGroup group, ParallelScheduler parallel, SoakFindings findings) {
        return new ConcurrentScene(group, parallel, findings);
      }
    };

    abstract Scene scene(HubGroup group, ParallelScheduler parallel, SoakFindings findings);
  }

  private final Around around;
  private final long seed;
  private final long nanos;
  private final PrintStream out;
  private final SoakFindings findings = new SoakFindings();
  private final SoakMeasure measure = new SoakMeasure(findings);
  private final LongAdder acts = new LongAdder();
  private final LongAdder begun = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private int storms;
  private long parties;
  private long tasks;
  private long items;
  private long strokes;
  private volatile boolean calm;

  /** A soak that takes {@code seconds}, and reports to {@code out}. */
  public Soak(Around around, long seed, int seconds, PrintStream out) {
    this.around = around;
    this.seed = seed;
    this.nanos = TimeUnit.SECONDS.toNanos(seconds);
    this.out = out;
  }

  /**
   * Runs it.
   *
   * @return what is wrong; empty when nothing is
   */
  public List<String> run() throws Exception {
    out.println("around " + around + ", seed " + seed + ", " + nanos / 1_000_000_000 + " s");
    Random random = new Random(seed);
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() - end < 0 && findings.wrong().isEmpty()) {
      storm(random);
      measure.sample(out);
    }
    measure.check();
    out.printf(
        "%,d storms, %,d parties, %,d tasks beside them, %,d acts, %,d items, %,d kills and"
            + " interrupts, %,d checks; %s%n",
        storms, parties, tasks, acts.sum(), items, strokes, findings.checks(), measure);
    findings.wrong().forEach(text -> out.println("VIOLATED: " + text));
    return List.copyOf(findings.wrong());
  }

  // ---- one storm -----------------------------------------------------------------------------

  private void storm(Random random) throws Exception {
    boolean abrupt = random.nextBoolean();
    calm = false;
    storms++;
    HubGroup group = HubGroup.start(HUBS);
    ParallelScheduler parallel = ParallelScheduler.start(CARRIERS);
    Scene scene = around.scene(group, parallel, findings);
    List<Thread> threads = new ArrayList<>();
    List<Task<Void>> all = new ArrayList<>();
    try {
      for (int i = 0; i < THREADS; i++) {
        Random own = new Random(random.nextLong());
        Thread thread = new Thread(() -> liveInThread(scene, own), "soak-" + i);
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
      }
      chaos(random, threads, all, () -> spawn(random, group, parallel, scene));
      scene.settle(abrupt);
      calm = true;
      if (!abrupt) {
        awaitThreads(threads); // one may be about to spawn
        awaitTasks(all, group);
        awaitQuiet(group, parallel);
      }
    } finally {
      calm = true;
      parallel.close();
      group.close();
    }
    awaitTasks(all, group);
    awaitThreads(threads);
    checkHubs(group);
    findings.require(
        begun.sum() == ended.sum(), () -> begun + " parties began, " + ended + " ended");
    scene.check();
    parties += all.size() + threads.size();
    tasks += scene.counts()[1];
    items += scene.counts()[0];
  }

  private interface Spawner {
    Task<Void> spawn();
  }

  /** Kills, cancels and interrupts at random, and spawns as many again. */
  private void chaos(Random random, List<Thread> threads, List<Task<Void>> all, Spawner spawner) {
    List<Task<Void>> alive = new ArrayList<>();
    long end = System.nanoTime() + STORM_NANOS;
    while (System.nanoTime() - end < 0) {
      while (alive.size() < TASKS) {
        Task<Void> task = spawner.spawn();
        alive.add(task);
        all.add(task);
      }
      Task<Void> victim = alive.get(random.nextInt(alive.size()));
      switch (random.nextInt(6)) {
        case 0 -> victim.killAsync();
        case 1 -> victim.cancel(true);
        case 2 -> victim.killAsync(new TaskExit("struck twice"));
        case 3 -> threads.get(random.nextInt(threads.size())).interrupt();
        default -> victim.interrupt();
      }
      strokes++;
      alive.removeIf(Task::isDone);
      LockSupport.parkNanos(random.nextInt((int) CHAOS_PAUSE_NANOS));
    }
  }

  private Task<Void> spawn(Random random, HubGroup group, ParallelScheduler parallel, Scene scene) {
    Random own = new Random(random.nextLong());
    int place = random.nextInt(HUBS + 1);
    Duration delay = Duration.ofNanos(random.nextInt(4) == 0 ? random.nextInt(200_000) : 0);
    return Task.with()
        .on(place == HUBS ? parallel : group.hubs().get(place))
        .delay(delay)
        .spawn(() -> live(scene, own));
  }

  private void liveInThread(Scene scene, Random random) {
    begun.increment();
    try {
      while (!calm) {
        actOnce(scene, random, false);
      }
    } finally {
      ended.increment();
    }
  }

  @Suspendable
  private void live(Scene scene, Random random) {
    begun.increment();
    try {
      while (!calm) {
        actOnce(scene, random, random.nextBoolean());
        if (random.nextInt(16) == 0) {
          Task.yieldNow(); // where it is killed if it never has to wait
        }
      }
    } finally {
      ended.increment();
    }
  }

  @Suspendable
  private void actOnce(Scene scene, Random random, boolean asTask) {
    acts.increment();
    try {
      if (asTask) {
        scene.actAsTask(random);
      } else {
        scene.act(random);
      }
    } catch (InterruptedException | TimeoutException e) {
      Thread.onSpinWait(); // it goes on with something else
    } catch (Exception e) {
      if (!scene.isClosing()) {
        findings.unexpected("an act", e);
      }
    }
  }

  // ---- its end -------------------------------------------------------------------------------

  private void awaitTasks(List<Task<Void>> all, HubGroup group) throws InterruptedException {
    for (Task<Void> task : all) {
      task.join(Duration.ofSeconds(PATIENCE_SECONDS));
      findings.require(task.isDone(), () -> "lost: " + task + "\n" + dumps(group));
      findings.require(
          task.exception().isEmpty(), () -> task + " failed: " + task.exception().orElseThrow());
    }
  }

  private void awaitThreads(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      findings.require(
          !thread.isAlive(),
          () -> thread.getName() + " is stuck: " + List.of(thread.getStackTrace()));
    }
  }

  /** Waits until the tasks that outlive who spawned them have ended, too. */
  private void awaitQuiet(HubGroup group, ParallelScheduler parallel) {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() - limit < 0) {
      if (parallel.tasks().isEmpty()
          && group.hubs().stream().allMatch(hub -> hub.taskCount() == 1)) {
        return;
      }
      LockSupport.parkNanos(1_000_000);
    }
    findings.require(false, () -> "tasks do not end:\n" + dumps(group) + parallel.tasks());
  }

  private void checkHubs(HubGroup group) {
    for (Hub hub : group.hubs()) {
      findings.require(
          hub.taskCount() == 0 && hub.spawned() == hub.ended(),
          () -> hub + ": " + hub.spawned() + " spawned, " + hub.ended() + " ended");
    }
  }

  private static String dumps(HubGroup group) {
    StringBuilder text = new StringBuilder();
    group.hubs().forEach(hub -> text.append(hub.dump()));
    return text.toString();
  }
}
