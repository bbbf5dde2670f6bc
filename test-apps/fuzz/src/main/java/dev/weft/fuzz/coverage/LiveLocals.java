package dev.weft.fuzz.coverage;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Which locals are read later; found independently of the weaver. */
final class LiveLocals {
  private final MethodNode method;
  private final BitSet[] before;
  private final List<List<Integer>> successors = new ArrayList<>();

  LiveLocals(MethodNode method) {
    this.method = method;
    int size = method.instructions.size();
    this.before = new BitSet[size];
    for (int i = 0; i < size; i++) {
      before[i] = new BitSet();
      successors.add(successorsOf(i));
    }
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      int end = method.instructions.indexOf(block.end);
      int handler = method.instructions.indexOf(block.handler);
      for (int i = method.instructions.indexOf(block.start); i < end; i++) {
        successors.get(i).add(handler);
      }
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = size - 1; i >= 0; i--) {
        BitSet live = across(i);
        apply(method.instructions.get(i), live);
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
          if (method.instructions.indexOf(block.start) <= i
              && i < method.instructions.indexOf(block.end)) {
            live.or(before[method.instructions.indexOf(block.handler)]);
          }
        }
        if (!live.equals(before[i])) {
          before[i] = live;
          changed = true;
        }
      }
    }
  }

  /** The slots that are read after an instruction, before they are written. */
  BitSet across(int index) {
    BitSet live = new BitSet();
    for (int successor : successors.get(index)) {
      live.or(before[successor]);
    }
    return live;
  }

  private static void apply(AbstractInsnNode instruction, BitSet live) {
    if (instruction instanceof VarInsnNode variable) {
      live.set(variable.var, variable.getOpcode() < Opcodes.ISTORE);
    } else if (instruction instanceof IincInsnNode increment) {
      live.set(increment.var);
    }
  }

  private List<Integer> successorsOf(int index) {
    AbstractInsnNode instruction = method.instructions.get(index);
    List<Integer> found = new ArrayList<>();
    int opcode = instruction.getOpcode();
    if (instruction instanceof JumpInsnNode jump) {
      found.add(method.instructions.indexOf(jump.label));
    } else if (instruction instanceof TableSwitchInsnNode table) {
      table.labels.forEach(label -> found.add(method.instructions.indexOf(label)));
      found.add(method.instructions.indexOf(table.dflt));
    } else if (instruction instanceof LookupSwitchInsnNode lookup) {
      lookup.labels.forEach(label -> found.add(method.instructions.indexOf(label)));
      found.add(method.instructions.indexOf(lookup.dflt));
    }
    boolean leaves =
        opcode == Opcodes.GOTO
            || opcode == Opcodes.ATHROW
            || opcode == Opcodes.TABLESWITCH
            || opcode == Opcodes.LOOKUPSWITCH
            || (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN);
    if (!leaves && index + 1 < method.instructions.size()) {
      found.add(index + 1);
    }
    return found;
  }
}
