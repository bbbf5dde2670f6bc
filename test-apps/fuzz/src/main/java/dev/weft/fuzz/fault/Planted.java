package dev.weft.fuzz.fault;

import dev.weft.abi.Frame;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What faulty weavers call instead of what they should: see {@link Edits#call}. Public, because the
 * copy of the weaver is in another package.
 */
public final class Planted {
  private Planted() {}

  /** Of several slots, the last is forgotten. */
  public static BitSet withoutLast(BitSet slots) {
    BitSet fewer = (BitSet) slots.clone();
    if (fewer.cardinality() > 1) {
      fewer.clear(fewer.length() - 1);
    }
    return fewer;
  }

  /** An instruction like another one, but increments are lost. */
  public static AbstractInsnNode cloneWithoutIncrement(
      AbstractInsnNode instruction, Map<LabelNode, LabelNode> labels) {
    return instruction instanceof IincInsnNode
        ? new InsnNode(Opcodes.NOP)
        : instruction.clone(labels);
  }

  /** The list in the wrong order. */
  public static List<Object> reversed(List<Object> list) {
    List<Object> copy = new ArrayList<>(list);
    Collections.reverse(copy);
    return copy;
  }

  /** Puts instructions behind a {@code NEW}, which goes: its class is not initialised there. */
  public static void insertInsteadOfNew(
      InsnList code, AbstractInsnNode instruction, InsnList more) {
    code.insert(instruction, more);
    code.set(instruction, new InsnNode(Opcodes.ACONST_NULL));
  }

  /** The opcode of a call, but {@code invokespecial} becomes {@code invokevirtual}. */
  public static int virtual(MethodInsnNode call) {
    return call.getOpcode() == Opcodes.INVOKESPECIAL ? Opcodes.INVOKEVIRTUAL : call.getOpcode();
  }

  /** A tag, but point 2 where it should be point 3. */
  public static int secondForThird(int tag) {
    return (tag & Frame.POINT_MASK) == 3 ? tag - 1 : tag;
  }

  /** Emits code that swaps the halves of a long on the stack. */
  public static void swapHalves(MethodVisitor mv, Object verifierType) {
    if (verifierType == Opcodes.LONG) {
      mv.visitIntInsn(Opcodes.BIPUSH, Integer.SIZE);
      mv.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Long", "rotateLeft", "(JI)J", false);
    }
  }

  /** A label at the end of a method. */
  public static LabelNode endOf(MethodNode method) {
    LabelNode end = new LabelNode();
    method.instructions.add(end);
    return end;
  }

  /** The lowest of the equal values next to each other of which the last is the uppermost one. */
  public static int lowestOfRun(List<Object> stack, Object value) {
    int lowest = stack.lastIndexOf(value);
    while (lowest > 0 && stack.get(lowest - 1).equals(value)) {
      lowest--;
    }
    return lowest;
  }

  /** One slot for a value of any type. */
  public static int oneSlot(Type type) {
    return Math.min(type.getSize(), 1);
  }

  /** The opcode of a call that is dispatched by the receiver's class. */
  public static int dispatching(boolean isInterface) {
    return isInterface ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
  }

  /** A number for a call site that other ones with the same types have, too. */
  public static int byType(InvokeDynamicInsnNode site) {
    return (site.name + site.desc).hashCode() & Integer.MAX_VALUE;
  }

  /** Whether a class has a method of this name. */
  public static boolean hasMethod(ClassNode type, String name) {
    return type.methods.stream().anyMatch(method -> method.name.equals(name));
  }

  /** Whether an instruction leads to handlers: code does, as the verifier says, but stores. */
  public static boolean mayThrow(AbstractInsnNode instruction) {
    int opcode = instruction.getOpcode();
    return opcode >= 0 && (opcode < Opcodes.ISTORE || opcode > Opcodes.ASTORE);
  }
}
