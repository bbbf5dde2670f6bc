package dev.weft.hub;

import dev.weft.SuspendableCallable;
import dev.weft.SuspendableRunnable;
import dev.weft.continuation.StartFrame;
import dev.weft.waiting.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * How a hub is to be run, where the defaults do not fit.
 *
 * <pre>{@code
 * Hub.with().clock(new ManualClock()).run(() -> Task.sleep(Duration.ofDays(3)));
 * }</pre>
 */
public final class HubOptions {
  /** What a hub does when nothing can ever happen on it again. */
  public enum DeadlockPolicy {
    /** Raises a {@link DeadlockException} in the main task. */
    RAISE,
    /** Reports it once, and waits: somebody outside may wake a task after all. */
    REPORT
  }

  private static final AtomicInteger NAMES = new AtomicInteger();

  private Clock clock = Clock.SYSTEM;
  private String name;
  private Duration grace = Duration.ofSeconds(10);
  private Duration deadlockCheck = Duration.ofSeconds(1);
  private DeadlockPolicy deadlocks = DeadlockPolicy.RAISE;
  private BiConsumer<Task<?>, Throwable> uncaught = Reports::uncaught;
  private long monitorNanos = Long.MAX_VALUE;
  private Consumer<BlockedHub> blocked = Reports::blocked;
  private long deadlockSearchNanos = Long.MAX_VALUE;
  private Consumer<TaskEvent> tracer;
  private BiConsumer<Hub, List<Task<?>>> circles = Reports::circle;
  private List<TaskContext<?>> contexts = List.of();
  private boolean hidden;
  private int spares = 256;
  private Consumer<PinnedTask> pinned = Reports::pinned;
  private boolean threads;

  HubOptions() {}

  /** Where its timers get the time from. */
  public HubOptions clock(Clock newClock) {
    clock = Objects.requireNonNull(newClock, "clock");
    return this;
  }

  /** The name that dumps and messages show; {@code hub-N} otherwise. */
  public HubOptions name(String newName) {
    name = Objects.requireNonNull(newName, "name");
    return this;
  }

  /** How long tasks that are killed when the hub ends may take; ten seconds otherwise. */
  public HubOptions grace(Duration newGrace) {
    Limit.nanos(newGrace, "grace");
    grace = newGrace;
    return this;
  }

  /** Lets {@code context} follow each task, the main one included. */
  public HubOptions carry(TaskContext<?> context) {
    List<TaskContext<?>> all = new ArrayList<>(contexts);
    all.add(Objects.requireNonNull(context, "context"));
    contexts = List.copyOf(all);
    return this;
  }

  /** What it does when nothing can ever happen again; {@link DeadlockPolicy#RAISE} otherwise. */
  public HubOptions onDeadlock(DeadlockPolicy policy) {
    deadlocks = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /** Who hears of failures that end a task; otherwise they are printed to {@link System#err}. */
  public HubOptions uncaught(BiConsumer<Task<?>, Throwable> handler) {
    uncaught = Objects.requireNonNull(handler, "handler");
    return this;
  }

  /**
   * Lets a thread watch the hub: when it has not switched for {@code limit}, that is printed to
   * {@link System#err} with the culprit's stack, once for each place.
   */
  public HubOptions monitor(Duration limit) {
    return monitor(limit, Reports::blocked);
  }

  /** The same with a handler, which the watching thread calls. */
  public HubOptions monitor(Duration limit, Consumer<BlockedHub> handler) {
    monitorNanos = positive(limit, "limit");
    blocked = Objects.requireNonNull(handler, "handler");
    return this;
  }

  /**
   * Lets a thread look for tasks that wait for each other in a circle while others live ({@link
   * Hub#findDeadlocks}); each is printed to {@link System#err} once.
   */
  public HubOptions searchDeadlocks(Duration every) {
    return searchDeadlocks(every, Reports::circle);
  }

  /** The same with a handler, which the watching thread calls. */
  public HubOptions searchDeadlocks(Duration every, BiConsumer<Hub, List<Task<?>>> handler) {
    deadlockSearchNanos = positive(every, "every");
    circles = Objects.requireNonNull(handler, "handler");
    return this;
  }

  /**
   * Tells {@code listener} everything the hub does with its tasks, in that order: the same program
   * with the same input on a {@link ManualClock} makes the same events each time, unless threads or
   * several hubs take part. The carrier calls it: it must not wait, and what it throws is reported
   * and ends the trace. A hub that is not traced pays nothing for it.
   */
  public HubOptions trace(Consumer<TaskEvent> listener) {
    tracer = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /** Leaves the variables of tasks out of dumps: their values may be secret. */
  public HubOptions hideVariables() {
    hidden = true;
    return this;
  }

  /**
   * How many spare carriers it may have at a time: so many tasks can block one while the others run
   * on; 256 otherwise. When all are blocked, the hub stands still until one is back.
   *
   * @throws IllegalArgumentException if {@code most} is negative
   */
  public HubOptions spares(int most) {
    if (most < 0) {
      throw new IllegalArgumentException("a hub cannot have " + most + " spare carriers");
    }
    spares = most;
    return this;
  }

  /**
   * Who hears of tasks that block their carrier, once for each place; otherwise they are printed to
   * {@link System#err}. Called by the carrier or by a thread that watches it; not for long.
   */
  public HubOptions onPinned(Consumer<PinnedTask> handler) {
    pinned = Objects.requireNonNull(handler, "handler");
    return this;
  }

  /**
   * Its tasks are the program's threads: they are not killed when the JVM ends, and nobody limits
   * how many of them block.
   */
  HubOptions runThreads() {
    threads = true;
    spares = Integer.MAX_VALUE;
    return onDeadlock(DeadlockPolicy.REPORT);
  }

  boolean runsThreads() {
    return threads;
  }

  private static long positive(Duration duration, String name) {
    long nanos = Limit.nanos(duration, name);
    if (nanos == 0) {
      throw new IllegalArgumentException(name + " is zero");
    }
    return nanos;
  }

  /** See {@link Hub#run}. */
  public void run(SuspendableRunnable body) throws Exception {
    run(new TaskBody.OfRunnable(Objects.requireNonNull(body, "body")));
  }

  /** See {@link Hub#call}. */
  public <T> T call(SuspendableCallable<T> body) throws Exception {
    return run(new TaskBody.OfCallable(Objects.requireNonNull(body, "body")));
  }

  @SuppressWarnings("TypeParameterUnusedInFormals") // what the body in the frame returns
  private <T> T run(StartFrame start) {
    Hub hub = new Hub(named());
    Task<T> main = hub.mainTask(start);
    hub.loop().run(main);
    return main.resultNow();
  }

  private HubOptions named() {
    HubOptions own = new HubOptions();
    own.clock = clock;
    own.name = name == null ? "hub-" + NAMES.incrementAndGet() : name;
    own.grace = grace;
    own.deadlockCheck = deadlockCheck;
    own.deadlocks = deadlocks;
    own.uncaught = uncaught;
    own.monitorNanos = monitorNanos;
    own.blocked = blocked;
    own.deadlockSearchNanos = deadlockSearchNanos;
    own.circles = circles;
    own.tracer = tracer;
    own.contexts = contexts;
    own.hidden = hidden;
    own.spares = spares;
    own.pinned = pinned;
    own.threads = threads;
    return own;
  }

  /** Null when nobody listens. */
  Tracing tracing() {
    return tracer == null ? null : new Tracing(tracer, clock);
  }

  Clock clock() {
    return clock;
  }

  String name() {
    return name;
  }

  boolean showsVariables() {
    return !hidden;
  }

  List<TaskContext<?>> contexts() {
    return contexts;
  }

  long graceNanos() {
    return grace.toNanos();
  }

  long deadlockNanos() {
    return deadlockCheck.toNanos();
  }

  DeadlockPolicy deadlocks() {
    return deadlocks;
  }

  void uncaught(Task<?> task, Throwable failure) {
    try {
      uncaught.accept(task, failure);
    } catch (Throwable e) { // a checked one, too: lambdas can throw them
      Reports.uncaught(task, failure);
      Reports.uncaught(task, e);
    }
  }

  long monitorNanos() {
    return monitorNanos;
  }

  long deadlockSearchNanos() {
    return deadlockSearchNanos;
  }

  void blocked(BlockedHub report) {
    try {
      blocked.accept(report);
    } catch (RuntimeException | Error e) {
      Reports.failed("the handler of blocked hubs", e);
    }
  }

  void deadlocked(Hub hub, List<Task<?>> circle) {
    try {
      circles.accept(hub, circle);
    } catch (RuntimeException | Error e) {
      Reports.failed("the handler of deadlocks", e);
    }
  }

  int spares() {
    return spares;
  }

  void pinned(PinnedTask report) {
    pinned.accept(report);
  }

  void leftOver(Hub hub, List<Task<?>> tasks) {
    Reports.leftOver(hub, tasks, grace);
  }
}
