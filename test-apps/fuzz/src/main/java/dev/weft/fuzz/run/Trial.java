package dev.weft.fuzz.run;

import dev.weft.abi.Chaos;
import dev.weft.continuation.Continuation;
import dev.weft.fuzz.emit.Extras;
import dev.weft.fuzz.emit.Names;
import dev.weft.fuzz.emit.ProgramEmitter;
import dev.weft.fuzz.program.Node;
import dev.weft.fuzz.run.Disagreement.Kind;
import java.lang.reflect.Constructor;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Runs one program in every way and compares. It goes on step by step, a step being what a program
 * does between two suspensions, and any worker may take the next one: so a program is resumed on
 * threads that change at random, without anybody having to wait.
 */
public final class Trial {
  private static final Object CHAOS = new Object();

  /** Suspensions of a run whose frames are looked at. */
  private static final int MAX_NOTED = 40;

  private final Node program;
  private final Tally tally;
  private final Observer observer;
  private final Plans plans;
  private final ProgramEmitter.Emitted emitted;
  private PlainProgram plain;
  private final Map<Boolean, Constructor<?>> launchers = new HashMap<>();
  private final Map<Boolean, Integer> runs = new HashMap<>();
  private final BitSet capturedLines = new BitSet();
  private Disagreement found;
  private Plans.Plan plan;
  private Continuation running;
  private Context context;
  private BitSet knownPinned = new BitSet();
  private Thread lastThread;
  private boolean done;

  /** Sees what happens, for the coverage table. */
  public interface Observer {
    /** Nobody looks. */
    Observer NONE = new Observer() {};

    /**
     * A program was run in all ways, and agreed.
     *
     * @param capturedLines the lines of calls at which a frame was captured; each is that of one
     *     call
     */
    default void judged(Map<String, byte[]> classes, BitSet capturedLines) {}
  }

  /**
   * A trial of one program.
   *
   * @param seed for what is random in how it is run
   */
  public Trial(Node program, long seed, Tally tally, Observer observer) {
    this.program = program;
    this.tally = tally;
    this.observer = observer;
    this.plans = new Plans(seed);
    this.emitted = ProgramEmitter.emit(program);
  }

  /** Runs all steps on the current thread, which is a worker. */
  public Optional<Disagreement> runAll(Weaver weaver) {
    boolean last = false;
    while (!last) {
      last = step(weaver);
    }
    return disagreement();
  }

  /** What was found; empty while it goes on, and when all ways agree. */
  public Optional<Disagreement> disagreement() {
    return Optional.ofNullable(found);
  }

  /** The next step, on the current thread, which is a worker; whether it was the last one. */
  public boolean step(Weaver weaver) {
    if (plain == null) {
      start(weaver);
    } else if (running != null) {
      resume();
    } else {
      plan = plans.next();
      if (plan == null) {
        end();
      } else if (plan.hooked()) {
        synchronized (CHAOS) {
          Chaos.configure(plan.chaosSeed(), plan.chaos());
          begin();
          while (running != null) {
            resume();
          }
          Chaos.configure(0, 0);
        }
      } else {
        begin();
      }
    }
    return done;
  }

  private void disagree(String way, Kind kind, String detail) {
    MachineTroubleException.check(detail);
    if (found == null) {
      found = new Disagreement(program, way, kind, detail);
    }
    running = null;
    done = true;
  }

  // ---- the plain program, and the woven classes ------------------------------------------------

  private void start(Weaver weaver) {
    plain = new PlainProgram(emitted);
    if (plain.refusal().isPresent()) {
      disagree("plain", Kind.REFUSED_PLAIN, plain.refusal().get());
      return;
    }
    Map<String, byte[]> classes = new HashMap<>(emitted.classes());
    classes.put(Names.LAUNCH, Extras.launcherClass());
    try {
      Weaver.Woven woven = weaver.weave(classes);
      if (!woven.messages().isEmpty()) {
        disagree("weaving", Kind.WEAVER_SPOKE, String.join("\n", woven.messages()));
        return;
      }
      launchers.put(false, launcher(woven.production()));
      launchers.put(true, launcher(woven.chaos()));
    } catch (Throwable e) {
      boolean loading = e instanceof LinkageError;
      disagree("weaving", loading ? Kind.REFUSED_WOVEN : Kind.WEAVER_FAILED, trace(e));
    }
  }

  private static Constructor<?> launcher(Map<String, byte[]> classes)
      throws ReflectiveOperationException {
    ProgramLoader loader = new ProgramLoader(classes);
    for (String name : classes.keySet()) {
      // All are verified, and nothing is initialised.
      loader.verify(name);
    }
    return loader.loadClass(Names.LAUNCH.replace('/', '.')).getConstructor();
  }

  static String trace(Throwable e) {
    StringBuilder text = new StringBuilder(e.toString());
    StackTraceElement[] trace = e.getStackTrace();
    for (int i = 0; i < Math.min(12, trace.length); i++) {
      text.append("\n  at ").append(trace[i]);
    }
    return e.getCause() == null ? text.toString() : text + "\ncause " + trace(e.getCause());
  }

  // ---- one run ----------------------------------------------------------------------------------

  private void begin() {
    Schedule schedule = plan.schedule();
    context = new Context(schedule, knownPinned, null);
    try {
      running =
          new Continuation(
              Probe.SCOPE,
              (dev.weft.SuspendableRunnable) launchers.get(plan.hooked()).newInstance());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the launcher", e);
    }
    lastThread = null;
    resume();
  }

  private void resume() {
    Thread thread = Thread.currentThread();
    if (lastThread != null && lastThread != thread) {
      tally.handOvers.increment();
    }
    lastThread = thread;
    Worker.serve(context);
    String outcome;
    try {
      running.run();
      if (!running.isDone()) {
        if (context.suspensions() > Context.MAX_POINTS) {
          disagree(plan.toString(), Kind.ENDLESS, "resumed without end");
        } else if (plan.schedule().all() && !plan.hooked()) {
          noteCaptured();
        }
        return;
      }
      outcome = Outcome.returned(context);
    } catch (Throwable e) {
      outcome = Outcome.threw(context, e);
    }
    running = null;
    judge(outcome);
  }

  private void noteCaptured() {
    if (context.suspensions() > MAX_NOTED) {
      return;
    }
    for (StackTraceElement frame : running.stackTrace()) {
      if (frame.getClassName().startsWith("fuzzed.") && frame.getLineNumber() > 0) {
        capturedLines.set(frame.getLineNumber());
      }
    }
  }

  private void judge(String outcome) {
    tally.runs.increment();
    tally.suspensions.add(context.suspensions());
    int run = runs.merge(plan.hooked(), 1, Integer::sum);
    String expected = run == 1 ? plain.first() : plain.later();
    boolean agree = outcome.equals(expected);
    if (!agree && Outcome.agreeButForRecursion(expected, outcome)) {
      tally.repetitions.increment();
      agree = true;
    }
    if (!agree) {
      Kind kind = outcome.contains("VerifyError") ? Kind.REFUSED_WOVEN : Kind.OUTCOME;
      disagree(plan.toString(), kind, difference(expected, outcome));
    } else if (plan.schedule().all() && !plan.hooked()) {
      judgePinned(run);
    }
  }

  private void judgePinned(int run) {
    BitSet expected = run == 1 ? plain.firstPinned() : plain.laterPinned();
    if (!context.pinned().equals(expected)) {
      disagree(
          plan.toString(),
          Kind.PINNED,
          "pinned at " + context.pinned() + ", expected at " + expected);
      return;
    }
    knownPinned = plain.laterPinned();
    tally.pinned.add(knownPinned.cardinality());
    BitSet free = new BitSet();
    free.set(0, plain.points());
    free.andNot(knownPinned);
    plans.add(free);
    if (free.cardinality() <= Plans.ALL_SUBSETS) {
      tally.exhaustive.increment();
    }
  }

  private static String difference(String expected, String actual) {
    String[] wanted = expected.split("\n", -1);
    String[] got = actual.split("\n", -1);
    int at = 0;
    while (at < wanted.length && at < got.length && wanted[at].equals(got[at])) {
      at++;
    }
    StringBuilder text = new StringBuilder("the same for " + at + " lines, then\n");
    for (int i = at; i < Math.min(at + 8, wanted.length); i++) {
      text.append("  expected ").append(wanted[i]).append('\n');
    }
    for (int i = at; i < Math.min(at + 8, got.length); i++) {
      text.append("  but got  ").append(got[i]).append('\n');
    }
    return text.toString();
  }

  private void end() {
    done = true;
    tally.programs.increment();
    if (plain.later().contains("\nthrew ") || plain.later().startsWith("threw ")) {
      tally.threw.increment();
    }
    observer.judged(emitted.classes(), capturedLines);
  }
}
