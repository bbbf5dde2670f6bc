package dev.weft.fuzz.trace.model;

import dev.weft.fuzz.trace.model.Coroutine.OfGenerator;
import dev.weft.fuzz.trace.model.Coroutine.State;
import dev.weft.fuzz.trace.model.Failure.Sort;
import dev.weft.fuzz.trace.script.GeneratorOp;
import dev.weft.fuzz.trace.script.GeneratorOp.Verb;
import java.util.List;
import java.util.Locale;

/** An operation on a generator, or of its body. */
final class GeneratorFrame extends Frame {
  private final GeneratorOp op;
  private OfGenerator generator;
  private boolean started;

  /** How many values a YIELD_ALL has yielded. */
  private int yielded;

  GeneratorFrame(GeneratorOp op) {
    this.op = op;
  }

  @Override
  Signal step(Machine machine, Signal signal) {
    if (started) {
      return finish(machine, signal);
    }
    started = true;
    Slots slots = machine.slots;
    slots.operations++;
    boolean ofBody = op.verb() == Verb.YIELD || op.verb() == Verb.YIELD_ALL;
    generator = (ofBody ? slots.yielders : slots.generators).get(op.slot());
    switch (op.verb()) {
      case NEW -> slots.generators.set(op.slot(), slots.newGenerator(op.slot()));
      case LOOK -> slots.log("g" + Model.stateOf(generator));
      case RESULT -> {
        if (!generator.returned) {
          return end(machine, Signal.failed("NO_RESULT"));
        }
        slots.log("result" + op.slot() + "=" + generator.result);
      }
      case YIELD -> {
        return generator == null
            ? Signal.failed("NO_YIELDER")
            : machine.yieldOut(generator, op.number());
      }
      case YIELD_ALL -> {
        return generator == null ? Signal.failed("NO_YIELDER") : yieldNext(machine);
      }
      case CLOSE, CLOSE_AND_GET -> {
        return close(machine);
      }
      case RAISE -> {
        return raise(machine);
      }
      default -> {
        return resume(machine);
      }
    }
    return end(machine, Signal.NOTHING);
  }

  // ---- before the body runs ------------------------------------------------------------------

  private Signal resume(Machine machine) {
    boolean looks = op.verb() == Verb.HAS_NEXT;
    boolean sends = op.verb() == Verb.SEND;
    if (!sends && generator.ahead) {
      return Signal.of(looks ? generator.value : generator.takeAhead());
    }
    if (generator.isClosed()) {
      return looks ? Signal.NOTHING : Signal.failed("EXHAUSTED");
    }
    if (!generator.isReady()) {
      return Signal.failed("EXECUTING");
    }
    detach(machine, generator);
    if (sends && generator.state == State.NEW) {
      return Signal.failed("NOT_STARTED");
    }
    if (sends && generator.ahead && machine.fault != Fault.LOOK_AHEAD_LOST) {
      return Signal.failed("UNREAD");
    }
    generator.ahead = false;
    return machine.mount(generator, Signal.of(sends ? op.number() : null));
  }

  private Signal raise(Machine machine) {
    Signal raised = Signal.failed(Frames.thrown(machine, op.kind(), op.number()));
    if (generator.isClosed()) {
      return raised;
    }
    if (generator.state == State.NEW && machine.fault != Fault.RAISE_STARTS_BODY) {
      generator.state = State.DONE;
      return raised.isError(Sort.NO_SUCH_ELEMENT)
          ? Signal.failed("WRAPPED(" + raised.error() + ")")
          : raised;
    }
    if (!generator.isReady()) {
      return Signal.failed("EXECUTING");
    }
    detach(machine, generator);
    if (generator.ahead && !raised.isError(Sort.GENERATOR_EXIT)) {
      return Signal.failed("UNREAD");
    }
    generator.ahead = false;
    raised.error().madeElsewhere = true;
    boolean starts = generator.state == State.NEW;
    return machine.mount(generator, starts ? Signal.NOTHING : raised);
  }

  private Signal close(Machine machine) {
    if (generator.isClosed() || generator.state == State.NEW) {
      generator.state = State.DONE;
      generator = null; // nothing to wait for
      return Signal.NOTHING;
    }
    if (!generator.isReady()) {
      return Signal.failed("EXECUTING");
    }
    detach(machine, generator);
    generator.ahead = false;
    return machine.mount(
        generator, Signal.failed(new Failure("GENERATOR_EXIT", Sort.GENERATOR_EXIT, List.of())));
  }

  static void detach(Machine machine, OfGenerator generator) {
    if (machine.fault != Fault.NEVER_DETACHED) {
      generator.host = null;
    }
  }

  // ---- after it ran --------------------------------------------------------------------------

  private Signal finish(Machine machine, Signal signal) {
    boolean closes = op.verb() == Verb.CLOSE || op.verb() == Verb.CLOSE_AND_GET;
    if (signal.isError() && !(closes && signal.isError(Sort.GENERATOR_EXIT))) {
      return end(machine, signal);
    }
    Slots slots = machine.slots;
    switch (op.verb()) {
      case YIELD -> slots.log("sent" + op.slot() + "=" + signal.value());
      case YIELD_ALL -> {
        return signal.value() == null
            ? yieldNext(machine)
            : end(machine, Signal.failed("CANNOT_RECEIVE"));
      }
      case HAS_NEXT -> {
        if (!generator.isClosed()) {
          generator.ahead = true;
          generator.value = signal.value();
        }
        slots.log("hasNext" + op.slot() + "=" + generator.ahead);
      }
      case CLOSE, CLOSE_AND_GET -> {
        return end(machine, closed(machine, signal));
      }
      default -> {
        if (generator.isClosed()) {
          return end(machine, Signal.failed("EXHAUSTED"));
        }
        String verb =
            op.verb() == Verb.SEND_NULL ? "send" : op.verb().name().toLowerCase(Locale.ROOT);
        slots.log(verb + op.slot() + "=" + signal.value());
      }
    }
    return end(machine, Signal.NOTHING);
  }

  private Signal closed(Machine machine, Signal signal) {
    if (generator != null && !generator.isClosed() && !signal.isError()) {
      if (machine.fault != Fault.EXIT_MAY_BE_IGNORED) {
        return Signal.failed("IGNORED_EXIT");
      }
    }
    boolean returned = generator != null && generator.returned && !signal.isError();
    machine.slots.log(
        "closed"
            + op.slot()
            + (op.verb() == Verb.CLOSE ? "" : "=" + (returned ? generator.result : null)));
    return Signal.NOTHING;
  }

  private Signal yieldNext(Machine machine) {
    if (yielded < op.number()) {
      return machine.yieldOut(generator, yielded++);
    }
    machine.slots.log("all" + op.slot());
    return end(machine, Signal.NOTHING);
  }

  @Override
  void addPlaces(List<Place> places) {
    places.add(new Place(op.getClass().getSimpleName() + "." + op.verb(), 0));
  }
}
