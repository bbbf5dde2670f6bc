package dev.weft.fuzz.trace.model;

import dev.weft.fuzz.trace.model.Coroutine.OfGenerator;
import dev.weft.fuzz.trace.model.Coroutine.OfGreenlet;
import dev.weft.fuzz.trace.model.Coroutine.OfScope;
import dev.weft.fuzz.trace.model.Coroutine.State;
import dev.weft.fuzz.trace.script.Script;
import dev.weft.fuzz.trace.script.Script.Step;
import dev.weft.fuzz.trace.script.Sites;
import java.util.List;

/** What a script should do, step by step. */
public final class Model {
  private final Slots slots;
  private final Machine machine;
  private final int ownGreenlets;

  /**
   * What came of a step.
   *
   * @param seen what is to be seen
   * @param trace the whole stack where the exception that ended the step was thrown; empty for none
   * @param wasKept a frame kept that exception, to throw it again
   * @param wasMadeElsewhere it was raised from another coroutine
   */
  public record Expected(
      String seen, List<Place> trace, boolean wasKept, boolean wasMadeElsewhere) {}

  /** A model in which nothing has been started. */
  public Model(Script script, Fault fault) {
    slots = new Slots(script);
    machine = new Machine(Script.THREADS, slots, fault);
    for (int i = 0; i < script.continuations().size(); i++) {
      slots.continuations.add(slots.newContinuation(i));
    }
    for (int i = 0; i < script.generators().size(); i++) {
      slots.yielders.add(null);
      slots.generators.add(slots.newGenerator(i));
    }
    ownGreenlets = script.greenlets().size();
    for (int i = 0; i < ownGreenlets; i++) {
      int thread = script.greenlets().get(i).thread();
      slots.greenlets.add(slots.newGreenlet(i, machine.main(thread)));
    }
    for (int i = 0; i < Script.THREADS; i++) {
      slots.greenlets.add(machine.main(i));
    }
  }

  /**
   * Does a step, and looks at everything then.
   *
   * @throws TooLongException if the script does more than scripts may
   */
  public Expected step(Step step) {
    slots.log.setLength(0);
    Signal signal = machine.run(step.thread(), step.node());
    slots.log(signal.isError() ? "threw " + signal.error() : "ok");
    lookAtAll();
    Failure error = signal.error();
    return error == null
        ? new Expected(slots.log.toString(), List.of(), false, false)
        : new Expected(slots.log.toString(), error.trace, error.kept, error.madeElsewhere);
  }

  private void lookAtAll() {
    boolean withoutInner = machine.fault == Fault.TRACE_WITHOUT_INNER;
    for (OfScope continuation : slots.continuations) {
      slots.log("c" + (continuation.state == State.DONE));
      Coroutine inner = continuation.inner;
      continuation.inner = withoutInner ? null : inner;
      log(slots.log, continuation.trace());
      continuation.inner = inner;
    }
    for (OfGenerator generator : slots.generators) {
      slots.log("g" + stateOf(generator));
      log(slots.log, generator.trace());
    }
    for (int i = 0; i < ownGreenlets; i++) {
      OfGreenlet greenlet = slots.greenlets.get(i);
      look(slots.log, greenlet);
      slots.log("parent " + slots.greenlets.indexOf(greenlet.heir()));
    }
  }

  static String stateOf(OfGenerator generator) {
    return switch (generator.state) {
      case NEW -> "CREATED";
      case SUSPENDED -> "SUSPENDED";
      case MOUNTED, CAPTURED -> "RUNNING";
      case DONE -> "CLOSED";
    };
  }

  static void look(StringBuilder log, OfGreenlet greenlet) {
    boolean active = greenlet.isMain || !(greenlet.isOver() || greenlet.state == State.NEW);
    log.append(active ? "active " : "").append(greenlet.isOver() ? "dead" : "").append('\n');
    if (greenlet.state != State.MOUNTED) {
      log(log, greenlet.trace());
    }
  }

  private static void log(StringBuilder log, List<Place> trace) {
    trace.forEach(place -> log.append(Sites.text(place.what(), place.call())).append('\n'));
  }

  /** The trace as text. */
  public static String text(List<Place> trace) {
    StringBuilder text = new StringBuilder();
    log(text, trace);
    return text.toString();
  }
}
