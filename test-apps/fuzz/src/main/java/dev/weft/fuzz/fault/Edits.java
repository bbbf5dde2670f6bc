package dev.weft.fuzz.fault;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Small changes to methods, to make faults of. Each expects to find what it changes: a fault that
 * fits the weaver no more fails loudly.
 */
public final class Edits {
  private static final String PLANTED = "dev/weft/fuzz/fault/Planted";

  private Edits() {}

  /** The only method of this name, or of this name and descriptor. */
  public static MethodNode method(ClassNode type, String name) {
    List<MethodNode> found =
        type.methods.stream()
            .filter(m -> m.name.equals(name) || (m.name + m.desc).equals(name))
            .toList();
    if (found.size() != 1) {
      throw new IllegalStateException(
          type.name + " has " + found.size() + " methods called " + name);
    }
    return found.get(0);
  }

  /** The {@code index}th instruction, from 0, of those that fit. */
  public static AbstractInsnNode find(
      MethodNode method, int index, Predicate<AbstractInsnNode> fits) {
    int left = index;
    for (AbstractInsnNode instruction : method.instructions) {
      if (fits.test(instruction) && left-- == 0) {
        return instruction;
      }
    }
    throw new IllegalStateException(method.name + " does not have that instruction");
  }

  /** The {@code index}th call of a method of this name. */
  public static MethodInsnNode call(MethodNode method, String name, int index) {
    return (MethodInsnNode)
        find(method, index, i -> i instanceof MethodInsnNode call && call.name.equals(name));
  }

  /** Leaves a call out: its operands are dropped, and its result is zero or null. */
  public static Consumer<ClassNode> dropCall(String method, String name, int index) {
    return type -> {
      MethodNode target = method(type, method);
      MethodInsnNode call = call(target, name, index);
      target.instructions.insert(call, zero(Type.getReturnType(call.desc)));
      target.instructions.insert(call, popArguments(call));
      target.instructions.remove(call);
    };
  }

  /**
   * Calls a static method of {@link Planted} instead of a method. It takes the receiver, if there
   * is one, as its first parameter, and the same otherwise; types of the weaver itself it cannot
   * name, so they must not occur.
   */
  public static Consumer<ClassNode> instead(String method, String name, int index, String planted) {
    return type -> {
      MethodNode target = method(type, method);
      MethodInsnNode call = call(target, name, index);
      String receiver =
          call.getOpcode() == Opcodes.INVOKESTATIC
              ? ""
              : Type.getObjectType(call.owner).getDescriptor();
      target.instructions.set(
          call,
          new MethodInsnNode(
              Opcodes.INVOKESTATIC,
              PLANTED,
              planted,
              "(" + receiver + call.desc.substring(1),
              false));
    };
  }

  /** Has what a method returns changed by a static method of {@link Planted}. */
  public static Consumer<ClassNode> changeResult(String method, String planted) {
    return type -> {
      MethodNode target = method(type, method);
      String result = Type.getReturnType(target.desc).getDescriptor();
      for (AbstractInsnNode instruction : target.instructions.toArray()) {
        if (instruction.getOpcode() == Type.getReturnType(target.desc).getOpcode(Opcodes.IRETURN)) {
          target.instructions.insertBefore(
              instruction,
              new MethodInsnNode(
                  Opcodes.INVOKESTATIC, PLANTED, planted, "(" + result + ")" + result, false));
        }
      }
    };
  }

  /** Calls a static method of {@link Planted} first, with the arguments of a static method. */
  public static Consumer<ClassNode> atStart(String method, String planted) {
    return type -> {
      MethodNode target = method(type, method);
      InsnList code = new InsnList();
      int slot = 0;
      for (Type parameter : Type.getArgumentTypes(target.desc)) {
        code.add(new VarInsnNode(parameter.getOpcode(Opcodes.ILOAD), slot));
        slot += parameter.getSize();
      }
      String descriptor =
          Type.getMethodDescriptor(Type.VOID_TYPE, Type.getArgumentTypes(target.desc));
      code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, PLANTED, planted, descriptor, false));
      target.instructions.insert(code);
    };
  }

  /**
   * Replaces what the {@code index}th call of a method leaves, and is cast to the type it is needed
   * as, by what a static method of {@link Planted} makes of a field of {@code this}.
   */
  public static Consumer<ClassNode> replaceValue(
      String method, String name, int index, String field, String planted) {
    return type -> {
      MethodNode target = method(type, method);
      TypeInsnNode cast = (TypeInsnNode) call(target, name, index).getNext();
      FieldInsnNode use =
          (FieldInsnNode)
              find(target, 0, i -> i instanceof FieldInsnNode node && node.name.equals(field));
      InsnList code = new InsnList();
      code.add(new InsnNode(Opcodes.POP));
      code.add(new VarInsnNode(Opcodes.ALOAD, 0));
      code.add(new FieldInsnNode(Opcodes.GETFIELD, use.owner, field, use.desc));
      code.add(
          new MethodInsnNode(
              Opcodes.INVOKESTATIC,
              PLANTED,
              planted,
              "(" + use.desc + ")L" + cast.desc + ";",
              false));
      target.instructions.insert(cast, code);
    };
  }

  /** The method returns an empty list at once. */
  public static Consumer<ClassNode> answerEmptyList(String method) {
    return type -> {
      InsnList code = new InsnList();
      code.add(
          new MethodInsnNode(
              Opcodes.INVOKESTATIC, "java/util/List", "of", "()Ljava/util/List;", true));
      code.add(new InsnNode(Opcodes.ARETURN));
      method(type, method).instructions.insert(code);
    };
  }

  /** Replaces string constants in a method. */
  public static Consumer<ClassNode> text(String method, String from, String to) {
    return type ->
        ((LdcInsnNode)
                    find(
                        method(type, method),
                        0,
                        i -> i instanceof LdcInsnNode constant && from.equals(constant.cst)))
                .cst =
            to;
  }

  /** Instructions that drop receiver and arguments of a call. */
  public static InsnList popArguments(MethodInsnNode call) {
    InsnList code = new InsnList();
    Type[] types = Type.getArgumentTypes(call.desc);
    for (int i = types.length - 1; i >= 0; i--) {
      code.add(new InsnNode(types[i].getSize() == 2 ? Opcodes.POP2 : Opcodes.POP));
    }
    if (call.getOpcode() != Opcodes.INVOKESTATIC) {
      code.add(new InsnNode(Opcodes.POP));
    }
    return code;
  }

  /** An instruction that pushes zero, false or null of a type; nothing for void. */
  public static InsnList zero(Type type) {
    InsnList code = new InsnList();
    int opcode =
        switch (type.getSort()) {
          case Type.VOID -> Opcodes.NOP;
          case Type.LONG -> Opcodes.LCONST_0;
          case Type.FLOAT -> Opcodes.FCONST_0;
          case Type.DOUBLE -> Opcodes.DCONST_0;
          case Type.OBJECT, Type.ARRAY -> Opcodes.ACONST_NULL;
          default -> Opcodes.ICONST_0;
        };
    code.add(new InsnNode(opcode));
    return code;
  }

  /** The method returns zero, false or null at once (or does nothing). */
  public static Consumer<ClassNode> answerZero(String method) {
    return type -> {
      MethodNode target = method(type, method);
      Type result = Type.getReturnType(target.desc);
      InsnList code = zero(result);
      code.add(new InsnNode(result.getOpcode(Opcodes.IRETURN)));
      target.instructions.insert(code);
    };
  }

  /** The method returns this int, or boolean, at once. */
  public static Consumer<ClassNode> answer(String method, int value) {
    return type -> {
      InsnList code = new InsnList();
      code.add(new InsnNode(Opcodes.ICONST_0 + value));
      code.add(new InsnNode(Opcodes.IRETURN));
      method(type, method).instructions.insert(code);
    };
  }

  /** The {@code index}th conditional jump on zero or non-zero jumps in the other case. */
  public static Consumer<ClassNode> negate(String method, int index) {
    return type -> {
      JumpInsnNode jump =
          (JumpInsnNode)
              find(
                  method(type, method),
                  index,
                  i -> i.getOpcode() == Opcodes.IFEQ || i.getOpcode() == Opcodes.IFNE);
      jump.setOpcode(jump.getOpcode() == Opcodes.IFEQ ? Opcodes.IFNE : Opcodes.IFEQ);
    };
  }

  /** The {@code index}th constant, of instructions {@code ICONST_n}, becomes another. */
  public static Consumer<ClassNode> constant(String method, int index, int from, int to) {
    return type -> {
      MethodNode target = method(type, method);
      AbstractInsnNode old = find(target, index, i -> i.getOpcode() == Opcodes.ICONST_0 + from);
      target.instructions.set(old, new InsnNode(Opcodes.ICONST_0 + to));
    };
  }
}
