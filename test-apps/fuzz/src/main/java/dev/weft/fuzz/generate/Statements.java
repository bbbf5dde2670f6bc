package dev.weft.fuzz.generate;

import dev.weft.fuzz.program.Node;
import dev.weft.fuzz.program.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Generates statements. */
final class Statements {
  private static final int MAX_NESTING = 4;

  private final Body body;
  private final Dice dice;
  private final Samples samples;

  /** How many of the innermost loops may be left from here. */
  private int loops;

  /** Whether the operand stack holds nothing of an expression around. */
  private boolean stackIsEmpty = true;

  private int nesting;

  /** How many finally blocks a return has to run. */
  private int finallies;

  Statements(Body body) {
    this.body = body;
    this.dice = body.dice;
    this.samples = new Samples(body);
  }

  /** Whether a return may stand here, whatever it has to run on its way. */
  boolean mayReturn() {
    return stackIsEmpty;
  }

  /** Some statements, the variables of which stay visible. */
  List<Node> list(int count) {
    List<Node> made = new ArrayList<>();
    for (int i = 0; i < count && !body.isExhausted(); i++) {
      Node next = one();
      made.add(next);
      if (List.of("return", "throw", "break", "continue").contains(next.op())) {
        break;
      }
    }
    return made;
  }

  /** A block with a scope of its own. */
  Node block(int count) {
    int mark = body.scope.open();
    nesting++;
    Node made = Node.block(list(count));
    nesting--;
    body.scope.close(mark);
    return made;
  }

  private Node block() {
    return block(dice.between(1, 3));
  }

  /** Statements inside an expression. */
  List<Node> underLoad(int count, int depth) {
    if (depth <= 0 || nesting >= MAX_NESTING) {
      return List.of(Node.of("park", ""));
    }
    boolean before = stackIsEmpty;
    int loopsBefore = loops;
    stackIsEmpty = false;
    loops = 0;
    nesting++;
    List<Node> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Node next = one();
      boolean leaves = List.of("return", "throw").contains(next.op());
      made.add(leaves ? Node.of("if", "", body.expressions.test(0), next) : next);
    }
    nesting--;
    stackIsEmpty = before;
    loops = loopsBefore;
    return made;
  }

  private Node one() {
    body.spend();
    int nested = nesting >= MAX_NESTING || body.isExhausted() ? 0 : 1;
    int depth = body.depth();
    return switch (dice.weighted(
        14,
        16,
        12,
        4,
        8 * nested,
        9 * nested,
        4 * nested,
        10 * nested,
        3 * nested,
        body.mayPin ? 4 * nested : 0,
        2,
        3,
        4,
        6,
        body.mayPin ? 0 : 5,
        6,
        4,
        8,
        4,
        2,
        8,
        16)) {
      case 0 -> note(depth);
      case 1 -> declare(depth);
      case 2 -> assign(depth);
      case 3 -> increment();
      case 4 -> branch(depth);
      case 5 -> loop();
      case 6 -> choose(depth);
      case 7 -> attempt();
      case 8 -> overlap();
      case 9 -> locked(depth);
      case 10 -> fail(depth);
      case 11 -> leaving(depth);
      case 12 -> jump();
      case 13 -> Node.of("park", "");
      case 14 -> Node.of("direct", "");
      case 15 -> put(depth);
      case 16 -> putElement(depth);
      case 17 -> samples.juggle(depth);
      case 18 -> unused(depth);
      case 19 -> Node.of(dice.of("dead", "nop"), "");
      case 20 -> body.expressions.anyCall(depth);
      default -> samples.any();
    };
  }

  private Node note(int depth) {
    String type = body.universe.type();
    return Node.of("log", dice.chance(0.4) ? "s" : "", body.expressions.make(type, depth));
  }

  private Node declare(int depth) {
    String type = body.universe.type();
    Node value = body.expressions.make(type, depth);
    Scope.Variable variable = body.scope.declare(type);
    return Node.of("store", type + "|" + variable.slot(), value);
  }

  private Node assign(int depth) {
    List<Scope.Variable> found =
        body.scope.all().stream().filter(variable -> !variable.counter()).toList();
    if (found.isEmpty()) {
      return declare(depth);
    }
    Scope.Variable target = dice.pick(found);
    return Node.of(
        "store", target.type() + "|" + target.slot(), body.expressions.make(target.type(), depth));
  }

  private Node increment() {
    List<Scope.Variable> ints = body.scope.assignable("I");
    return ints.isEmpty()
        ? Node.of("park", "")
        : Node.of("iinc", dice.pick(ints).slot() + "|" + dice.of(1, -1, 3, 200, -300));
  }

  private Node branch(int depth) {
    Node test = body.expressions.test(depth);
    return dice.chance(0.5)
        ? Node.of("if", "", test, block())
        : Node.of("if", "", test, block(), block());
  }

  private Node loop() {
    int mark = body.scope.open();
    String shape = dice.of("while", "do", "turned", "endless", "double", "loaded");
    Scope.Variable counter = body.scope.declare("I", true);
    String argument = shape + "|" + counter.slot() + "|" + dice.between(1, 3);
    List<Node> parts = new ArrayList<>();
    if (shape.equals("double")) {
      parts.add(body.expressions.test(1));
      parts.add(loopBody(true));
      parts.add(loopBody(true));
    } else if (shape.equals("loaded")) {
      parts.add(loopBody(false));
      int values = dice.between(1, 3);
      for (int i = 0; i < values; i++) {
        String type = dice.of("I", "J", "F", "D", Universe.STRING, Universe.OBJECT, "[J");
        // The type must be the same each time round.
        parts.add(
            Operation.stackKind(type).equals("A")
                ? Node.of("cast", type, body.expressions.make(type, 1))
                : body.expressions.make(type, 1));
        Node step = body.expressions.second(type, 1);
        parts.add(Operation.stackKind(type).equals("A") ? step : Node.of("sus", type, step));
      }
    } else {
      parts.add(loopBody(true));
    }
    body.scope.close(mark);
    return new Node("loop", argument, parts);
  }

  private Node loopBody(boolean sameStack) {
    boolean before = stackIsEmpty;
    int loopsBefore = loops;
    stackIsEmpty = stackIsEmpty && sameStack;
    loops = sameStack ? loops + 1 : 1;
    Node made = block();
    loops = loopsBefore;
    stackIsEmpty = before;
    return made;
  }

  private Node choose(int depth) {
    boolean table = dice.chance(0.5);
    int cases = dice.between(1, 3);
    List<Node> parts = new ArrayList<>();
    parts.add(body.expressions.selector(depth));
    StringBuilder falls = new StringBuilder();
    for (int i = 0; i <= cases; i++) {
      parts.add(block(dice.below(3)));
      falls.append(dice.chance(0.3) ? 'f' : '-');
    }
    String keys = body.expressions.keys(table, cases);
    return new Node("switch", (table ? "table|" : "lookup|") + keys + "|" + falls, parts);
  }

  private Node attempt() {
    List<Node> parts = new ArrayList<>();
    boolean hasFinally = dice.chance(0.4);
    finallies += hasFinally ? 1 : 0;
    parts.add(block(dice.between(1, 4)));
    int catches = hasFinally ? dice.below(2) : dice.between(1, 3);
    List<String> types =
        List.of(
            "java/lang/ArithmeticException",
            "java/lang/IllegalStateException",
            "java/lang/RuntimeException",
            "java/lang/Exception",
            "java/lang/Throwable",
            "");
    int from = dice.below(types.size());
    for (int i = 0; i < catches; i++) {
      parts.add(handler(types.get(Math.min(types.size() - 1, from + i))));
    }
    finallies -= hasFinally ? 1 : 0;
    if (hasFinally) {
      int loopsBefore = loops;
      loops = stackIsEmpty ? loops : 0; // the copy in the handler has an empty stack
      parts.add(Node.of("finally", "", block(dice.between(1, 2))));
      loops = loopsBefore;
    }
    String style = hasFinally ? dice.of("plain", "self") : dice.of("plain", "plain", "before");
    return new Node("try", style, parts);
  }

  private Node handler(String type) {
    int mark = body.scope.open();
    int slot =
        dice.chance(0.2) ? -dice.between(1, 2) : body.scope.declare(Universe.THROWABLE).slot();
    List<Node> statements = new ArrayList<>();
    int loopsBefore = loops;
    loops = stackIsEmpty ? loops : 0;
    nesting++;
    if (slot >= 0 && dice.chance(0.7)) {
      statements.add(
          Node.of(
              "log",
              dice.chance(0.5) ? "s" : "",
              Node.of("load", Universe.THROWABLE + "|" + slot)));
    }
    statements.addAll(list(dice.below(3)));
    if (slot >= 0 && dice.chance(0.2)) {
      statements.add(Node.of("throw", "", Node.of("load", Universe.THROWABLE + "|" + slot)));
    } else if (!stackIsEmpty) {
      // The stack was cleared: behind the statement it would have another height.
      statements.add(body.leave(1));
    }
    nesting--;
    loops = loopsBefore;
    body.scope.close(mark);
    return Node.of("catch", type + "|" + slot, Node.block(statements));
  }

  private Node overlap() {
    if (!stackIsEmpty) {
      return note(1);
    }
    Node a = block(1);
    Node b = block();
    Node c = block(1);
    int mark = body.scope.open();
    int slot = body.scope.declare(Universe.THROWABLE).slot();
    Node first = block(1);
    Node second = block(1);
    body.scope.close(mark);
    return Node.of("overlap", slot + "|" + dice.below(2), a, b, c, first, second);
  }

  private Node locked(int depth) {
    Node monitor = body.expressions.references().notNull(Universe.OBJECT, depth);
    return Node.of("sync", dice.of("", "s", "p", "sp"), monitor, block());
  }

  private Node fail(int depth) {
    Node exception =
        dice.chance(0.7)
            ? body.expressions.references().exception(depth)
            : body.expressions.call(Universe.THROWABLE, depth);
    Node thrown = Node.of("throw", "", exception);
    return dice.chance(0.8) || nesting == 0
        ? Node.of("if", "", body.expressions.test(1), thrown)
        : thrown;
  }

  private Node leaving(int depth) {
    if (!stackIsEmpty && finallies > 0) {
      return note(depth); // a finally block wants an empty stack when it is copied here
    }
    Node leave = body.leave(depth);
    return dice.chance(0.8) || nesting == 0
        ? Node.of("if", "", body.expressions.test(1), leave)
        : leave;
  }

  private Node jump() {
    if (loops == 0) {
      return Node.of("park", "");
    }
    Node jump = Node.of(dice.of("break", "continue"), Integer.toString(dice.below(loops)));
    return dice.chance(0.8) ? Node.of("if", "", body.expressions.test(1), jump) : jump;
  }

  private Node put(int depth) {
    boolean isStatic = dice.chance(0.5);
    List<String[]> fields = isStatic ? body.universe.statics : body.universe.fields;
    List<String[]> open = fields.stream().filter(field -> !field[1].equals("self")).toList();
    if (open.isEmpty()) {
      return note(depth);
    }
    String[] field = dice.pick(open);
    List<Node> parts = new ArrayList<>();
    if (!isStatic) {
      parts.add(body.expressions.references().notNull("L" + field[0] + ";", depth));
    }
    parts.add(body.expressions.make(field[2], depth));
    return new Node("put", String.join("|", field), parts);
  }

  private Node putElement(int depth) {
    String array = body.universe.array();
    String element = array.substring(1);
    String letter =
        switch (element) {
          case "Z", "B" -> "b";
          case "J" -> "l";
          default ->
              Operation.stackKind(element).equals("A") ? "a" : element.toLowerCase(Locale.ROOT);
        };
    return Node.of(
        "puta",
        letter + "astore",
        body.expressions.references().make(array, depth),
        body.expressions.index(depth),
        body.expressions.make(element, depth));
  }

  private Node unused(int depth) {
    List<String> types = List.copyOf(body.universe.constructors.keySet());
    if (types.isEmpty()) {
      return note(depth);
    }
    Node created = body.expressions.references().create(dice.pick(types), depth);
    return new Node("newv", created.argument(), created.children());
  }
}
