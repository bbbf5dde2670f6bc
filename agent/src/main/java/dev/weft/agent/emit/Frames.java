package dev.weft.agent.emit;

import dev.weft.agent.analysis.NewSite;
import dev.weft.agent.analysis.TypeState;
import dev.weft.agent.names.RuntimeNames;
import dev.weft.agent.plan.MethodPlan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.LabelNode;

/**
 * Builds stack-map frames of a body.
 *
 * <pre>
 * local    0 .. maxLocals-1   the method's own, as in the plain body
 *          maxLocals          the frame stack
 *          maxLocals+1        the frame (resume bodies only)
 *          from there on      temporaries
 * </pre>
 */
final class Frames {
  private final int maxLocals;
  private final List<Object> ours;
  private final Map<String, String> substitutes;
  private final Map<LabelNode, LabelNode> labels;

  private Frames(
      int maxLocals,
      List<Object> ours,
      Map<String, String> substitutes,
      Map<LabelNode, LabelNode> labels) {
    this.maxLocals = maxLocals;
    this.ours = ours;
    this.substitutes = substitutes;
    this.labels = labels;
  }

  static Frames ofTwin(MethodPlan plan, Map<LabelNode, LabelNode> labels) {
    return new Frames(
        plan.facts().method().maxLocals, List.of(RuntimeNames.STACK), Map.of(), labels);
  }

  static Frames ofResume(MethodPlan plan, Map<LabelNode, LabelNode> labels) {
    return new Frames(
        plan.facts().method().maxLocals,
        List.of(RuntimeNames.STACK, plan.shape().className()),
        plan.substitutes(),
        labels);
  }

  /** The frame with these locals by slot, and this stack. */
  FrameNode of(List<Object> localsBySlot, List<Object> stack) {
    return of(localsBySlot, List.of(), stack);
  }

  /** The same with the types of temporaries, which follow our own locals. */
  FrameNode of(List<Object> localsBySlot, List<Object> temporaries, List<Object> stack) {
    List<Object> locals = new ArrayList<>(maxLocals + ours.size() + temporaries.size());
    int slot = 0;
    while (slot < maxLocals) {
      Object type = slot < localsBySlot.size() ? localsBySlot.get(slot) : Opcodes.TOP;
      locals.add(named(type));
      slot += TypeState.isWide(type) ? 2 : 1;
    }
    locals.addAll(ours);
    locals.addAll(temporaries);
    Object[] operands = new Object[stack.size()];
    for (int i = 0; i < operands.length; i++) {
      operands[i] = named(stack.get(i));
    }
    return new FrameNode(Opcodes.F_NEW, locals.size(), locals.toArray(), operands.length, operands);
  }

  /** A frame of the plain body, extended by our locals; slots outside {@code live} become TOP. */
  FrameNode extended(FrameNode plain, BitSet live) {
    return of(restrict(bySlot(plain), live), plain.stack == null ? List.of() : plain.stack);
  }

  /** A frame of the plain body, extended by our locals. */
  FrameNode extended(FrameNode plain) {
    return of(bySlot(plain), plain.stack == null ? List.of() : plain.stack);
  }

  /** Slots outside {@code live} become TOP. */
  static List<Object> restrict(List<Object> localsBySlot, BitSet live) {
    List<Object> restricted = new ArrayList<>(localsBySlot.size());
    for (int slot = 0; slot < localsBySlot.size(); slot++) {
      Object type = localsBySlot.get(slot);
      if (live.get(slot)) {
        restricted.add(type);
        if (TypeState.isWide(type)) {
          restricted.add(Opcodes.TOP);
          slot++;
        }
      } else {
        restricted.add(Opcodes.TOP);
      }
    }
    return restricted;
  }

  private static List<Object> bySlot(FrameNode frame) {
    List<Object> slots = new ArrayList<>();
    for (Object type : frame.local == null ? List.of() : frame.local) {
      slots.add(type);
      if (TypeState.isWide(type)) {
        slots.add(Opcodes.TOP);
      }
    }
    return slots;
  }

  private Object named(Object type) {
    if (type instanceof LabelNode label) {
      return labels.get(label);
    }
    if (type instanceof NewSite) {
      return Opcodes.TOP; // in a dead local: what lives across a point was constructed late
    }
    return type instanceof String name ? substitutes.getOrDefault(name, name) : type;
  }
}
