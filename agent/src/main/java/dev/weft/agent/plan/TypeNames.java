package dev.weft.agent.plan;

import org.objectweb.asm.Opcodes;

/** The verifier's types in words, for plan texts. */
final class TypeNames {
  private TypeNames() {}

  static String of(Object type) {
    if (type == Opcodes.INTEGER) {
      return "int";
    }
    if (type == Opcodes.FLOAT) {
      return "float";
    }
    if (type == Opcodes.LONG) {
      return "long";
    }
    if (type == Opcodes.DOUBLE) {
      return "double";
    }
    if (type == Opcodes.NULL) {
      return "null";
    }
    return type == Opcodes.TOP ? "-" : String.valueOf(type);
  }
}
