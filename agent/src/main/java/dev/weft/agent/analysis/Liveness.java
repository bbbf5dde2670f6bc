package dev.weft.agent.analysis;

import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Which local variables are read again before they are written: backward data flow to a fixed point
 * (Aho et al., §9.2.5). A long or double is named by its first slot.
 *
 * <p>An instruction in a try block may be left for the handler before it has any effect, so what is
 * live in the handler is live before every instruction of the block.
 */
public final class Liveness {
  private final ControlFlow flow;
  private final BitSet[] before;
  private final BitSet[] kept;

  /** Computes liveness for a method. */
  public Liveness(ControlFlow flow) {
    this(flow, List.of());
  }

  /** The same; these variables are live wherever they are in scope, for a debugger. */
  Liveness(ControlFlow flow, List<LocalVariableNode> variables) {
    this.flow = flow;
    this.kept = new BitSet[variables.isEmpty() ? 0 : flow.size()];
    for (LocalVariableNode variable : variables) {
      for (int i = flow.index(variable.start); i < flow.index(variable.end); i++) {
        kept[i] = kept[i] == null ? new BitSet() : kept[i];
        kept[i].set(variable.index);
      }
    }
    this.before = new BitSet[flow.size()];
    for (int i = 0; i < before.length; i++) {
      before[i] = new BitSet();
    }
    BitSet scratch = new BitSet();
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = flow.size() - 1; i >= 0; i--) {
        transfer(i, scratch);
        if (!scratch.equals(before[i])) {
          before[i].clear();
          before[i].or(scratch);
          changed = true;
        }
      }
    }
  }

  /** Slots live before an instruction. Not to be modified. */
  public BitSet before(int index) {
    return before[index];
  }

  /** Slots live when control leaves an instruction, normally or by an exception. A new set. */
  public BitSet acrossCall(int index) {
    BitSet live = new BitSet();
    for (int successor : flow.successors(index)) {
      live.or(before[successor]);
    }
    addHandlers(index, live);
    return live;
  }

  private void transfer(int index, BitSet live) {
    live.clear();
    for (int successor : flow.successors(index)) {
      live.or(before[successor]);
    }
    AbstractInsnNode instruction = flow.instruction(index);
    if (instruction instanceof VarInsnNode variable) {
      boolean stores =
          variable.getOpcode() >= Opcodes.ISTORE && variable.getOpcode() <= Opcodes.ASTORE;
      live.set(variable.var, !stores);
    } else if (instruction instanceof IincInsnNode increment) {
      live.set(increment.var);
    }
    addHandlers(index, live);
    if (kept.length > 0 && kept[index] != null) {
      live.or(kept[index]);
    }
  }

  private void addHandlers(int index, BitSet live) {
    for (TryCatchBlockNode block : flow.handlers(index)) {
      live.or(before[flow.index(block.handler)]);
    }
  }
}
