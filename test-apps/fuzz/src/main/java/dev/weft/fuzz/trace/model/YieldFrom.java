package dev.weft.fuzz.trace.model;

import dev.weft.fuzz.trace.model.Coroutine.OfGenerator;
import dev.weft.fuzz.trace.model.Failure.Sort;
import dev.weft.fuzz.trace.script.GeneratorOp;
import java.util.List;

/** A delegation to another generator: the meaning of {@code yield from} in PEP 380. */
final class YieldFrom extends Frame {
  private enum Stage {
    START,
    CHILD_RUNS,
    YIELDED
  }

  private final GeneratorOp op;
  private Stage stage = Stage.START;
  private OfGenerator generator;
  private OfGenerator child;

  /** The generator's own code delegates, so the child is a part of it. */
  private boolean attaches;

  /** What the generator finds once the child is closed; null when nobody closes it. */
  private Failure closing;

  YieldFrom(GeneratorOp op) {
    this.op = op;
  }

  OfGenerator child() {
    return child;
  }

  @Override
  Signal step(Machine machine, Signal signal) {
    return switch (stage) {
      case START -> start(machine);
      case CHILD_RUNS -> childStopped(machine, signal);
      case YIELDED -> resumed(machine, signal);
    };
  }

  private Signal start(Machine machine) {
    machine.slots.operations++;
    generator = machine.slots.yielders.get(op.slot());
    if (generator == null) {
      return end(machine, Signal.failed("NO_YIELDER"));
    }
    child = machine.slots.generators.get(op.number());
    Signal refused = machine.cannotYield(generator);
    if (refused != null) {
      return end(machine, refused);
    }
    attaches = machine.top() == generator;
    return child.isClosed() ? end(machine, null, null) : drive(machine, Signal.NOTHING);
  }

  /** The child's turn. */
  private Signal drive(Machine machine, Signal signal) {
    if (!attaches && stage == Stage.START && child.ahead) {
      return yieldOn(machine, child.takeAhead());
    }
    if (!child.isReady()) {
      return end(machine, Signal.failed("EXECUTING"));
    }
    if (child.ahead && (signal.isError() || signal.value() != null)) {
      return end(machine, Signal.failed("UNREAD"));
    }
    if (attaches) {
      child.host = generator;
    } else {
      GeneratorFrame.detach(machine, child);
    }
    if (child.ahead) {
      return yieldOn(machine, child.takeAhead());
    }
    stage = Stage.CHILD_RUNS;
    return machine.mount(child, signal);
  }

  private Signal yieldOn(Machine machine, Object value) {
    stage = Stage.YIELDED;
    return machine.yieldOut(generator, value);
  }

  private Signal childStopped(Machine machine, Signal signal) {
    if (child.isClosed()) {
      if (closing != null && (!signal.isError() || signal.isError(Sort.GENERATOR_EXIT))) {
        return end(machine, Signal.failed(closing));
      }
      return end(machine, signal.isError() ? signal.error() : null, child.result);
    }
    if (closing != null) {
      GeneratorFrame.detach(machine, child);
      return end(machine, Signal.failed("IGNORED_EXIT"));
    }
    return yieldOn(machine, signal.value());
  }

  private Signal resumed(Machine machine, Signal signal) {
    if (child.isClosed()) {
      return end(machine, signal.error(), null);
    }
    if (signal.isError(Sort.GENERATOR_EXIT)) {
      if (machine.fault == Fault.CHILD_LEFT_OPEN) {
        return end(machine, signal);
      }
      if (child.isReady()) {
        closing = signal.error();
        child.ahead = false;
      }
    }
    return drive(machine, signal);
  }

  private Signal end(Machine machine, Failure error, Object result) {
    if (error == null) {
      machine.slots.log("from" + op.slot() + "=" + result);
    }
    return end(machine, error == null ? Signal.NOTHING : Signal.failed(error));
  }

  @Override
  void addPlaces(List<Place> places) {
    places.add(new Place(op.getClass().getSimpleName() + "." + op.verb(), 0));
  }
}
