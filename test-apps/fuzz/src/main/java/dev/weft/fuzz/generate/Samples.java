package dev.weft.fuzz.generate;

import dev.weft.fuzz.emit.Names;
import dev.weft.fuzz.program.Node;
import dev.weft.fuzz.program.Operation;
import dev.weft.fuzz.program.StackMoves;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Generates statements that put one instruction right before and right behind suspend points, all
 * instructions alike: what grows at random seldom has the rare ones there.
 */
final class Samples {
  private static final List<Operation> OPERATIONS = List.copyOf(Operation.all());
  private static final List<String> KINDS = List.of("I", "J", "F", "D", Universe.OBJECT);
  private static final Node PARK = Node.of("park", "");

  private final Body body;
  private final Dice dice;
  private final Shapes shapes;

  Samples(Body body) {
    this.body = body;
    this.shapes = new Shapes(body);
    this.dice = body.dice;
  }

  /** A sample of anything. */
  Node any() {
    if (dice.chance(0.3) && !special().isEmpty()) {
      return several(this::call); // only few methods can make such a call at all
    }
    List<Supplier<Node>> samples =
        List.of(
            () -> several(this::operation),
            () -> several(this::operation),
            () -> several(this::operation),
            () -> several(this::operation),
            () -> several(this::operation),
            () -> several(this::operation),
            () -> several(this::operation),
            () -> several(this::operation),
            this::move,
            this::move,
            () -> several(this::element),
            this::element,
            () -> several(this::storeElement),
            this::storeElement,
            () -> several(this::call),
            this::variable,
            () -> several(this::jump),
            () -> several(this::jump),
            this::choice,
            () -> several(this::constant),
            () -> several(this::object),
            this::field,
            this::monitor,
            this::creation,
            this::creation,
            shapes::locked,
            shapes::locked,
            shapes::edges,
            shapes::edges,
            shapes::crowd,
            shapes::array);
    return dice.pick(samples).get();
  }

  /** Of the many that are alike. */
  private static Node several(Supplier<Node> sample) {
    return Node.block(List.of(sample.get(), sample.get(), sample.get()));
  }

  /** A value that was just suspended for; no NaN. */
  private Node suspended(String type) {
    return Node.of("sus", type, plain(type));
  }

  private Node plain(String type) {
    return switch (type) {
      case "F" -> Node.of("const", "F|" + dice.of("0x40000000", "0x3f800000", "0x40490fdb"));
      case "D" -> Node.of("const", "D|" + dice.of("0x3ff0000000000000", "0x400921fb54442d18"));
      case "I", "J" -> Node.of("const", type + "|" + dice.between(1, 5));
      default -> Constants.any(type, dice);
    };
  }

  /** An expression before a call, under one, or as its argument. */
  private Node around(Node expression) {
    return switch (dice.below(3)) {
      case 0 -> Node.of("juggle", "park|l", expression);
      case 1 -> Node.of("juggle", "park|s", expression);
      default -> Node.of("log", "s", expression);
    };
  }

  private Node operation() {
    Operation operation = dice.pick(OPERATIONS);
    List<Node> operands = new ArrayList<>();
    for (String type : operation.takes()) {
      boolean last = operands.size() + 1 == operation.takes().size();
      operands.add(last && dice.chance(0.7) ? suspended(type) : plain(type));
    }
    return around(new Node("op", operation.name(), operands));
  }

  private Node move() {
    List<String> stack = new ArrayList<>();
    List<Node> values = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String type = dice.of("I", "J", "F", "D", "I", Universe.OBJECT);
      stack.add(type);
      values.add(i == 3 ? suspended(type) : plain(type));
    }
    String move = dice.pick(StackMoves.ALL);
    List<String> after = StackMoves.apply(move, stack);
    return after == null
        ? PARK
        : new Node(
            "juggle",
            dice.chance(0.5) ? move + ",park|lsls" : move + "|" + "s".repeat(after.size()),
            values);
  }

  /** Values rearranged on the operand stack at random. */
  Node juggle(int depth) {
    List<String> stack = new ArrayList<>();
    List<Node> values = new ArrayList<>();
    int count = dice.between(1, 5);
    for (int i = 0; i < count; i++) {
      String type = dice.chance(0.7) ? dice.of("I", "J", "F", "D", "I") : body.universe.type();
      stack.add(type);
      values.add(body.expressions.make(type, Math.min(depth, 2)));
    }
    List<String> moves = new ArrayList<>();
    int wanted = dice.between(1, 5);
    for (int i = 0; i < wanted * 2 && moves.size() < wanted; i++) {
      String move = dice.chance(0.3) ? "park" : dice.pick(StackMoves.ALL);
      List<String> after = move.equals("park") ? stack : StackMoves.apply(move, stack);
      if (after != null) {
        stack = after;
        moves.add(move);
      }
    }
    StringBuilder drains = new StringBuilder();
    for (int i = 0; i < stack.size(); i++) {
      drains.append(dice.of('l', 's'));
    }
    return new Node("juggle", String.join(",", moves) + "|" + drains, values);
  }

  private Node array(String type) {
    return Node.of("newarray", type, suspended("I"));
  }

  private Node element() {
    String type = dice.pick(List.of("I", "J", "F", "D", "B", "C", "S", "Z", Universe.OBJECT));
    Node index = Node.of("sus", "I", Node.of("const", "I|0"));
    return around(Node.of("geta", type, array(type), index));
  }

  private Node storeElement() {
    String type = dice.pick(List.of("I", "J", "F", "D", "B", "C", "S", Universe.OBJECT));
    String letter =
        type.equals("J") ? "l" : type.length() > 1 ? "a" : type.toLowerCase(Locale.ROOT);
    Node stored =
        Node.of("puta", letter + "astore", array(type), Node.of("const", "I|0"), suspended(type));
    return Node.block(List.of(stored, PARK));
  }

  private Node variable() {
    String type = dice.pick(KINDS);
    int mark = body.scope.open();
    int slot = body.scope.declare(type).slot();
    Node stored = Node.of("store", type + "|" + slot, suspended(type));
    Node next = type.equals("I") ? Node.of("iinc", slot + "|1") : PARK;
    Node loaded = around(Node.of("load", type + "|" + slot));
    body.scope.close(mark);
    return Node.block(List.of(stored, PARK, next, PARK, loaded));
  }

  private Node jump() {
    String name =
        dice.of(
            "ifeq",
            "ifne",
            "iflt",
            "ifge",
            "ifgt",
            "ifle",
            "ifnull",
            "ifnonnull",
            "if_icmpeq",
            "if_icmpne",
            "if_icmplt",
            "if_icmpge",
            "if_icmpgt",
            "if_icmple",
            "if_acmpeq",
            "if_acmpne");
    boolean reference = name.contains("null") || name.contains("acmp");
    String type = reference ? Universe.OBJECT : "I";
    Node last = suspended(type);
    Node test =
        name.contains("cmp")
            ? Node.of("test", name, plain(type), last)
            : Node.of("test", name, last);
    return Node.of("if", "", test, Node.block(List.of(PARK)), Node.block(List.of(PARK)));
  }

  private Node choice() {
    String kind = dice.of("table|0,1", "lookup|1,3");
    Node branch = Node.of("seq", "", PARK, plain("I"));
    return dice.chance(0.5)
        ? around(Node.of("choose", "I|" + kind, suspended("I"), branch, branch, branch))
        : Node.of(
            "switch",
            kind + "|---",
            suspended("I"),
            Node.block(List.of(PARK)),
            Node.block(List.of(PARK)),
            Node.block(List.of(PARK)));
  }

  private Node constant() {
    String type = dice.of("I", "J", "F", "D", "I", Universe.STRING);
    Node value =
        switch (type) {
          case "I" -> Node.of("const", "I|" + dice.of(-1, 0, 1, 2, 3, 4, 5, 100, 1000, 100000));
          case "J" -> Node.of("const", "J|" + dice.of(0, 1, 2));
          case "F" -> Node.of("const", "F|" + dice.of("0x0", "0x3f800000", "0x40000000"));
          case "D" -> Node.of("const", "D|" + dice.of("0x0", "0x3ff0000000000000"));
          default -> dice.of(Node.of("const", "null|null"), Node.of("const", type + "|text"));
        };
    Node first = dice.of(PARK, Node.of("nop", ""));
    return Node.block(List.of(PARK, first, PARK, around(value)));
  }

  private Node object() {
    Node made =
        switch (dice.below(6)) {
          case 0 -> Node.of("length", "", Node.of("sus", "[I", array("I")));
          case 1 -> Node.of("is", Universe.STRING, suspended(Universe.OBJECT));
          case 2 -> Node.of("multi", "[[I", plain("I"), suspended("I"));
          case 3 -> array(dice.of("I", "J", Universe.OBJECT));
          case 4 -> Node.of("concat", "", suspended("I"));
          default -> Node.of("cast", Universe.OBJECT, suspended(Universe.OBJECT));
        };
    return dice.chance(0.9)
        ? around(made)
        : Node.of(
            "if",
            "",
            body.expressions.test(1),
            Node.of("throw", "", Node.of("sus", Universe.THROWABLE, thrown())));
  }

  private Node thrown() {
    return Node.of("new", "java/lang/IllegalStateException|()V|dup");
  }

  private Node field() {
    boolean isStatic = dice.chance(0.3);
    List<String[]> fields =
        (isStatic ? body.universe.statics : body.universe.fields)
            .stream()
                .filter(field -> !field[1].equals("self"))
                .filter(field -> isStatic || field[0].equals(Names.MAIN))
                .toList();
    if (fields.isEmpty()) {
      return constant();
    }
    String[] field = dice.pick(fields);
    String argument = String.join("|", field);
    String main = "L" + Names.MAIN + ";";
    Node owner =
        Node.of(
            "call",
            "invokestatic|" + Names.MAIN + "|same|(" + main + ")" + main + "|false",
            Node.of("get", Names.MAIN + "|self|" + main));
    String type = field[2];
    Node value = KINDS.contains(type) ? suspended(type) : plain(type);
    Node stored =
        isStatic ? Node.of("put", argument, value) : Node.of("put", argument, owner, value);
    Node read = isStatic ? Node.of("get", argument) : Node.of("get", argument, owner);
    return Node.block(List.of(stored, PARK, around(read)));
  }

  /** A monitor is left on the way to a finally block that suspends at once. */
  private Node monitor() {
    if (!body.mayPin || !body.statements.mayReturn()) {
      return move();
    }
    Node locked =
        Node.of("sync", dice.of("s", "p", "sp"), suspended(Universe.STRING), Node.of("nop", ""));
    Node leaving =
        Node.of(
            "sync",
            "",
            plain(Universe.STRING),
            Node.of("if", "", body.expressions.test(1), body.leave(0)));
    return Node.of(
        "try",
        "plain",
        Node.block(List.of(locked, leaving)),
        Node.of("finally", "", Node.block(List.of(PARK))));
  }

  /** A call next to another, of those methods whose calls are the rarest. */
  private Node call() {
    List<Callable> rare = special();
    List<Callable> callables = rare.isEmpty() ? callables() : rare;
    return callables.isEmpty() ? move() : around(body.expressions.invoke(dice.pick(callables), 1));
  }

  private List<Callable> callables() {
    return body.universe.callables.stream()
        .filter(body::mayCall)
        .filter(callable -> !callable.returned().equals("V"))
        .toList();
  }

  private List<Callable> special() {
    return callables().stream()
        .filter(callable -> callable.instruction().equals("invokespecial"))
        .toList();
  }

  private Node creation() {
    String type = Universe.own("X");
    if (!body.universe.constructors.containsKey(type)) {
      return operation();
    }
    Node argument = Node.of("seq", "", PARK, plain("I"));
    String head = Universe.internal(type) + "|(II)V|";
    return dice.chance(0.3)
        ? Node.of("newv", head, argument, suspended("I"))
        : Node.of(
            "eval",
            "",
            Node.of(
                "new",
                head + dice.of("dup", "copies2", "copies3", "copies4", "local", "only", "mixed"),
                argument,
                dice.chance(0.5)
                    ? Node.of("get", Universe.internal(type) + "|xI|I", nested(head))
                    : suspended("I")));
  }

  private Node nested(String head) {
    return Node.of(
        "new", head + dice.of("dup", "copies2", "local"), suspended("I"), suspended("I"));
  }
}
