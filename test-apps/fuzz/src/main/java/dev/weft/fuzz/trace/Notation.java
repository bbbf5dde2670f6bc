package dev.weft.fuzz.trace;

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
import dev.weft.fuzz.trace.script.Script;
import dev.weft.fuzz.trace.script.Script.ContinuationScript;
import dev.weft.fuzz.trace.script.Script.GeneratorScript;
import dev.weft.fuzz.trace.script.Script.GreenletScript;
import dev.weft.fuzz.trace.script.Script.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Scripts as one line of text: lists in parentheses, the first word of which says what they are.
 *
 * <pre>{@code (c 0 (c SUSPEND 0 0)) (step 0 (c RUN 0 0))}</pre>
 */
final class Notation {
  private final String text;
  private int position;

  private Notation(String text) {
    this.text = text;
  }

  // ---- writing -------------------------------------------------------------------------------

  static String write(Script script) {
    List<String> parts = new ArrayList<>();
    script.continuations().forEach(c -> parts.add("(c " + c.scope() + " " + write(c.body()) + ")"));
    script
        .generators()
        .forEach(g -> parts.add("(g " + g.hasResult() + " " + write(g.body()) + ")"));
    script.greenlets().forEach(h -> parts.add("(h " + h.thread() + " " + write(h.body()) + ")"));
    script.steps().forEach(s -> parts.add("(step " + s.thread() + " " + write(s.node()) + ")"));
    return String.join(" ", parts);
  }

  static String write(Node node) {
    StringBuilder written = new StringBuilder("(").append(head(node));
    node.children().forEach(child -> written.append(' ').append(write(child)));
    return written.append(')').toString();
  }

  private static String head(Node node) {
    if (node instanceof Loop loop) {
      return "loop " + loop.times();
    }
    if (node instanceof Nested nested) {
      return "nested " + nested.depth();
    }
    if (node instanceof Elsewhere elsewhere) {
      return "elsewhere " + elsewhere.thread();
    }
    if (node instanceof TryCatch statement) {
      return "trycatch " + statement.catches() + " " + statement.rethrows();
    }
    if (node instanceof Throw statement) {
      return "throw " + statement.kind() + " " + statement.number();
    }
    if (node instanceof Log log) {
      return "log " + log.number();
    }
    if (node instanceof ContinuationOp op) {
      return "c " + op.verb() + " " + op.slot() + " " + op.other();
    }
    if (node instanceof GeneratorOp op) {
      return "g " + op.verb() + " " + op.slot() + " " + op.number() + " " + op.kind();
    }
    if (node instanceof GreenletOp op) {
      return "h " + op.verb() + " " + op.slot() + " " + op.number() + " " + op.kind();
    }
    return node.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
  }

  // ---- reading -------------------------------------------------------------------------------

  static Script read(String text) {
    Notation notation = new Notation(text);
    List<ContinuationScript> continuations = new ArrayList<>();
    List<GeneratorScript> generators = new ArrayList<>();
    List<GreenletScript> greenlets = new ArrayList<>();
    List<Step> steps = new ArrayList<>();
    while (notation.isAt('(')) {
      notation.expect('(');
      String what = notation.word();
      switch (what) {
        case "c" -> continuations.add(new ContinuationScript(notation.number(), notation.node()));
        case "g" ->
            generators.add(
                new GeneratorScript(Boolean.parseBoolean(notation.word()), notation.node()));
        case "h" -> greenlets.add(new GreenletScript(notation.number(), notation.node()));
        case "step" -> steps.add(new Step(notation.number(), notation.node()));
        default -> throw new IllegalArgumentException(what);
      }
      notation.expect(')');
    }
    return new Script(continuations, generators, greenlets, steps);
  }

  private Node node() {
    expect('(');
    String what = word();
    Node node =
        switch (what) {
          case "block" -> new Block(nodes());
          case "loop" -> new Loop(number(), node());
          case "nested" -> new Nested(number(), node());
          case "elsewhere" -> new Elsewhere(number(), node());
          case "tryfinally" -> new TryFinally(node(), node());
          case "trycatch" ->
              new TryCatch(Catches.valueOf(word()), Boolean.parseBoolean(word()), node(), node());
          case "plain" -> new Plain(node());
          case "monitor" -> new Monitor(node());
          case "throw" -> new Throw(Kind.valueOf(word()), number());
          case "log" -> new Log(number());
          case "c" -> new ContinuationOp(ContinuationOp.Verb.valueOf(word()), number(), number());
          case "g" ->
              new GeneratorOp(
                  GeneratorOp.Verb.valueOf(word()), number(), number(), Kind.valueOf(word()));
          case "h" ->
              new GreenletOp(
                  GreenletOp.Verb.valueOf(word()), number(), number(), Kind.valueOf(word()));
          default -> throw new IllegalArgumentException(what);
        };
    expect(')');
    return node;
  }

  private List<Node> nodes() {
    List<Node> nodes = new ArrayList<>();
    while (isAt('(')) {
      nodes.add(node());
    }
    return nodes;
  }

  private boolean isAt(char expected) {
    while (position < text.length() && text.charAt(position) == ' ') {
      position++;
    }
    return position < text.length() && text.charAt(position) == expected;
  }

  private void expect(char expected) {
    if (!isAt(expected)) {
      throw new IllegalArgumentException(expected + " expected: " + text.substring(position));
    }
    position++;
  }

  private String word() {
    while (text.charAt(position) == ' ') {
      position++;
    }
    int start = position;
    while (" ()".indexOf(text.charAt(position)) < 0) {
      position++;
    }
    return text.substring(start, position);
  }

  private int number() {
    return Integer.parseInt(word());
  }
}
