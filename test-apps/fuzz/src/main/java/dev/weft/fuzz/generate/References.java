package dev.weft.fuzz.generate;

import dev.weft.fuzz.emit.Names;
import dev.weft.fuzz.program.Node;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Type;

/** Generates expressions that give references. */
final class References {
  private static final List<String> EXCEPTIONS =
      List.of(
          "java/lang/IllegalStateException",
          "java/lang/IllegalArgumentException",
          "java/lang/Exception",
          "java/lang/Error");

  private final Body body;
  private final Dice dice;
  private final Universe universe;
  private final Expressions expressions;

  References(Body body, Expressions expressions) {
    this.body = body;
    this.dice = body.dice;
    this.universe = body.universe;
    this.expressions = expressions;
  }

  Node make(String type, int depth) {
    if (depth <= 0 || body.isExhausted()) {
      return expressions.leaf(type);
    }
    int below = depth - 1;
    return switch (dice.weighted(14, 30, 8, 3, 14, 14, 6, 5, 4, 3, 4)) {
      case 0 -> expressions.leaf(type);
      case 1 -> proper(type, below);
      case 2 -> expressions.conditional(type, below);
      case 3 -> expressions.choose(type, below);
      case 4 -> Node.of("sus", type, make(type, below));
      case 5 -> expressions.call(type, below);
      case 6 -> expressions.field(type, below);
      case 7 -> expressions.assign(type, below);
      case 8 -> cast(type, below);
      case 9 -> expressions.sequence(type, below);
      default -> element(type, below);
    };
  }

  private Node element(String type, int depth) {
    if (!universe.isElement(type)) {
      return proper(type, depth);
    }
    Node element = Node.of("geta", type, make("[" + type, depth), expressions.index(depth));
    // An array of an interface may hold others, whose call would be an error of linkage.
    return type.equals(Universe.OBJECT) ? element : Node.of("cast", type, element);
  }

  /** Most often an object: null is a matter of chance, not of habit. */
  Node notNull(String type, int depth) {
    for (Scope.Variable variable : body.scope.all()) {
      if (variable.type().equals(type) && dice.chance(0.5)) {
        return Node.of("load", type + "|" + variable.slot());
      }
    }
    if (type.equals("L" + Names.MAIN + ";") && dice.chance(0.4)) {
      return Node.of("get", Names.MAIN + "|self|" + type);
    }
    if (depth <= 0 || body.isExhausted()) {
      return expressions.leaf(type);
    }
    return dice.chance(0.9) ? proper(type, depth - 1) : make(type, depth - 1);
  }

  private Node cast(String type, int depth) {
    Node from = dice.chance(0.75) ? proper(type, depth) : make(Universe.OBJECT, depth);
    return Node.of("cast", type, Node.of("sus", Universe.OBJECT, from));
  }

  /** An expression that makes an object of the type. */
  private Node proper(String type, int depth) {
    if (type.startsWith("[")) {
      return array(type, depth);
    }
    if (!lambdasFor(type).isEmpty()) {
      return lambda(type, depth);
    }
    List<String> subtypes = universe.subtypes.getOrDefault(type, List.of());
    if (!subtypes.isEmpty() && dice.chance(0.7)) {
      return create(dice.pick(subtypes), depth);
    }
    if (universe.constructors.containsKey(type)) {
      return create(type, depth);
    }
    return switch (type) {
      case Universe.OBJECT -> object(depth);
      case Universe.STRING -> string(depth);
      case Universe.COMPARABLE ->
          proper(dice.chance(0.5) ? Universe.STRING : Universe.INTEGER, depth);
      case Universe.INTEGER ->
          Node.of(
              "call",
              "invokestatic|java/lang/Integer|valueOf|(I)Ljava/lang/Integer;|false",
              expressions.make("I", depth));
      case Universe.THROWABLE -> exception(depth);
      default -> expressions.leaf(type);
    };
  }

  private Node object(int depth) {
    return switch (dice.weighted(3, 2, 2, 2, 2, 3, 3, 2)) {
      case 0 -> make(universe.reference(), depth);
      case 1 -> proper(Universe.INTEGER, depth);
      case 2 -> box("java/lang/Long", "J", depth);
      case 3 -> box("java/lang/Float", "F", depth);
      case 4 -> box("java/lang/Double", "D", depth);
      case 5 ->
          Node.of("cond", Universe.OBJECT, expressions.test(depth), unlike(depth), unlike(depth));
      case 6 -> string(depth);
      default -> exception(depth);
    };
  }

  /** Values whose types have little in common meet at a join. */
  private Node unlike(int depth) {
    String type = dice.chance(0.5) ? universe.array() : universe.reference();
    return make(type, depth);
  }

  private Node box(String wrapper, String kind, int depth) {
    return Node.of(
        "call",
        "invokestatic|" + wrapper + "|valueOf|(" + kind + ")L" + wrapper + ";|false",
        expressions.make(kind, depth));
  }

  private Node string(int depth) {
    if (dice.chance(0.3)) {
      return Constants.any(Universe.STRING, dice);
    }
    List<Node> parts = new ArrayList<>();
    int count = dice.between(1, 3);
    for (int i = 0; i < count; i++) {
      parts.add(
          expressions.make(dice.of("I", "J", "Z", "C", Universe.STRING, Universe.INTEGER), depth));
    }
    return new Node("concat", "", parts);
  }

  /** A new exception. */
  Node exception(int depth) {
    String type = dice.pick(EXCEPTIONS);
    boolean text = dice.chance(0.6);
    List<Node> arguments = text ? List.of(make(Universe.STRING, depth)) : List.of();
    return new Node(
        "new",
        type
            + (text ? "|(Ljava/lang/String;)V" : "|()V")
            + "|"
            + dice.of("dup", "local", "copies2"),
        arguments);
  }

  Node array(String type, int depth) {
    String element = type.substring(1);
    if (depth > 0 && dice.chance(0.15)) {
      String one = universe.likeArray(type);
      String other = universe.likeArray(type);
      return Node.of(
          "cond", type, expressions.test(depth - 1), make(one, depth - 1), make(other, depth - 1));
    }
    if (type.startsWith("[[") && dice.chance(0.6)) {
      return Node.of("multi", type, length(depth), length(depth));
    }
    return Node.of("newarray", element, length(depth));
  }

  private Node length(int depth) {
    if (dice.chance(0.3)) {
      return Node.of("sus", "I", Node.of("const", "I|" + dice.between(1, 4)));
    }
    return dice.chance(0.9)
        ? Node.of(
            "op",
            "ior",
            Node.of("const", "I|2"),
            Node.of("op", "iand", expressions.make("I", depth), Node.of("const", "I|5")))
        : Node.of("op", "iand", expressions.make("I", depth), Node.of("const", "I|-2147483641"));
  }

  /** A new object of a class of the program, in some pattern. */
  Node create(String type, int depth) {
    String descriptor = dice.pick(universe.constructors.get(type));
    Type[] parameters = Type.getArgumentTypes(descriptor);
    List<Node> arguments = new ArrayList<>();
    for (Type parameter : parameters) {
      arguments.add(expressions.make(parameter.getDescriptor(), depth));
    }
    List<String> patterns =
        new ArrayList<>(List.of("dup", "dup", "copies2", "copies3", "copies5", "local", "only"));
    if (parameters.length > 0 && parameters[0].getSize() == 1) {
      patterns.add("swap");
      patterns.add("swap");
    }
    if (parameters.length > 0 && parameters[0].equals(Type.INT_TYPE)) {
      patterns.add("mixed");
      patterns.add("mixed");
    }
    return new Node(
        "new", Universe.internal(type) + "|" + descriptor + "|" + dice.pick(patterns), arguments);
  }

  List<Universe.Lambda> lambdasFor(String type) {
    return universe.lambdas.stream()
        .filter(lambda -> lambda.type().equals(type) && body.mayUse(lambda))
        .toList();
  }

  Node lambda(String type, int depth) {
    Universe.Lambda lambda = dice.pick(lambdasFor(type));
    List<Node> captured = new ArrayList<>();
    for (String capture : lambda.captured()) {
      captured.add(
          capture.startsWith("L" + Names.PACKAGE)
              ? notNull(capture, depth)
              : expressions.make(capture, depth));
    }
    return new Node("lambda", lambda.argument(), captured);
  }
}
