package dev.weft.fuzz.trace.script;

import dev.weft.SuspendableConsumer;
import dev.weft.fuzz.trace.script.Control.Block;
import dev.weft.fuzz.trace.script.Control.Catches;
import dev.weft.fuzz.trace.script.Control.Kind;
import dev.weft.fuzz.trace.script.Control.Log;
import dev.weft.fuzz.trace.script.Control.Loop;
import dev.weft.fuzz.trace.script.Control.Monitor;
import dev.weft.fuzz.trace.script.Control.Nested;
import dev.weft.fuzz.trace.script.Control.Plain;
import dev.weft.fuzz.trace.script.Control.Throw;
import dev.weft.fuzz.trace.script.Control.TryCatch;
import dev.weft.fuzz.trace.script.Control.TryFinally;
import dev.weft.fuzz.trace.script.Script.ContinuationScript;
import dev.weft.fuzz.trace.script.Script.GeneratorScript;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The lines from which nodes call others and the runtime. They are found by letting each call fail
 * in plain code, where the JVM makes the stack trace and nothing of Weft is involved.
 */
public final class Sites {
  private static final String PACKAGE = "dev.weft.fuzz.trace.";
  private static final int NOWHERE = 99;
  private static final Map<String, String> TEXTS = new Sites().measure();

  private final Map<String, String> texts = new HashMap<>();
  private final World world = world();

  private Sites() {}

  /** The element of the given call, as {@link #text(StackTraceElement)} writes it. */
  public static String text(String what, int call) {
    String text = TEXTS.get(what + "#" + call);
    if (text == null) {
      throw new IllegalArgumentException(what + "#" + call);
    }
    return text;
  }

  /** An element, short. */
  public static String text(StackTraceElement element) {
    return element.getClassName().substring(PACKAGE.length())
        + "."
        + element.getMethodName()
        + ":"
        + element.getLineNumber();
  }

  /** Whether an element belongs to a node, a body, or the plain code in between. */
  public static boolean isOfScripts(StackTraceElement element) {
    String name = element.getClassName();
    return name.startsWith(PACKAGE)
        && (name.startsWith("script.Control", PACKAGE.length())
            || name.startsWith("script.Bodies", PACKAGE.length())
            || name.startsWith("outside", PACKAGE.length())
            || (name.endsWith("Op") && name.startsWith("script", PACKAGE.length())));
  }

  private static World world() {
    Node nothing = new Log(0);
    try (Threads threads = new Threads()) {
      return new World(
          new Script(
              List.of(new ContinuationScript(0, nothing)),
              List.of(new GeneratorScript(true, nothing)),
              List.of(),
              List.of()),
          threads);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, String> measure() {
    Node probe = new Throw(Kind.UNCHECKED, 0);
    Node exit = new Throw(Kind.GREENLET_EXIT, 0);
    Node nothing = new Log(0);
    put("Throw", 0, probe);
    put("Block", 0, 1, new Block(List.of(probe)));
    put("Loop", 0, 1, new Loop(1, probe));
    put("Nested", 0, 3, new Nested(1, probe));
    put("Nested", 1, 2, new Nested(1, probe));
    put("Nested", 2, 1, new Nested(1, probe));
    put("TryFinally", 0, 1, new TryFinally(probe, nothing));
    put("TryFinally", 1, 1, new TryFinally(nothing, probe));
    put("TryCatch", 0, 1, new TryCatch(Catches.EXCEPTION, true, probe, nothing));
    put("TryCatch", 1, 1, new TryCatch(Catches.EXCEPTION, false, probe, probe));
    put("TryCatch", 2, 1, new TryCatch(Catches.THROWABLE, false, exit, probe));
    put("Plain", 0, 2, new Plain(probe));
    put("Plain", 1, 1, new Plain(probe));
    put("Monitor", 0, 1, new Monitor(probe));
    for (ContinuationOp.Verb verb : ContinuationOp.Verb.values()) {
      put("ContinuationOp." + verb, 0, new ContinuationOp(verb, NOWHERE, NOWHERE));
    }
    for (GeneratorOp.Verb verb : GeneratorOp.Verb.values()) {
      put("GeneratorOp." + verb, 0, new GeneratorOp(verb, NOWHERE, 0, Kind.UNCHECKED));
    }
    for (GreenletOp.Verb verb : GreenletOp.Verb.values()) {
      if (verb != GreenletOp.Verb.CURRENT) { // calls nothing that fails or suspends
        put("GreenletOp." + verb, 0, new GreenletOp(verb, NOWHERE, 0, Kind.UNCHECKED));
      }
    }
    put("OfContinuation", 0, 1, world -> new Bodies.OfContinuation(world, probe).run());
    put("OfGenerator", 0, 1, world -> new Bodies.OfGenerator(world, 0, null, probe).run(null));
    SuspendableConsumer<?> resultless = new Bodies.OfResultless(world, 0, probe);
    put("OfResultless", 0, 1, world -> resultless.accept(null));
    put("OfResultless", 1, 2, world -> resultless.accept(null)); // the compiler's bridge
    put("OfGreenlet", 0, 1, world -> new Bodies.OfGreenlet(world, 0, probe).run(null));
    return texts;
  }

  private void put(String what, int call, Node node) {
    put(what, call, 0, node);
  }

  /** The place is the {@code depth}th element that belongs to scripts. */
  private void put(String what, int call, int depth, Node node) {
    try {
      node.execute(world);
    } catch (Throwable failure) {
      List<StackTraceElement> trace = World.ofScripts(failure.getStackTrace());
      texts.put(what + "#" + call, text(trace.get(depth)));
      return;
    }
    throw new IllegalStateException(what + " did not fail");
  }
}
