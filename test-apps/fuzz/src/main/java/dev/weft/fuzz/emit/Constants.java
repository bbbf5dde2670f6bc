package dev.weft.fuzz.emit;

import dev.weft.fuzz.program.Node;
import org.objectweb.asm.Opcodes;

/**
 * Emits constants: {@code const:I|5}, {@code const:D|0x7ff8000000000001} (the bits, so that NaN
 * payloads stay), {@code const:Ljava/lang/String;|text}, {@code const:type|null}.
 */
final class Constants {
  private Constants() {}

  static String emit(MethodEmitter emitter, Node node) {
    String type = node.argument(0);
    String value = node.argument(1);
    switch (type) {
      case "I", "Z", "B", "C", "S" -> emitter.push(Integer.parseInt(value));
      case "J" -> pushLong(emitter, Long.parseLong(value));
      case "F" -> pushFloat(emitter, (int) Long.parseLong(value.substring(2), 16));
      case "D" -> pushDouble(emitter, Long.parseUnsignedLong(value.substring(2), 16));
      default -> {
        if (value.equals("null")) {
          emitter.mv.visitInsn(Opcodes.ACONST_NULL);
          // A typed null: what the verifier knows as null stays so only under the name null.
          if (!type.equals("null")) {
            emitter.mv.visitTypeInsn(Opcodes.CHECKCAST, Expressions.internal(type));
          } else {
            return Names.OBJECT_DESCRIPTOR;
          }
        } else {
          emitter.mv.visitLdcInsn(value);
        }
      }
    }
    return type;
  }

  private static void pushLong(MethodEmitter emitter, long value) {
    if (value == 0 || value == 1) {
      emitter.mv.visitInsn(value == 0 ? Opcodes.LCONST_0 : Opcodes.LCONST_1);
    } else {
      emitter.mv.visitLdcInsn(value);
    }
  }

  private static void pushFloat(MethodEmitter emitter, int bits) {
    for (int i = 0; i <= 2; i++) {
      if (bits == Float.floatToRawIntBits(i)) {
        emitter.mv.visitInsn(Opcodes.FCONST_0 + i);
        return;
      }
    }
    if (Float.isNaN(Float.intBitsToFloat(bits))) {
      // A constant pool may lose the payload on its way through the tools.
      emitter.mv.visitLdcInsn(bits);
      emitter.mv.visitMethodInsn(
          Opcodes.INVOKESTATIC, "java/lang/Float", "intBitsToFloat", "(I)F", false);
    } else {
      emitter.mv.visitLdcInsn(Float.intBitsToFloat(bits));
    }
  }

  private static void pushDouble(MethodEmitter emitter, long bits) {
    for (int i = 0; i <= 1; i++) {
      if (bits == Double.doubleToRawLongBits(i)) {
        emitter.mv.visitInsn(Opcodes.DCONST_0 + i);
        return;
      }
    }
    if (Double.isNaN(Double.longBitsToDouble(bits))) {
      emitter.mv.visitLdcInsn(bits);
      emitter.mv.visitMethodInsn(
          Opcodes.INVOKESTATIC, "java/lang/Double", "longBitsToDouble", "(J)D", false);
    } else {
      emitter.mv.visitLdcInsn(Double.longBitsToDouble(bits));
    }
  }
}
