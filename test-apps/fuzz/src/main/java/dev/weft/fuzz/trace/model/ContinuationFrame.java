package dev.weft.fuzz.trace.model;

import dev.weft.fuzz.trace.model.Coroutine.OfScope;
import dev.weft.fuzz.trace.model.Coroutine.State;
import dev.weft.fuzz.trace.script.ContinuationOp;
import java.util.List;

/** An operation on a continuation. */
final class ContinuationFrame extends Frame {
  private final ContinuationOp op;
  private boolean started;

  ContinuationFrame(ContinuationOp op) {
    this.op = op;
  }

  @Override
  Signal step(Machine machine, Signal signal) {
    if (started) {
      if (!signal.isError()) {
        machine.slots.log((op.verb() == ContinuationOp.Verb.RUN ? "ran" : "resumed") + op.slot());
      }
      return end(machine, signal.isError() ? signal : Signal.NOTHING);
    }
    started = true;
    Slots slots = machine.slots;
    slots.operations++;
    switch (op.verb()) {
      case RUN -> {
        return run(machine, slots.continuations.get(op.slot()));
      }
      case SUSPEND -> {
        return machine.suspendScope(op.slot());
      }
      case COPY -> {
        return end(machine, copy(machine, slots.continuations.get(op.slot())));
      }
      case NEW -> slots.continuations.set(op.slot(), slots.newContinuation(op.slot()));
      case LOOK ->
          slots.log("c" + op.slot() + (slots.continuations.get(op.slot()).state == State.DONE));
    }
    return end(machine, Signal.NOTHING);
  }

  private Signal run(Machine machine, OfScope continuation) {
    return switch (continuation.state) {
      case DONE -> Signal.failed("DONE");
      case MOUNTED -> Signal.failed("RUNNING");
      case CAPTURED -> Signal.failed("CAPTURED");
      case NEW, SUSPENDED -> machine.mount(continuation, Signal.NOTHING);
    };
  }

  private Signal copy(Machine machine, OfScope original) {
    if (!original.isReady()) {
      return Signal.failed(original.state == State.DONE ? "COPY_DONE" : "COPY_RUNNING");
    }
    if (original.inner != null) {
      return Signal.failed("COPY_INNER");
    }
    OfScope copy = new OfScope(original.scope);
    copy.state = original.state;
    boolean shares = machine.fault == Fault.COPY_SHARES_FRAMES;
    original.frames.forEach(frame -> copy.frames.add(shares ? frame : frame.copy()));
    machine.slots.continuations.set(op.other(), copy);
    return Signal.NOTHING;
  }

  @Override
  void addPlaces(List<Place> places) {
    places.add(new Place(op.getClass().getSimpleName() + "." + op.verb(), 0));
  }
}
