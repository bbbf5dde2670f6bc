package dev.weft.agent.plan;

import dev.weft.agent.analysis.MethodFacts;
import dev.weft.agent.discover.CallTarget;
import dev.weft.agent.discover.SuspendableLookup;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Finds the calls that may suspend, in the methods of one class. */
public final class CallSites {
  private final SuspendableLookup lookup;
  private final String caller;
  private final Predicate<MethodInsnNode> cannotSuspend;
  private final Map<Reference, CallTarget> targets = new HashMap<>();

  /** What a call instruction says. */
  private record Reference(int opcode, String owner, String name, String descriptor) {}

  /**
   * A finder.
   *
   * @param caller internal name of the class
   * @param cannotSuspend whether a call with a twin is known never to suspend all the same
   */
  public CallSites(
      SuspendableLookup lookup, String caller, Predicate<MethodInsnNode> cannotSuspend) {
    this.lookup = lookup;
    this.caller = caller;
    this.cannotSuspend = cannotSuspend;
  }

  /** Whether a method has calls that may suspend, wherever they are; cheaper than the rest. */
  public boolean mayHaveAny(MethodNode method) {
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof MethodInsnNode call
          && !(target(call) instanceof CallTarget.Plain)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a method has suspend points. */
  public boolean hasAny(MethodFacts facts) {
    for (int i = 0; i < facts.flow().size(); i++) {
      if (!(targetAt(i, facts) instanceof CallTarget.Plain)) {
        return true;
      }
    }
    return false;
  }

  /** The suspend points by instruction index: reachable, and outside every monitor. */
  public Map<Integer, CallTarget> find(MethodFacts facts) {
    Map<Integer, CallTarget> found = new TreeMap<>();
    for (int i = 0; i < facts.flow().size(); i++) {
      CallTarget target = targetAt(i, facts);
      if (!(target instanceof CallTarget.Plain)) {
        found.put(i, target);
      }
    }
    return found;
  }

  private CallTarget targetAt(int index, MethodFacts facts) {
    return facts.flow().instruction(index) instanceof MethodInsnNode call
            && facts.monitors().isReachable(index)
            && !facts.monitors().mayHoldAt(index)
        ? target(call)
        : CallTarget.PLAIN;
  }

  /** Whether a call would be a suspend point if no monitor was held. */
  public boolean isPinnedByMonitor(MethodFacts facts, int index) {
    return facts.flow().instruction(index) instanceof MethodInsnNode call
        && facts.monitors().mayHoldAt(index)
        && !(target(call) instanceof CallTarget.Plain);
  }

  private CallTarget target(MethodInsnNode call) {
    Reference reference = new Reference(call.getOpcode(), call.owner, call.name, call.desc);
    CallTarget target = targets.get(reference);
    if (target == null) {
      target = lookup.classify(caller, call.getOpcode(), call.owner, call.name, call.desc);
      targets.put(reference, target);
    }
    return target instanceof CallTarget.Twin && cannotSuspend.test(call)
        ? CallTarget.PLAIN
        : target;
  }
}
