package dev.weft.fuzz.trace.model;

import dev.weft.fuzz.trace.model.Coroutine.OfGreenlet;
import dev.weft.fuzz.trace.script.GreenletOp;
import dev.weft.fuzz.trace.script.GreenletOp.Verb;
import java.util.List;

/** An operation on a greenlet. */
final class GreenletFrame extends Frame {
  private final GreenletOp op;
  private OfGreenlet greenlet;
  private boolean started;

  /** While this closes a greenlet: who was closing it before. */
  private OfGreenlet closerBefore;

  private boolean closes;

  GreenletFrame(GreenletOp op) {
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
    greenlet = slots.greenlets.get(op.slot());
    switch (op.verb()) {
      case SWITCH -> {
        return machine.switchTo(greenlet, Signal.of(op.number()));
      }
      case SWITCH_PLAINLY -> {
        return machine.switchTo(greenlet, Signal.NOTHING);
      }
      case RAISE -> {
        Failure failure = Frames.thrown(machine, op.kind(), op.number());
        failure.madeElsewhere = true;
        return machine.switchTo(greenlet, Signal.failed(failure));
      }
      case RAISE_EXIT -> {
        return machine.switchTo(greenlet, exit());
      }
      case CLOSE -> {
        return close(machine);
      }
      case SET_PARENT -> {
        return end(machine, setParent(machine, slots.greenlets.get(op.number())));
      }
      case NEW -> put(slots, machine.currentGreenlet());
      case NEW_CHILD -> put(slots, slots.greenlets.get(op.number()));
      case LOOK -> Model.look(slots.log, greenlet);
      case CURRENT -> slots.log("current" + slots.greenlets.indexOf(machine.currentGreenlet()));
    }
    return end(machine, Signal.NOTHING);
  }

  private static Signal exit() {
    return Signal.failed(new Failure("GREENLET_EXIT", Failure.Sort.GREENLET_EXIT, List.of()));
  }

  private void put(Slots slots, OfGreenlet parent) {
    slots.greenlets.set(op.slot(), slots.newGreenlet(op.slot(), parent));
  }

  private Signal close(Machine machine) {
    if (greenlet.isMain) {
      return Signal.failed("CLOSE_MAIN");
    }
    if (greenlet.isOver()) {
      return Signal.NOTHING;
    }
    if (greenlet.thread != machine.currentThread()) {
      return Signal.failed("WRONG_THREAD");
    }
    OfGreenlet current = machine.currentGreenlet();
    if (current == greenlet) {
      return exit();
    }
    closes = true;
    closerBefore = greenlet.closer;
    greenlet.closer = current;
    return machine.switchTo(greenlet, exit());
  }

  private Signal setParent(Machine machine, OfGreenlet parent) {
    if (greenlet.isMain) {
      return Signal.failed("PARENT_OF_MAIN");
    }
    if (greenlet.thread != machine.currentThread()) {
      return Signal.failed("WRONG_THREAD");
    }
    if (parent.thread != greenlet.thread) {
      return Signal.failed("PARENT_ELSEWHERE");
    }
    for (OfGreenlet g = parent; g != null; g = g.parent) {
      if (g == greenlet) {
        return Signal.failed("CYCLE");
      }
    }
    greenlet.parent = parent;
    return Signal.NOTHING;
  }

  private Signal finish(Machine machine, Signal signal) {
    if (closes && machine.fault != Fault.CLOSER_STAYS_PARENT) {
      greenlet.closer = closerBefore;
    }
    if (signal.isError()) {
      return end(machine, signal);
    }
    if (op.verb() == Verb.CLOSE) {
      if (!greenlet.isOver()) {
        return end(machine, Signal.failed("CAUGHT_EXIT"));
      }
      machine.slots.log("closed" + op.slot());
    } else {
      boolean raises = op.verb() == Verb.RAISE || op.verb() == Verb.RAISE_EXIT;
      machine.slots.log((raises ? "raise" : "switch") + op.slot() + "=" + signal.value());
    }
    return end(machine, Signal.NOTHING);
  }

  @Override
  void addPlaces(List<Place> places) {
    places.add(new Place("GreenletOp." + op.verb(), 0));
  }
}
