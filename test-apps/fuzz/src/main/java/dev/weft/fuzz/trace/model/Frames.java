package dev.weft.fuzz.trace.model;

import dev.weft.fuzz.trace.script.ContinuationOp;
import dev.weft.fuzz.trace.script.Control.Block;
import dev.weft.fuzz.trace.script.Control.Catches;
import dev.weft.fuzz.trace.script.Control.Elsewhere;
import dev.weft.fuzz.trace.script.Control.Kind;
import dev.weft.fuzz.trace.script.Control.Log;
import dev.weft.fuzz.trace.script.Control.Loop;
import dev.weft.fuzz.trace.script.Control.Monitor;
import dev.weft.fuzz.trace.script.Control.Nested;
import dev.weft.fuzz.trace.script.Control.Plain;
import dev.weft.fuzz.trace.script.Control.Throw;
import dev.weft.fuzz.trace.script.Control.TryCatch;
import dev.weft.fuzz.trace.script.Control.TryFinally;
import dev.weft.fuzz.trace.script.GeneratorOp;
import dev.weft.fuzz.trace.script.GreenletOp;
import dev.weft.fuzz.trace.script.Node;
import java.util.Collections;
import java.util.List;

/** The frames of the statements that are no operations. */
@SuppressWarnings("StatementSwitchToExpressionSwitch") // each case ends the step
final class Frames {
  private Frames() {}

  /** A frame that executes a node. */
  static Frame of(Node node) {
    if (node instanceof ContinuationOp op) {
      return new ContinuationFrame(op);
    }
    if (node instanceof GeneratorOp op) {
      return op.verb() == GeneratorOp.Verb.YIELD_FROM ? new YieldFrom(op) : new GeneratorFrame(op);
    }
    if (node instanceof GreenletOp op) {
      return new GreenletFrame(op);
    }
    if (node instanceof Block block) {
      return new Sequence("Block", block.nodes());
    }
    if (node instanceof Loop loop) {
      return new Sequence("Loop", Collections.nCopies(loop.times(), loop.body()));
    }
    if (node instanceof TryFinally statement) {
      return new Finally(statement);
    }
    if (node instanceof TryCatch statement) {
      return new Catching(statement);
    }
    return node.children().isEmpty() ? new Simple(node) : new Around(node);
  }

  static Failure thrown(Machine machine, Kind kind, int number) {
    return switch (kind) {
      case UNCHECKED, CHECKED ->
          new Failure(kind + "" + number, Failure.Sort.OTHER, machine.places());
      case NO_SUCH_ELEMENT ->
          new Failure(kind + "" + number, Failure.Sort.NO_SUCH_ELEMENT, List.of());
      case GREENLET_EXIT -> new Failure(kind + "" + number, Failure.Sort.GREENLET_EXIT, List.of());
      case GENERATOR_EXIT -> new Failure(kind + "", Failure.Sort.GENERATOR_EXIT, List.of());
    };
  }

  private static final class Simple extends Frame {
    private final Node node;

    Simple(Node node) {
      this.node = node;
    }

    @Override
    Signal step(Machine machine, Signal signal) {
      if (node instanceof Throw statement) {
        Failure failure = thrown(machine, statement.kind(), statement.number());
        return end(machine, Signal.failed(failure));
      }
      machine.slots.log("L" + ((Log) node).number());
      return end(machine, Signal.NOTHING);
    }

    @Override
    void addPlaces(List<Place> places) {
      places.add(new Place("Throw", 0));
    }
  }

  private static final class Sequence extends Frame {
    private final String name;
    private final List<Node> nodes;
    private int next;

    Sequence(String name, List<Node> nodes) {
      this.name = name;
      this.nodes = nodes;
    }

    @Override
    Signal step(Machine machine, Signal signal) {
      return signal.isError() || next == nodes.size()
          ? end(machine, signal.isError() ? signal : Signal.NOTHING)
          : machine.call(of(nodes.get(next++)));
    }

    @Override
    void addPlaces(List<Place> places) {
      places.add(new Place(name, 0));
    }
  }

  /** One child, in particular circumstances. */
  private static final class Around extends Frame {
    private final Node node;
    private boolean started;

    Around(Node node) {
      this.node = node;
    }

    @Override
    Signal step(Machine machine, Signal signal) {
      if (started) {
        return end(machine, signal.isError() ? signal : Signal.NOTHING);
      }
      started = true;
      Node child = node.children().get(0);
      if (!(node instanceof Elsewhere elsewhere)) {
        return machine.call(of(child));
      }
      if (machine.isFree(elsewhere.thread())) {
        return machine.run(elsewhere.thread(), child);
      }
      machine.slots.log("busy");
      return Signal.NOTHING;
    }

    @Override
    String obstacle() {
      if (node instanceof Monitor) {
        return "MONITOR";
      }
      return node instanceof Plain ? "NOT_WOVEN" : null;
    }

    @Override
    void addPlaces(List<Place> places) {
      String name = node.getClass().getSimpleName();
      if (node instanceof Nested nested) {
        places.add(new Place(name, 2));
        for (int i = 0; i < nested.depth(); i++) {
          places.add(new Place(name, 1));
        }
      } else if (node instanceof Plain) {
        places.add(new Place(name, 1));
      }
      places.add(new Place(name, 0));
    }
  }

  private static final class Finally extends Frame {
    private final TryFinally node;
    private int calls;
    private Signal pending = Signal.NOTHING;

    Finally(TryFinally node) {
      this.node = node;
    }

    @Override
    Signal step(Machine machine, Signal signal) {
      switch (calls++) {
        case 0:
          return machine.call(of(node.body()));
        case 1:
          pending = signal;
          keep(pending.error());
          return machine.call(of(node.last()));
        default:
          return end(machine, signal.isError() ? signal : pending);
      }
    }

    @Override
    void addPlaces(List<Place> places) {
      places.add(new Place("TryFinally", calls - 1));
    }
  }

  private static void keep(Failure failure) {
    if (failure != null) {
      failure.kept = true;
    }
  }

  private static final class Catching extends Frame {
    private final TryCatch node;
    private int calls;
    private Failure caught;

    Catching(TryCatch node) {
      this.node = node;
    }

    @Override
    Signal step(Machine machine, Signal signal) {
      switch (calls++) {
        case 0:
          return machine.call(of(node.body()));
        case 1:
          Failure failure = signal.error();
          if (failure == null || (failure.isExit() && node.catches() == Catches.EXCEPTION)) {
            return end(machine, signal);
          }
          caught = failure;
          keep(failure);
          machine.slots.log("caught " + failure);
          return machine.call(of(node.handler()));
        default:
          return end(
              machine, signal.isError() || !node.rethrows() ? signal : Signal.failed(caught));
      }
    }

    @Override
    void addPlaces(List<Place> places) {
      places.add(new Place("TryCatch", caught == null ? 0 : caught.isExit() ? 2 : 1));
    }
  }
}
