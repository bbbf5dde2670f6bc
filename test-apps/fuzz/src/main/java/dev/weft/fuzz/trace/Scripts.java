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
import java.util.Random;

/** Makes random scripts: the same one for the same seed. */
@SuppressWarnings("EnumOrdinal") // a random constant
final class Scripts {
  /** Whose code is being made. */
  private enum Owner {
    PLAIN,
    CONTINUATION,
    GENERATOR,
    GREENLET
  }

  private final Random random;
  private int continuations;
  private int generators;
  private int greenlets;
  private boolean usesThreads;
  private int[] scopes;
  private int numbers;

  private Scripts(long seed) {
    random = new Random(seed);
  }

  static Script of(long seed) {
    return new Scripts(seed).script();
  }

  private Script script() {
    int mix = random.nextInt(8); // each kind alone, and all together
    continuations = mix == 1 || mix == 2 ? 0 : 1 + random.nextInt(3);
    generators = mix == 0 || mix == 2 ? 0 : 1 + random.nextInt(4);
    greenlets = mix == 0 || mix == 1 || mix == 3 ? 0 : 1 + random.nextInt(4);
    usesThreads = random.nextInt(6) == 0;
    scopes = random.ints(continuations, 0, 1 + random.nextInt(Script.SCOPES)).toArray();
    List<ContinuationScript> continuationScripts = new ArrayList<>();
    for (int i = 0; i < continuations; i++) {
      continuationScripts.add(new ContinuationScript(scopes[i], body(Owner.CONTINUATION, i)));
    }
    List<GeneratorScript> generatorScripts = new ArrayList<>();
    for (int i = 0; i < generators; i++) {
      generatorScripts.add(new GeneratorScript(random.nextInt(4) > 0, body(Owner.GENERATOR, i)));
    }
    List<GreenletScript> greenletScripts = new ArrayList<>();
    for (int i = 0; i < greenlets; i++) {
      greenletScripts.add(new GreenletScript(thread(), body(Owner.GREENLET, i)));
    }
    List<Step> steps = new ArrayList<>();
    for (int left = 3 + random.nextInt(12); left > 0; left--) {
      Node node = random.nextInt(5) > 0 ? drive() : node(Owner.PLAIN, 0, 1 + random.nextInt(4));
      steps.add(new Step(thread(), node));
    }
    return new Script(continuationScripts, generatorScripts, greenletScripts, steps);
  }

  private int thread() {
    return usesThreads && random.nextInt(3) == 0 ? random.nextInt(Script.THREADS) : 0;
  }

  private Node body(Owner owner, int slot) {
    return node(owner, slot, 2 + random.nextInt(11));
  }

  /** A statement of about {@code size} operations. */
  private Node node(Owner owner, int slot, int size) {
    if (size <= 1) {
      return operation(owner, slot);
    }
    int half = size / 2;
    int choice = random.nextInt(100);
    if (choice < 40) {
      List<Node> nodes = new ArrayList<>();
      for (int left = size; left > 0; ) {
        int part = 1 + random.nextInt(left);
        nodes.add(node(owner, slot, part));
        left -= part;
      }
      return new Block(nodes);
    }
    if (choice < 50) {
      return new Loop(1 + random.nextInt(3), node(owner, slot, size - 1));
    }
    if (choice < 60) {
      return new Nested(random.nextInt(4), node(owner, slot, size - 1));
    }
    if (choice < 75) {
      return new TryFinally(node(owner, slot, size - half), node(owner, slot, half));
    }
    if (choice < 93) {
      Catches catches = Catches.values()[random.nextInt(2)];
      return new TryCatch(
          catches, random.nextInt(3) == 0, node(owner, slot, size - half), node(owner, slot, half));
    }
    if (choice < 96) {
      return new Plain(node(owner, slot, size - 1));
    }
    if (choice < 98 || !usesThreads) {
      return new Monitor(node(owner, slot, size - 1));
    }
    return new Elsewhere(1 + random.nextInt(Script.THREADS - 1), node(owner, slot, size - 1));
  }

  private Node operation(Owner owner, int slot) {
    int choice = random.nextInt(100);
    if (choice < 40 && owner != Owner.PLAIN) {
      return suspension(owner, slot);
    }
    if (choice < 70) {
      return drive();
    }
    if (choice < 80) {
      return new Throw(kind(), ++numbers);
    }
    if (choice < 85) {
      return suspension(Owner.values()[1 + random.nextInt(3)], random.nextInt(4));
    }
    return choice < 93 ? other() : new Log(++numbers);
  }

  private Kind kind() {
    int choice = random.nextInt(10);
    return Kind.values()[choice < 4 ? 0 : choice < 6 ? 1 : choice - 5];
  }

  /** What leaves a coroutine of this kind. */
  private Node suspension(Owner owner, int slot) {
    return switch (owner) {
      case CONTINUATION -> {
        boolean own = continuations > 0 && random.nextInt(4) > 0;
        int scope = own ? scopes[slot % continuations] : random.nextInt(Script.SCOPES);
        yield new ContinuationOp(ContinuationOp.Verb.SUSPEND, scope, 0);
      }
      case GENERATOR -> {
        if (generators == 0) {
          yield new Log(++numbers);
        }
        int own = slot % generators;
        int choice = random.nextInt(10);
        yield choice < 6
            ? generator(GeneratorOp.Verb.YIELD, own, ++numbers)
            : choice < 9
                ? generator(GeneratorOp.Verb.YIELD_FROM, own, random.nextInt(generators))
                : generator(GeneratorOp.Verb.YIELD_ALL, own, random.nextInt(3));
      }
      default -> greenletDrive();
    };
  }

  /** What makes some coroutine go on. */
  private Node drive() {
    int choice = random.nextInt(3);
    if (choice == 0 && continuations > 0) {
      return new ContinuationOp(ContinuationOp.Verb.RUN, random.nextInt(continuations), 0);
    }
    if (choice == 1 && generators > 0) {
      return generatorDrive();
    }
    if (greenlets > 0) {
      return greenletDrive();
    }
    return generators > 0
        ? generatorDrive()
        : new ContinuationOp(ContinuationOp.Verb.RUN, random.nextInt(continuations), 0);
  }

  private Node generatorDrive() {
    int choice = random.nextInt(20);
    GeneratorOp.Verb verb =
        choice < 9
            ? GeneratorOp.Verb.NEXT
            : choice < 11
                ? GeneratorOp.Verb.HAS_NEXT
                : choice < 14
                    ? GeneratorOp.Verb.SEND
                    : choice < 15
                        ? GeneratorOp.Verb.SEND_NULL
                        : choice < 18
                            ? GeneratorOp.Verb.RAISE
                            : choice < 19 ? GeneratorOp.Verb.CLOSE : GeneratorOp.Verb.CLOSE_AND_GET;
    return generator(verb, random.nextInt(generators), ++numbers);
  }

  private Node generator(GeneratorOp.Verb verb, int slot, int number) {
    return new GeneratorOp(verb, slot, number, kind());
  }

  private Node greenletDrive() {
    if (greenlets == 0) {
      return new Log(++numbers);
    }
    int choice = random.nextInt(20);
    GreenletOp.Verb verb =
        choice < 12
            ? GreenletOp.Verb.SWITCH
            : choice < 14
                ? GreenletOp.Verb.SWITCH_PLAINLY
                : choice < 17
                    ? GreenletOp.Verb.RAISE
                    : choice < 18 ? GreenletOp.Verb.RAISE_EXIT : GreenletOp.Verb.CLOSE;
    return new GreenletOp(verb, greenletSlot(), ++numbers, kind());
  }

  private int greenletSlot() {
    int choice = random.nextInt(10);
    return choice < 8
        ? random.nextInt(greenlets)
        : greenlets + (choice < 9 || !usesThreads ? 0 : random.nextInt(Script.THREADS));
  }

  /** What neither leaves nor resumes a coroutine. */
  private Node other() {
    int choice = random.nextInt(3);
    if (choice == 0 && continuations > 0) {
      ContinuationOp.Verb[] verbs = {
        ContinuationOp.Verb.COPY,
        ContinuationOp.Verb.COPY,
        ContinuationOp.Verb.NEW,
        ContinuationOp.Verb.LOOK
      };
      return new ContinuationOp(
          verbs[random.nextInt(verbs.length)],
          random.nextInt(continuations),
          random.nextInt(continuations));
    }
    if (choice == 1 && generators > 0) {
      GeneratorOp.Verb[] verbs = {
        GeneratorOp.Verb.RESULT, GeneratorOp.Verb.LOOK, GeneratorOp.Verb.NEW
      };
      return generator(verbs[random.nextInt(verbs.length)], random.nextInt(generators), 0);
    }
    if (greenlets == 0) {
      return new Log(++numbers);
    }
    GreenletOp.Verb[] verbs = {
      GreenletOp.Verb.SET_PARENT,
      GreenletOp.Verb.SET_PARENT,
      GreenletOp.Verb.NEW,
      GreenletOp.Verb.NEW_CHILD,
      GreenletOp.Verb.LOOK,
      GreenletOp.Verb.CURRENT
    };
    GreenletOp.Verb verb = verbs[random.nextInt(verbs.length)];
    boolean replaces = verb == GreenletOp.Verb.NEW || verb == GreenletOp.Verb.NEW_CHILD;
    int slot = replaces ? random.nextInt(greenlets) : greenletSlot();
    return new GreenletOp(verb, slot, greenletSlot(), Kind.UNCHECKED);
  }
}
