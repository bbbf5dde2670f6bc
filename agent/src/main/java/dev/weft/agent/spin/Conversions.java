package dev.weft.agent.spin;

import java.lang.invoke.MethodType;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** The conversions between a functional method and its implementation (JLS §15.13.2, §15.27.3). */
final class Conversions {
  private static final String OBJECT = "java/lang/Object";

  private Conversions() {}

  /**
   * Converts the topmost value.
   *
   * @param from its static type
   * @param to the type that is wanted
   * @param meant the type the lambda was written for: it says how a reference is to be unboxed
   */
  static void convert(MethodVisitor mv, Class<?> from, Class<?> to, Class<?> meant) {
    if (to == void.class || (from == to && from == meant)) {
      return;
    }
    if (from.isPrimitive()) {
      if (to.isPrimitive()) {
        widen(mv, from, to);
      } else {
        Class<?> wrapper = MethodType.methodType(from).wrap().returnType();
        mv.visitMethodInsn(
            Opcodes.INVOKESTATIC,
            Type.getInternalName(wrapper),
            "valueOf",
            MethodType.methodType(wrapper, from).toMethodDescriptorString(),
            false);
      }
      return;
    }
    Class<?> source = meant.isPrimitive() ? from : meant;
    if (source != from) {
      cast(mv, source);
    }
    if (to.isPrimitive()) {
      Class<?> held = unboxed(source, to);
      Class<?> wrapper = MethodType.methodType(held).wrap().returnType();
      cast(mv, wrapper);
      mv.visitMethodInsn(
          Opcodes.INVOKEVIRTUAL,
          Type.getInternalName(wrapper),
          held.getName() + "Value",
          MethodType.methodType(held).toMethodDescriptorString(),
          false);
      widen(mv, held, to);
    } else if (!to.isAssignableFrom(source)) {
      cast(mv, to);
    }
  }

  /** The primitive that a reference of type {@code source} holds when {@code to} is wanted. */
  static Class<?> unboxed(Class<?> source, Class<?> to) {
    Class<?> held = MethodType.methodType(source).unwrap().returnType();
    return held.isPrimitive() ? held : to;
  }

  /** Whether a result passes from the implementation to the lambda's caller as it is. */
  static boolean isTrivial(Class<?> from, Class<?> to) {
    return from == to || (!from.isPrimitive() && !to.isPrimitive() && to.isAssignableFrom(from));
  }

  /** The letters by which the runtime knows a conversion of results. */
  static String letters(Class<?> from, Class<?> to, Class<?> meant) {
    char via = letter(from);
    if (!from.isPrimitive() && to.isPrimitive() && to != void.class) {
      via = letter(unboxed(meant.isPrimitive() ? from : meant, to));
    }
    return "" + letter(from) + via + letter(to);
  }

  private static char letter(Class<?> type) {
    return type.isPrimitive() ? type.descriptorString().charAt(0) : 'L';
  }

  private static void cast(MethodVisitor mv, Class<?> type) {
    String name = Type.getInternalName(type);
    if (!name.equals(OBJECT)) {
      mv.visitTypeInsn(Opcodes.CHECKCAST, name);
    }
  }

  private static void widen(MethodVisitor mv, Class<?> from, Class<?> to) {
    int opcode = opcode(from, to);
    if (opcode != Opcodes.NOP) {
      mv.visitInsn(opcode);
    }
  }

  private static int opcode(Class<?> from, Class<?> to) {
    if (from == to) {
      return Opcodes.NOP;
    }
    if (to == long.class) {
      return from == float.class || from == double.class ? Opcodes.NOP : Opcodes.I2L;
    }
    if (to == float.class) {
      return from == long.class ? Opcodes.L2F : Opcodes.I2F;
    }
    if (to == double.class) {
      return from == long.class ? Opcodes.L2D : from == float.class ? Opcodes.F2D : Opcodes.I2D;
    }
    return Opcodes.NOP;
  }
}
