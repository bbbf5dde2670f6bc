package dev.weft.fuzz.program;

import java.util.Optional;
import org.objectweb.asm.Type;

/** What can be told of an expression without emitting it. */
public final class Expression {
  private Expression() {}

  /** The descriptor of an expression's type; empty for statements and declarations. */
  public static Optional<String> type(Node node) {
    return Optional.ofNullable(
        switch (node.op()) {
          case "const", "load", "choose", "assign", "inca" -> node.argument(0);
          case "cast", "cond", "sus", "geta", "multi" -> node.argument();
          case "op" -> Operation.named(node.argument()).gives();
          case "test", "is", "length", "raise" -> "I";
          case "call" -> Type.getReturnType(node.argument(3)).getDescriptor();
          case "new", "lambda" -> "L" + node.argument(0) + ";";
          case "get", "incf" -> node.argument(2);
          case "newarray" -> "[" + node.argument();
          case "concat" -> "Ljava/lang/String;";
          case "seq" -> type(node.child(node.children().size() - 1)).orElse(null);
          default -> null;
        });
  }

  /** The simplest constant of a type. */
  public static Node simplest(String type) {
    return Node.of(
        "const",
        switch (type) {
          case "I", "Z", "B", "C", "S", "J" -> type + "|0";
          case "F", "D" -> type + "|0x0";
          default -> type + "|null";
        });
  }
}
