package dev.weft.agent.analysis;

import java.util.Arrays;
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

  /** Words of 64 slots per instruction. */
  private final int words;

  /** The slots live before instruction <em>i</em> are the words from <em>i * words</em> on. */
  private final long[] before;

  /** Slots that are live whatever the code does with them, laid out likewise; empty for none. */
  private final long[] kept;

  /** Computes liveness for a method with so many local slots. */
  public Liveness(ControlFlow flow, int maxLocals) {
    this(flow, maxLocals, List.of());
  }

  /** The same; these variables are live wherever they are in scope, for a debugger. */
  Liveness(ControlFlow flow, int maxLocals, List<LocalVariableNode> variables) {
    this.flow = flow;
    this.words = (maxLocals + 63) / 64;
    this.before = new long[flow.size() * words];
    this.kept = keep(variables);
    long[] scratch = new long[words];
    boolean changed = words > 0;
    while (changed) {
      changed = false;
      for (int i = flow.size() - 1; i >= 0; i--) {
        changed |= transfer(i, scratch);
      }
    }
  }

  /** Slots live before an instruction. A new set. */
  public BitSet before(int index) {
    return BitSet.valueOf(Arrays.copyOfRange(before, index * words, (index + 1) * words));
  }

  /** Slots live when control leaves an instruction, normally or by an exception. A new set. */
  public BitSet acrossCall(int index) {
    long[] live = new long[words];
    addSuccessors(index, live);
    addHandlers(index, live);
    return BitSet.valueOf(live);
  }

  private boolean transfer(int index, long[] live) {
    Arrays.fill(live, 0);
    addSuccessors(index, live);
    AbstractInsnNode instruction = flow.instruction(index);
    if (instruction instanceof VarInsnNode variable) {
      boolean stores =
          variable.getOpcode() >= Opcodes.ISTORE && variable.getOpcode() <= Opcodes.ASTORE;
      if (stores) {
        live[variable.var >> 6] &= ~(1L << variable.var);
      } else {
        live[variable.var >> 6] |= 1L << variable.var;
      }
    } else if (instruction instanceof IincInsnNode increment) {
      live[increment.var >> 6] |= 1L << increment.var;
    }
    addHandlers(index, live);
    for (int word = 0; kept.length > 0 && word < words; word++) {
      live[word] |= kept[index * words + word];
    }
    boolean changed = false;
    for (int word = 0; word < words; word++) {
      changed |= before[index * words + word] != live[word];
      before[index * words + word] = live[word];
    }
    return changed;
  }

  private long[] keep(List<LocalVariableNode> variables) {
    long[] slots = new long[variables.isEmpty() ? 0 : flow.size() * words];
    for (LocalVariableNode variable : variables) {
      for (int i = flow.index(variable.start); i < flow.index(variable.end); i++) {
        slots[i * words + (variable.index >> 6)] |= 1L << variable.index;
      }
    }
    return slots;
  }

  private void addSuccessors(int index, long[] live) {
    for (int successor : flow.successors(index)) {
      add(successor, live);
    }
  }

  private void addHandlers(int index, long[] live) {
    for (TryCatchBlockNode block : flow.handlers(index)) {
      add(flow.index(block.handler), live);
    }
  }

  private void add(int index, long[] live) {
    for (int word = 0; word < words; word++) {
      live[word] |= before[index * words + word];
    }
  }
}
