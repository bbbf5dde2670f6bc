package dev.weft.fuzz.fault;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;

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

  /** The list without its last element, if it has more than one. */
  public static List<Object> withoutLast(List<Object> list) {
    return list.size() < 2 ? list : list.subList(0, list.size() - 1);
  }

  /** Puts instructions behind a {@code NEW}, which goes: its class is not initialised there. */
  public static void insertInsteadOfNew(
      InsnList code, AbstractInsnNode instruction, InsnList more) {
    code.insert(instruction, more);
    code.set(instruction, new InsnNode(Opcodes.ACONST_NULL));
  }

  /** {@code invokespecial} becomes {@code invokevirtual}. */
  public static int virtual(int opcode) {
    return opcode == Opcodes.INVOKESPECIAL ? Opcodes.INVOKEVIRTUAL : opcode;
  }
}
