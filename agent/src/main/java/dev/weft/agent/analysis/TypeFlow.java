package dev.weft.agent.analysis;

import dev.weft.agent.names.RuntimeNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.AnalyzerAdapter;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * The types before each call, as the class's own stack maps and the instructions between them tell.
 * No class is loaded and nothing is merged: where paths meet there is a stack map.
 */
public final class TypeFlow {
  private final Map<Integer, TypeState> states = new HashMap<>();
  private final IdentityHashMap<Label, NewSite> newSites = new IdentityHashMap<>();

  /**
   * Computes the types of a method that has stack maps.
   *
   * @throws RuntimeException of ASM's if the code is malformed
   */
  public TypeFlow(String owner, MethodNode method) {
    Tracker tracker = new Tracker(owner, method);
    List<Label> labelsHere = new ArrayList<>();
    int index = 0;
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof MethodInsnNode && tracker.locals != null) {
        states.put(index, snapshot(tracker));
      }
      if (instruction.getOpcode() == Opcodes.NEW) {
        NewSite site = new NewSite(index, ((TypeInsnNode) instruction).desc);
        for (Label label : labelsHere) {
          newSites.put(label, site);
        }
        instruction.accept(tracker);
        if (tracker.stack != null) {
          newSites.put((Label) tracker.stack.get(tracker.stack.size() - 1), site);
        }
      } else {
        instruction.accept(tracker);
      }
      if (instruction instanceof LabelNode label) {
        labelsHere.add(label.getLabel());
      } else if (instruction.getOpcode() >= 0) {
        labelsHere.clear();
      }
      index++;
    }
    resolveNewSites();
  }

  /** The types before a reachable call; null for dead code. */
  public TypeState before(int index) {
    return states.get(index);
  }

  private TypeState snapshot(AnalyzerAdapter tracker) {
    List<Object> stack = new ArrayList<>(tracker.stack.size());
    for (int i = 0; i < tracker.stack.size(); i++) {
      Object type = tracker.stack.get(i);
      stack.add(type);
      if (TypeState.isWide(type)) {
        i++; // the adapter keeps a TOP behind it
      }
    }
    return new TypeState(new ArrayList<>(tracker.locals), stack);
  }

  /** A frame may name a {@code NEW} further down (a loop), so labels are looked up at the end. */
  private void resolveNewSites() {
    if (newSites.isEmpty()) {
      return;
    }
    for (TypeState state : states.values()) {
      resolve(state.locals());
      resolve(state.stack());
    }
  }

  private void resolve(List<Object> types) {
    for (int i = 0; i < types.size(); i++) {
      if (types.get(i) instanceof Label label) {
        types.set(i, newSites.get(label));
      }
    }
  }

  private static final class Tracker extends AnalyzerAdapter {
    Tracker(String owner, MethodNode method) {
      super(RuntimeNames.ASM_API, owner, method.access, method.name, method.desc, null);
    }
  }
}
