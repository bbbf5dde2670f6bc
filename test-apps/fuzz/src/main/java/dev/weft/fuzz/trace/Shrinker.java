package dev.weft.fuzz.trace;

import dev.weft.fuzz.trace.script.Control.Block;
import dev.weft.fuzz.trace.script.Control.Log;
import dev.weft.fuzz.trace.script.Control.Loop;
import dev.weft.fuzz.trace.script.Control.Nested;
import dev.weft.fuzz.trace.script.Node;
import dev.weft.fuzz.trace.script.Script;
import dev.weft.fuzz.trace.script.Script.ContinuationScript;
import dev.weft.fuzz.trace.script.Script.GeneratorScript;
import dev.weft.fuzz.trace.script.Script.GreenletScript;
import dev.weft.fuzz.trace.script.Script.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a failing script small: takes away whatever it fails without. */
final class Shrinker {
  private static final Node NOTHING = new Log(0);

  private final Predicate<Script> fails;

  Shrinker(Predicate<Script> fails) {
    this.fails = fails;
  }

  Script shrink(Script failing) {
    Script smallest = failing;
    for (boolean again = true; again; ) {
      again = false;
      for (Script candidate : smaller(smallest)) {
        if (fails.test(candidate)) {
          smallest = candidate;
          again = true;
          break;
        }
      }
    }
    return smallest;
  }

  private static List<Script> smaller(Script script) {
    List<Script> candidates = new ArrayList<>();
    List<Step> steps = script.steps();
    for (int i = 0; i < steps.size(); i++) {
      List<Step> fewer = new ArrayList<>(steps);
      fewer.remove(i);
      candidates.add(script.withSteps(fewer));
    }
    for (int i = 0; i < script.continuations().size(); i++) {
      ContinuationScript old = script.continuations().get(i);
      for (Node body : smaller(old.body())) {
        List<ContinuationScript> others = new ArrayList<>(script.continuations());
        others.set(i, new ContinuationScript(old.scope(), body));
        candidates.add(new Script(others, script.generators(), script.greenlets(), steps));
      }
    }
    for (int i = 0; i < script.generators().size(); i++) {
      GeneratorScript old = script.generators().get(i);
      for (Node body : smaller(old.body())) {
        List<GeneratorScript> others = new ArrayList<>(script.generators());
        others.set(i, new GeneratorScript(old.hasResult(), body));
        candidates.add(new Script(script.continuations(), others, script.greenlets(), steps));
      }
    }
    for (int i = 0; i < script.greenlets().size(); i++) {
      GreenletScript old = script.greenlets().get(i);
      for (Node body : smaller(old.body())) {
        List<GreenletScript> others = new ArrayList<>(script.greenlets());
        others.set(i, new GreenletScript(old.thread(), body));
        candidates.add(new Script(script.continuations(), script.generators(), others, steps));
      }
    }
    for (int i = 0; i < steps.size(); i++) {
      for (Node node : smaller(steps.get(i).node())) {
        List<Step> others = new ArrayList<>(steps);
        others.set(i, new Step(steps.get(i).thread(), node));
        candidates.add(script.withSteps(others));
      }
    }
    return candidates;
  }

  private static List<Node> smaller(Node node) {
    List<Node> candidates = new ArrayList<>();
    if (node.equals(NOTHING)) {
      return candidates;
    }
    candidates.add(NOTHING);
    List<Node> children = node.children();
    candidates.addAll(children);
    for (int i = 0; i < children.size(); i++) {
      if (node instanceof Block) {
        List<Node> fewer = new ArrayList<>(children);
        fewer.remove(i);
        candidates.add(new Block(fewer));
      }
      for (Node child : smaller(children.get(i))) {
        List<Node> others = new ArrayList<>(children);
        others.set(i, child);
        candidates.add(node.withChildren(others));
      }
    }
    if (node instanceof Loop loop && loop.times() > 1) {
      candidates.add(new Loop(loop.times() - 1, loop.body()));
    }
    if (node instanceof Nested nested && nested.depth() > 0) {
      candidates.add(new Nested(nested.depth() - 1, nested.body()));
    }
    return candidates;
  }
}
