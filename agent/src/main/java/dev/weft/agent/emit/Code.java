package dev.weft.agent.emit;

import dev.weft.agent.names.RuntimeNames;
import dev.weft.agent.plan.SavedValue;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Short instruction sequences that depend on the type of a value. */
final class Code {
  private Code() {}

  /** Pushes an int constant by the shortest instruction. */
  static void push(MethodVisitor mv, int value) {
    if (value >= -1 && value <= 5) {
      mv.visitInsn(Opcodes.ICONST_0 + value);
    } else if (value == (byte) value) {
      mv.visitIntInsn(Opcodes.BIPUSH, value);
    } else if (value == (short) value) {
      mv.visitIntInsn(Opcodes.SIPUSH, value);
    } else {
      mv.visitLdcInsn(value);
    }
  }

  /** The ASM type of a verifier type; Object for references. */
  static Type typeOf(Object verifierType) {
    if (verifierType == Opcodes.INTEGER) {
      return Type.INT_TYPE;
    }
    if (verifierType == Opcodes.FLOAT) {
      return Type.FLOAT_TYPE;
    }
    if (verifierType == Opcodes.LONG) {
      return Type.LONG_TYPE;
    }
    if (verifierType == Opcodes.DOUBLE) {
      return Type.DOUBLE_TYPE;
    }
    return Type.getObjectType("java/lang/Object");
  }

  /** The verifier type of a descriptor's type; null for void. */
  static Object verifierType(Type type) {
    return switch (type.getSort()) {
      case Type.VOID -> null;
      case Type.BOOLEAN, Type.BYTE, Type.CHAR, Type.SHORT, Type.INT -> Opcodes.INTEGER;
      case Type.FLOAT -> Opcodes.FLOAT;
      case Type.LONG -> Opcodes.LONG;
      case Type.DOUBLE -> Opcodes.DOUBLE;
      default -> type.getInternalName();
    };
  }

  /** Turns a primitive on the stack into the long that a frame keeps. */
  static void toLong(MethodVisitor mv, Object verifierType) {
    if (verifierType == Opcodes.INTEGER) {
      mv.visitInsn(Opcodes.I2L);
    } else if (verifierType == Opcodes.FLOAT) {
      mv.visitMethodInsn(
          Opcodes.INVOKESTATIC, "java/lang/Float", "floatToRawIntBits", "(F)I", false);
      mv.visitInsn(Opcodes.I2L);
    } else if (verifierType == Opcodes.DOUBLE) {
      mv.visitMethodInsn(
          Opcodes.INVOKESTATIC, "java/lang/Double", "doubleToRawLongBits", "(D)J", false);
    }
  }

  /** Turns the long that a frame kept back into the primitive. */
  static void fromLong(MethodVisitor mv, Object verifierType) {
    if (verifierType == Opcodes.INTEGER) {
      mv.visitInsn(Opcodes.L2I);
    } else if (verifierType == Opcodes.FLOAT) {
      mv.visitInsn(Opcodes.L2I);
      mv.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Float", "intBitsToFloat", "(I)F", false);
    } else if (verifierType == Opcodes.DOUBLE) {
      mv.visitMethodInsn(
          Opcodes.INVOKESTATIC, "java/lang/Double", "longBitsToDouble", "(J)D", false);
    }
  }

  /** Casts a restored reference to what the value says, if anything. */
  static void castTo(MethodVisitor mv, String restoredAs) {
    if (!restoredAs.isEmpty()) {
      mv.visitTypeInsn(Opcodes.CHECKCAST, restoredAs);
    }
  }

  /** Loads a saved value from where the method has it. */
  static void load(MethodVisitor mv, SavedValue value, int local) {
    mv.visitVarInsn(typeOf(value.type()).getOpcode(Opcodes.ILOAD), local);
  }

  /** Pushes the zero of a type and returns it; nobody looks at it. */
  static void returnDummy(MethodVisitor mv, Type result) {
    switch (RuntimeNames.kindName(result)) {
      case "Int" -> mv.visitInsn(Opcodes.ICONST_0);
      case "Long" -> mv.visitInsn(Opcodes.LCONST_0);
      case "Float" -> mv.visitInsn(Opcodes.FCONST_0);
      case "Double" -> mv.visitInsn(Opcodes.DCONST_0);
      case "Reference" -> mv.visitInsn(Opcodes.ACONST_NULL);
      default -> {
        // nothing to return
      }
    }
    mv.visitInsn(result.getOpcode(Opcodes.IRETURN));
  }

  /** Drops a value of this type from the stack. */
  static void pop(MethodVisitor mv, Type type) {
    if (type.getSize() > 0) {
      mv.visitInsn(type.getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
    }
  }

  /** The kind of method handle that makes a call of this kind. */
  static int handleTag(int opcode) {
    return switch (opcode) {
      case Opcodes.INVOKESTATIC -> Opcodes.H_INVOKESTATIC;
      case Opcodes.INVOKEINTERFACE -> Opcodes.H_INVOKEINTERFACE;
      case Opcodes.INVOKESPECIAL -> Opcodes.H_INVOKESPECIAL;
      default -> Opcodes.H_INVOKEVIRTUAL;
    };
  }
}
