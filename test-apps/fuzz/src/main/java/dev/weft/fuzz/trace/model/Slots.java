package dev.weft.fuzz.trace.model;

import dev.weft.fuzz.trace.model.Coroutine.OfGenerator;
import dev.weft.fuzz.trace.model.Coroutine.OfGreenlet;
import dev.weft.fuzz.trace.model.Coroutine.OfScope;
import dev.weft.fuzz.trace.script.Script;
import java.util.ArrayList;
import java.util.List;

/** The coroutines that scripts know by numbers, and the log. */
final class Slots {
  final Script script;
  final List<OfScope> continuations = new ArrayList<>();
  final List<OfGenerator> generators = new ArrayList<>();
  final List<OfGenerator> yielders = new ArrayList<>();
  final List<OfGreenlet> greenlets = new ArrayList<>();
  final StringBuilder log = new StringBuilder();

  /** How many operations were done. */
  int operations;

  Slots(Script script) {
    this.script = script;
  }

  void log(String line) {
    log.append(line).append('\n');
  }

  OfScope newContinuation(int slot) {
    Script.ContinuationScript definition = script.continuations().get(slot);
    OfScope made = new OfScope(definition.scope());
    made.frames.add(new Bodies.OfContinuation(definition.body()));
    return made;
  }

  OfGenerator newGenerator(int slot) {
    OfGenerator made = new OfGenerator();
    made.frames.add(new Bodies.OfGenerator(made, slot, script.generators().get(slot)));
    return made;
  }

  OfGreenlet newGreenlet(int slot, OfGreenlet parent) {
    OfGreenlet made = new OfGreenlet(parent.thread, parent);
    made.frames.add(new Bodies.OfGreenlet(slot, script.greenlets().get(slot).body()));
    return made;
  }
}
