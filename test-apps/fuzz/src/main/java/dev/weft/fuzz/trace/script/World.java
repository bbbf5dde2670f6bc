package dev.weft.fuzz.trace.script;

import dev.weft.continuation.Continuation;
import dev.weft.continuation.ContinuationScope;
import dev.weft.fuzz.trace.script.Script.ContinuationScript;
import dev.weft.fuzz.trace.script.Script.GeneratorScript;
import dev.weft.fuzz.trace.script.Script.Step;
import dev.weft.generator.Generator;
import dev.weft.generator.Yielder;
import dev.weft.greenlet.Greenlet;
import dev.weft.greenlet.GreenletExit;
import java.util.ArrayList;
import java.util.List;

/** The real coroutines of a script, and what was seen of them. */
public final class World {
  /** How many operations a script may do, lest it goes on for ever. */
  public static final int FUEL = 4_000;

  private final Script script;
  private final Threads threads;
  private final ContinuationScope[] scopes = new ContinuationScope[Script.SCOPES];
  private final Continuation[] continuations;
  private final List<Generator<Object, Object, ?>> generators = new ArrayList<>();
  private final List<Yielder<Object, Object>> yielders = new ArrayList<>();
  private final Greenlet[] greenlets;
  private final StringBuilder log = new StringBuilder();
  private int fuel = FUEL;

  /** What came of a step. */
  public record Outcome(String seen, List<StackTraceElement> trace) {}

  /** A world in which nothing has been started. */
  public World(Script script, Threads threads) throws Exception {
    this.script = script;
    this.threads = threads;
    for (int i = 0; i < scopes.length; i++) {
      scopes[i] = new ContinuationScope("scope " + i);
    }
    continuations = new Continuation[script.continuations().size()];
    for (int i = 0; i < continuations.length; i++) {
      newContinuation(i);
    }
    for (int i = 0; i < script.generators().size(); i++) {
      generators.add(null);
      yielders.add(null);
      newGenerator(i);
    }
    int own = script.greenlets().size();
    greenlets = new Greenlet[own + Script.THREADS];
    for (int i = 0; i < greenlets.length; i++) {
      int slot = i;
      if (i >= own) {
        greenlets[i] = threads.call(i - own, Greenlet::current);
      } else {
        threads.call(script.greenlets().get(i).thread(), () -> newGreenlet(slot));
      }
    }
  }

  // ---- the driver ----------------------------------------------------------------------------

  /** Does a step, and looks at everything then. */
  public Outcome step(Step step) throws Exception {
    log.setLength(0);
    Throwable failure = threads.call(step.thread(), () -> outcomeOf(step.node()));
    if (failure instanceof AssertionError error) {
      throw error;
    }
    log(failure == null ? "ok" : "threw " + Failures.describe(failure));
    lookAtAll();
    return new Outcome(
        log.toString(),
        failure != null && Failures.isTraced(failure)
            ? ofScripts(failure.getStackTrace())
            : List.of());
  }

  private Throwable outcomeOf(Node node) {
    try {
      node.execute(this);
      return null;
    } catch (Throwable failure) {
      return failure;
    }
  }

  private void lookAtAll() {
    for (Continuation continuation : continuations) {
      log("c" + continuation.isDone());
      log(ofScripts(continuation.stackTrace()));
    }
    for (Generator<?, ?, ?> generator : generators) {
      log("g" + generator.state());
      log(ofScripts(generator.stackTrace()));
    }
    for (int i = 0; i < script.greenlets().size(); i++) {
      look(greenlets[i]);
      log("parent " + greenlets[i].parent().map(this::slotOf).orElseThrow());
    }
  }

  void look(Greenlet greenlet) {
    log((greenlet.isActive() ? "active " : "") + (greenlet.isDead() ? "dead" : ""));
    log(ofScripts(greenlet.stackTrace()));
  }

  void look(Generator<?, ?, ?> generator) {
    log("g" + generator.state());
  }

  /** The elements that belong to scripts, and not to the runtime or to who runs the scripts. */
  public static List<StackTraceElement> ofScripts(StackTraceElement[] trace) {
    List<StackTraceElement> elements = new ArrayList<>();
    for (StackTraceElement element : trace) {
      if (Sites.isOfScripts(element)) {
        elements.add(element);
      }
    }
    return elements;
  }

  private void log(List<StackTraceElement> trace) {
    trace.forEach(element -> log.append(Sites.text(element)).append('\n'));
  }

  // ---- what the nodes use --------------------------------------------------------------------

  void log(String line) {
    log.append(line).append('\n');
  }

  void caught(Throwable failure) {
    log("caught " + Failures.describe(failure));
  }

  void check(boolean holds) {
    if (!holds) {
      throw new AssertionError("a local variable was lost");
    }
  }

  /** Counts an operation. */
  void burn() {
    if (--fuel < 0) {
      throw new AssertionError("the script does more than the model says");
    }
  }

  static String text(Object value) {
    return value instanceof GreenletExit exit ? Failures.describe(exit) : String.valueOf(value);
  }

  boolean isFree(int thread) {
    return threads.isFree(thread);
  }

  void onThread(int thread, Node node) throws Exception {
    threads.call(
        thread,
        () -> {
          node.execute(this);
          return null;
        });
  }

  ContinuationScope scope(int number) {
    return scopes[number];
  }

  Continuation continuation(int slot) {
    return continuations[slot];
  }

  void put(int slot, Continuation continuation) {
    continuations[slot] = continuation;
  }

  void newContinuation(int slot) {
    ContinuationScript definition = script.continuations().get(slot);
    continuations[slot] =
        new Continuation(
            scopes[definition.scope()], new Bodies.OfContinuation(this, definition.body()));
  }

  Generator<Object, Object, ?> generator(int slot) {
    return generators.get(slot);
  }

  void newGenerator(int slot) {
    GeneratorScript definition = script.generators().get(slot);
    generators.set(
        slot,
        definition.hasResult()
            ? new Generator<>(
                new Bodies.OfGenerator(
                    this, slot, Script.resultOf(definition, slot), definition.body()))
            : Generator.of(new Bodies.OfResultless(this, slot, definition.body())));
  }

  void started(int slot, Yielder<Object, Object> yielder) {
    yielders.set(slot, yielder);
  }

  /** That of the body which was started last in this slot; null when none was. */
  Yielder<Object, Object> yielder(int slot) {
    return yielders.get(slot);
  }

  Greenlet greenlet(int slot) {
    return greenlets[slot];
  }

  Greenlet newGreenlet(int slot) {
    greenlets[slot] = new Greenlet(greenletBody(slot));
    return greenlets[slot];
  }

  void newGreenlet(int slot, Greenlet parent) {
    greenlets[slot] = new Greenlet(greenletBody(slot), parent);
  }

  private Bodies.OfGreenlet greenletBody(int slot) {
    return new Bodies.OfGreenlet(this, slot, script.greenlets().get(slot).body());
  }

  /** The slot of a greenlet, or -1 when another one is there now. */
  int slotOf(Greenlet greenlet) {
    for (int i = 0; i < greenlets.length; i++) {
      if (greenlets[i] == greenlet) {
        return i;
      }
    }
    return -1;
  }
}
