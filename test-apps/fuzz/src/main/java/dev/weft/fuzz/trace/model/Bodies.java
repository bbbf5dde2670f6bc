package dev.weft.fuzz.trace.model;

import dev.weft.fuzz.trace.script.Node;
import dev.weft.fuzz.trace.script.Script;
import dev.weft.fuzz.trace.script.Script.GeneratorScript;
import java.util.List;

/** The outermost frames of the coroutines. */
final class Bodies {
  private Bodies() {}

  /** A body: executes a node, then has a result. */
  private abstract static class Body extends Frame {
    private final String name;
    private final Node node;
    private boolean started;

    Body(String name, Node node) {
      this.name = name;
      this.node = node;
    }

    abstract void start(Machine machine, Object first);

    abstract Object result();

    @Override
    final Signal step(Machine machine, Signal signal) {
      if (signal.isError()) {
        return end(machine, signal); // one that was not started dies of it without running
      }
      if (started) {
        return end(machine, Signal.of(result()));
      }
      started = true;
      start(machine, signal.value());
      return machine.call(Frames.of(node));
    }

    @Override
    final void addPlaces(List<Place> places) {
      if (started) {
        places.add(new Place(name, 0));
        if (name.equals("OfResultless")) {
          places.add(new Place(name, 1)); // the compiler's bridge to SuspendableConsumer.accept
        }
      }
    }
  }

  static final class OfContinuation extends Body {
    OfContinuation(Node node) {
      super("OfContinuation", node);
    }

    @Override
    void start(Machine machine, Object first) {
      // Takes nothing.
    }

    @Override
    Object result() {
      return null;
    }
  }

  static final class OfGenerator extends Body {
    private final Coroutine.OfGenerator generator;
    private final int slot;
    private final GeneratorScript script;

    OfGenerator(Coroutine.OfGenerator generator, int slot, GeneratorScript script) {
      super(script.hasResult() ? "OfGenerator" : "OfResultless", script.body());
      this.generator = generator;
      this.slot = slot;
      this.script = script;
    }

    @Override
    void start(Machine machine, Object first) {
      machine.slots.yielders.set(slot, generator);
    }

    @Override
    Object result() {
      return Script.resultOf(script, slot);
    }
  }

  static final class OfGreenlet extends Body {
    private final int slot;

    OfGreenlet(int slot, Node node) {
      super("OfGreenlet", node);
      this.slot = slot;
    }

    @Override
    void start(Machine machine, Object first) {
      machine.slots.log("first" + slot + "=" + first);
    }

    @Override
    Object result() {
      return Script.resultOfGreenlet(slot);
    }
  }
}
