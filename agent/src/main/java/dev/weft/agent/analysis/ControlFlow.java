package dev.weft.agent.analysis;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Where control goes from each instruction of a method. Instructions are named by their index in
 * the instruction list; labels, line numbers and frames count, and simply fall through.
 */
public final class ControlFlow {
  private final AbstractInsnNode[] instructions;
  private final int[][] successors;
  private final List<List<TryCatchBlockNode>> handlers;
  private final MethodNode method;

  /** Computes the flow of a method without JSR and RET. */
  public ControlFlow(MethodNode method) {
    this.method = method;
    this.instructions = method.instructions.toArray();
    this.successors = new int[instructions.length][];
    this.handlers = new ArrayList<>(instructions.length);
    for (int i = 0; i < instructions.length; i++) {
      successors[i] = successorsOf(i);
      handlers.add(List.of());
    }
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      for (int i = index(block.start); i < index(block.end); i++) {
        if (handlers.get(i).isEmpty()) {
          handlers.set(i, new ArrayList<>(2));
        }
        handlers.get(i).add(block);
      }
    }
  }

  /** The number of instructions. */
  public int size() {
    return instructions.length;
  }

  /** The instruction with this index. */
  public AbstractInsnNode instruction(int index) {
    return instructions[index];
  }

  /** The index of an instruction of the method. */
  public int index(AbstractInsnNode instruction) {
    return method.instructions.indexOf(instruction);
  }

  /** Where control may go when the instruction completes. */
  public int[] successors(int index) {
    return successors[index];
  }

  /** The try blocks that cover an instruction, in the order the JVM searches them. */
  public List<TryCatchBlockNode> handlers(int index) {
    return handlers.get(index);
  }

  /**
   * The try blocks that an exception at this instruction can end in: none behind one that catches
   * everything. The verifier does not make this distinction.
   */
  public List<TryCatchBlockNode> reachableHandlers(int index) {
    List<TryCatchBlockNode> all = handlers.get(index);
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).type == null) {
        return all.subList(0, i + 1);
      }
    }
    return all;
  }

  /** Whether an instruction is code, not a label, line number or frame. */
  public boolean isReal(int index) {
    return instructions[index].getOpcode() >= 0;
  }

  private int[] successorsOf(int index) {
    AbstractInsnNode instruction = instructions[index];
    int opcode = instruction.getOpcode();
    if (instruction instanceof JumpInsnNode jump) {
      int target = index(jump.label);
      return opcode == Opcodes.GOTO ? new int[] {target} : new int[] {index + 1, target};
    }
    if (instruction instanceof TableSwitchInsnNode table) {
      return targets(table.dflt, table.labels);
    }
    if (instruction instanceof LookupSwitchInsnNode lookup) {
      return targets(lookup.dflt, lookup.labels);
    }
    boolean leaves =
        (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) || opcode == Opcodes.ATHROW;
    return leaves || index + 1 == instructions.length ? new int[0] : new int[] {index + 1};
  }

  private int[] targets(LabelNode otherwise, List<LabelNode> labels) {
    int[] targets = new int[labels.size() + 1];
    targets[0] = index(otherwise);
    for (int i = 0; i < labels.size(); i++) {
      targets[i + 1] = index(labels.get(i));
    }
    return targets;
  }
}
