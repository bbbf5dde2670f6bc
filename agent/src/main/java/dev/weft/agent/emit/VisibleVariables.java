package dev.weft.agent.emit;

import dev.weft.agent.analysis.ControlFlow;
import dev.weft.agent.analysis.TypeState;
import dev.weft.agent.plan.MethodPlan;
import dev.weft.agent.plan.SavedValue;
import dev.weft.agent.plan.SuspendPoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Where in a resume body a debugger may read the variables of the method: a slot has its value
 * where it was restored or stored on every path. Elsewhere it is dead, was not saved, and holds
 * whatever it holds. Forward data flow to a fixed point.
 */
final class VisibleVariables {
  private final ControlFlow flow;
  private final MethodPlan plan;

  /** Slots with their values before each instruction; null where nothing came by yet. */
  private final BitSet[] before;

  private final Deque<Integer> open = new ArrayDeque<>();

  /** A variable, and the instructions [from, to) in which it has its value. */
  record Range(LocalVariableNode variable, int from, int to) {}

  private VisibleVariables(MethodPlan plan) {
    this.plan = plan;
    this.flow = plan.facts().flow();
    this.before = new BitSet[flow.size()];
  }

  /** The ranges of all variables of a method. */
  static List<Range> of(MethodPlan plan) {
    List<LocalVariableNode> variables = plan.facts().method().localVariables;
    if (variables == null || variables.isEmpty()) {
      return List.of();
    }
    VisibleVariables visible = new VisibleVariables(plan);
    visible.solve();
    List<Range> ranges = new ArrayList<>();
    variables.forEach(variable -> visible.addRanges(variable, ranges));
    return ranges;
  }

  private void solve() {
    for (SuspendPoint point : plan.points()) {
      BitSet restored = new BitSet();
      for (SavedValue value : point.savedLocals()) {
        restored.set(value.index());
        restored.set(value.index() + 1, TypeState.isWide(value.type()));
      }
      leave(point.index(), restored, restored);
    }
    while (!open.isEmpty()) {
      int index = open.remove();
      BitSet after = (BitSet) before[index].clone();
      if (flow.instruction(index) instanceof VarInsnNode store
          && store.getOpcode() >= Opcodes.ISTORE
          && store.getOpcode() <= Opcodes.ASTORE) {
        boolean wide = store.getOpcode() == Opcodes.LSTORE || store.getOpcode() == Opcodes.DSTORE;
        after.set(store.var, store.var + (wide ? 2 : 1));
      }
      leave(index, before[index], after);
    }
  }

  private void leave(int index, BitSet thrown, BitSet completed) {
    for (TryCatchBlockNode block : flow.handlers(index)) {
      enter(flow.index(block.handler), thrown);
    }
    for (int successor : flow.successors(index)) {
      enter(successor, completed);
    }
  }

  private void enter(int index, BitSet slots) {
    if (before[index] == null) {
      before[index] = (BitSet) slots.clone();
      open.add(index);
      return;
    }
    int known = before[index].cardinality();
    before[index].and(slots);
    if (before[index].cardinality() < known) {
      open.add(index);
    }
  }

  private void addRanges(LocalVariableNode variable, List<Range> ranges) {
    int end = flow.index(variable.end);
    int from = -1;
    for (int i = flow.index(variable.start); i <= end; i++) {
      boolean has = i < end && has(i, variable);
      if (has && from < 0) {
        from = i;
      } else if (!has && from >= 0) {
        ranges.add(new Range(variable, from, i));
        from = -1;
      }
    }
  }

  private boolean has(int index, LocalVariableNode variable) {
    return before[index] != null
        && before[index].get(variable.index)
        && before[index].get(variable.index + Type.getType(variable.desc).getSize() - 1);
  }
}
