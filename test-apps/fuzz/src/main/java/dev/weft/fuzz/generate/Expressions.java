package dev.weft.fuzz.generate;

import dev.weft.fuzz.emit.Names;
import dev.weft.fuzz.program.Node;
import dev.weft.fuzz.program.Operation;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Type;

/** Generates expressions of a wanted type. */
final class Expressions {
  private final Body body;
  private final Dice dice;
  private final Universe universe;
  private final References references;

  Expressions(Body body) {
    this.body = body;
    this.dice = body.dice;
    this.universe = body.universe;
    this.references = new References(body, this);
  }

  /** An expression whose value may be used as this type. */
  Node make(String type, int depth) {
    body.spend();
    if (depth <= 0 || body.isExhausted()) {
      return leaf(type);
    }
    if (Operation.stackKind(type).equals("A")) {
      return references.make(type, depth);
    }
    return primitive(type, depth);
  }

  Node leaf(String type) {
    List<Node> found = new ArrayList<>();
    String kind = Operation.stackKind(type);
    for (Scope.Variable variable : body.scope.all()) {
      boolean fits =
          kind.equals("A")
              ? variable.type().equals(type)
                  || (type.equals(Universe.OBJECT)
                      && Operation.stackKind(variable.type()).equals("A"))
              : kind.equals(Operation.stackKind(variable.type()))
                  && (!isSmall(type) || variable.type().equals(type));
      if (fits) {
        found.add(Node.of("load", variable.type() + "|" + variable.slot()));
      }
    }
    if (!found.isEmpty() && dice.chance(0.75)) {
      return dice.pick(found);
    }
    return kind.equals("A") && dice.chance(0.75) ? cheap(type) : Constants.any(type, dice);
  }

  /** A small object of a type: most programs should get further than to the first null. */
  Node cheap(String type) {
    if (type.startsWith("[")) {
      Node length = Node.of("const", "I|" + dice.between(2, 3));
      return type.startsWith("[[") && dice.chance(0.5)
          ? Node.of("multi", type, length, length)
          : Node.of("newarray", type.substring(1), length);
    }
    if (type.equals("L" + Names.MAIN + ";")) {
      return Node.of("get", Names.MAIN + "|self|" + type);
    }
    if (List.of(Universe.INTEGER, Universe.OBJECT, Universe.COMPARABLE).contains(type)) {
      return Node.of(
          "call",
          "invokestatic|java/lang/Integer|valueOf|(I)Ljava/lang/Integer;|false",
          Constants.any("I", dice));
    }
    List<String> concrete = universe.subtypes.getOrDefault(type, List.of());
    if (!concrete.isEmpty()) {
      return Node.of("new", Universe.internal(dice.pick(concrete)) + "|()V|dup");
    }
    if (type.equals(Universe.own("X"))) {
      return Node.of("new", Universe.internal(type) + "|(I)V|dup", Constants.any("I", dice));
    }
    return Constants.any(type, dice);
  }

  private static boolean isSmall(String type) {
    return Universe.SMALL.contains(type);
  }

  private Node primitive(String type, int depth) {
    int below = depth - 1;
    boolean isInt = Operation.stackKind(type).equals("I");
    return switch (dice.weighted(
        16, 30, isInt ? 8 : 0, 7, 3, 16, 18, 7, 3, 4, 5, 4, 3, isInt ? 6 : 2)) {
      case 0 -> leaf(type);
      case 1 -> operation(type, below);
      case 2 -> test(below);
      case 3 -> conditional(type, below);
      case 4 -> choose(type, below);
      case 5 -> Node.of("sus", type, make(type, below));
      case 6 -> call(type, below);
      case 7 -> field(type, below);
      case 8 -> incrementField(type, below);
      case 9 -> incrementElement(type, below);
      case 10 -> Node.of("geta", type, references.make("[" + type, below), index(below));
      case 11 -> assign(type, below);
      case 12 -> sequence(type, below);
      default -> oddities(type, below);
    };
  }

  private Node operation(String type, int depth) {
    Operation operation = dice.pick(Operation.giving(type));
    if (isSmall(type)) {
      String narrowing =
          switch (type) {
            case "B" -> "i2b";
            case "C" -> "i2c";
            case "S" -> "i2s";
            default -> "iand";
          };
      operation = Operation.named(narrowing);
      if (type.equals("Z")) {
        return Node.of("op", "iand", make("I", depth), Node.of("const", "I|1"));
      }
    }
    List<Node> operands = new ArrayList<>();
    for (String taken : operation.takes()) {
      operands.add(operands.isEmpty() ? make(taken, depth) : second(taken, depth));
    }
    return new Node("op", operation.name(), operands);
  }

  /**
   * A second operand. It is no NaN: which payload the sum of two has depends on the order in which
   * the JIT adds them.
   */
  Node second(String type, int depth) {
    Node value = make(type, depth);
    boolean mayBeNaN = type.equals("F") || type.equals("D");
    return mayBeNaN
        ? Node.of(
            "call", "invokestatic|" + Names.LOG + "|real|(" + type + ")" + type + "|false", value)
        : value;
  }

  /** A value for a condition. */
  Node test(int depth) {
    return switch (dice.weighted(5, 5, 2, 2, 2)) {
      case 0 ->
          Node.of(
              "test", dice.of("ifeq", "ifne", "iflt", "ifge", "ifgt", "ifle"), make("I", depth));
      case 1 ->
          Node.of(
              "test",
              dice.of("if_icmpeq", "if_icmpne", "if_icmplt", "if_icmpge", "if_icmpgt", "if_icmple"),
              make("I", depth),
              make("I", depth));
      case 2 -> {
        String type = universe.reference();
        yield Node.of(
            "test", dice.of("if_acmpeq", "if_acmpne"), make(type, depth), make(type, depth));
      }
      case 3 -> Node.of("test", dice.of("ifnull", "ifnonnull"), make(universe.reference(), depth));
      default -> {
        String kind = dice.of("J", "F", "D");
        String compare =
            switch (kind) {
              case "J" -> "lcmp";
              case "F" -> dice.of("fcmpl", "fcmpg");
              default -> dice.of("dcmpl", "dcmpg");
            };
        yield Node.of(
            "test",
            dice.of("ifeq", "iflt", "ifgt"),
            Node.of("op", compare, make(kind, depth), make(kind, depth)));
      }
    };
  }

  Node conditional(String type, int depth) {
    return Node.of("cond", type, test(depth), make(type, depth), make(type, depth));
  }

  Node choose(String type, int depth) {
    boolean table = dice.chance(0.5);
    int cases = dice.between(1, 3);
    List<Node> parts = new ArrayList<>();
    parts.add(selector(depth));
    for (int i = 0; i <= cases; i++) {
      parts.add(make(type, depth));
    }
    return new Node(
        "choose", type + "|" + (table ? "table|" : "lookup|") + keys(table, cases), parts);
  }

  /** What a switch chooses by: often a small number. */
  Node selector(int depth) {
    Node value = make("I", depth);
    return dice.chance(0.7) ? Node.of("op", "iand", value, Node.of("const", "I|3")) : value;
  }

  String keys(boolean table, int cases) {
    StringBuilder keys = new StringBuilder();
    int key = dice.between(-1, 1);
    for (int i = 0; i < cases; i++) {
      keys.append(i == 0 ? "" : ",").append(key);
      key += table ? 1 : dice.between(1, 2);
    }
    return keys.toString();
  }

  /** A call of a method that returns this type, or one that looks like it on the stack. */
  Node call(String type, int depth) {
    List<Callable> fitting =
        universe.callables.stream()
            .filter(callable -> body.mayCall(callable) && fits(callable.returned(), type))
            .toList();
    return fitting.isEmpty()
        ? Node.of("sus", type, make(type, depth))
        : invoke(dice.pick(fitting), depth);
  }

  private static boolean fits(String returned, String wanted) {
    if (returned.equals(wanted)) {
      return true;
    }
    String kind = Operation.stackKind(wanted);
    return !returned.equals("V")
        && (kind.equals("A")
            ? wanted.equals(Universe.OBJECT) && Operation.stackKind(returned).equals("A")
            : wanted.equals("I") && Operation.stackKind(returned).equals("I"));
  }

  Node invoke(Callable callable, int depth) {
    List<Node> parts = new ArrayList<>();
    if (!callable.isStatic()) {
      String receiver = "L" + callable.owner() + ";";
      parts.add(
          callable.instruction().equals("invokespecial")
              ? Node.of("load", receiver + "|0")
              : references.notNull(receiver, depth));
    }
    for (Type parameter : callable.parameters()) {
      parts.add(make(parameter.getDescriptor(), depth));
    }
    return new Node("call", callable.argument(), parts);
  }

  Node field(String type, int depth) {
    List<String[]> found = new ArrayList<>();
    universe.statics.stream().filter(field -> field[2].equals(type)).forEach(found::add);
    universe.fields.stream().filter(field -> field[2].equals(type)).forEach(found::add);
    if (found.isEmpty()) {
      return leaf(type);
    }
    String[] field = dice.pick(found);
    String argument = String.join("|", field);
    return universe.statics.contains(field)
        ? Node.of("get", argument)
        : Node.of("get", argument, references.notNull("L" + field[0] + ";", depth));
  }

  private Node incrementField(String type, int depth) {
    List<String[]> found = universe.fields.stream().filter(field -> field[2].equals(type)).toList();
    List<Operation> operations = same(type);
    if (found.isEmpty() || operations.isEmpty()) {
      return operation(type, depth);
    }
    String[] field = dice.pick(found);
    return Node.of(
        "incf",
        String.join("|", field) + "|" + dice.pick(operations).name(),
        references.notNull("L" + field[0] + ";", depth),
        second(type, depth));
  }

  private Node incrementElement(String type, int depth) {
    List<Operation> operations = same(type);
    if (operations.isEmpty()) {
      return operation(type, depth);
    }
    return Node.of(
        "inca",
        type + "|" + dice.pick(operations).name(),
        references.make("[" + type, depth),
        index(depth),
        second(type, depth));
  }

  /** Operations that take two values of a type and give one. */
  private static List<Operation> same(String type) {
    return Operation.all().stream()
        .filter(o -> o.gives().equals(type) && o.takes().equals(List.of(type, type)))
        .toList();
  }

  Node index(int depth) {
    return dice.chance(0.85)
        ? Node.of("op", "iand", make("I", depth), Node.of("const", "I|1"))
        : make("I", depth);
  }

  Node assign(String type, int depth) {
    List<Scope.Variable> targets = body.scope.assignable(type);
    if (targets.isEmpty()) {
      return make(type, depth);
    }
    Scope.Variable target = dice.pick(targets);
    return Node.of("assign", type + "|" + target.slot(), make(type, depth));
  }

  /** Statements while the operand stack is loaded, then a value. */
  Node sequence(String type, int depth) {
    int mark = body.scope.open();
    List<Node> parts = new ArrayList<>(body.statements.underLoad(dice.between(1, 2), depth));
    parts.add(make(type, depth));
    body.scope.close(mark);
    return new Node("seq", "", parts);
  }

  private Node oddities(String type, int depth) {
    return switch (type) {
      case "I", "Z" ->
          switch (dice.weighted(4, 3, 3, 2, 2)) {
            case 0 -> Node.of("raise", "", make("I", depth));
            case 1 -> Node.of("length", "", references.make(universe.array(), depth));
            case 2 -> Node.of("is", universe.reference(), make(Universe.OBJECT, depth));
            case 3 ->
                Node.of(
                    "call",
                    "invokevirtual|java/lang/Integer|intValue|()I|false",
                    references.make(Universe.INTEGER, depth));
            default -> plainLibrary(depth);
          };
      case "J" ->
          Node.of(
              "call",
              "invokestatic|java/lang/Long|rotateLeft|(JI)J|false",
              make("J", depth),
              make("I", depth));
      default -> leaf(type);
    };
  }

  private Node plainLibrary(int depth) {
    String operator = "Ljava/util/function/IntUnaryOperator;";
    if (!body.mayPin || references.lambdasFor(operator).isEmpty()) {
      return make("I", depth);
    }
    return Node.of(
        "call",
        "invokestatic|dev/weft/fuzz/run/Plain|apply|(" + operator + "I)I|false",
        references.lambda(operator, depth),
        make("I", depth));
  }

  /** Something that leaves nothing, or is dropped. */
  Node anyCall(int depth) {
    List<Callable> fitting = universe.callables.stream().filter(body::mayCall).toList();
    return fitting.isEmpty()
        ? Node.of("park", "")
        : Node.of("eval", "", invoke(dice.pick(fitting), depth));
  }

  static String internalName(String descriptor) {
    return descriptor.startsWith("L") ? Universe.internal(descriptor) : Names.MAIN;
  }

  References references() {
    return references;
  }
}
