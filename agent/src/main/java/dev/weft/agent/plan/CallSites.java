package dev.weft.agent.plan;

import dev.weft.agent.analysis.MethodFacts;
import dev.weft.agent.discover.CallTarget;
import dev.weft.agent.discover.SuspendableLookup;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.objectweb.asm.tree.MethodInsnNode;

/** Finds the calls that may suspend, in the methods of one class. */
public final class CallSites {
  private final SuspendableLookup lookup;
  private final Predicate<MethodInsnNode> cannotSuspend;
  private final IdentityHashMap<MethodInsnNode, CallTarget> targets = new IdentityHashMap<>();

  /**
   * A finder.
   *
   * @param cannotSuspend whether a call with a twin is known never to suspend all the same
   */
  public CallSites(SuspendableLookup lookup, Predicate<MethodInsnNode> cannotSuspend) {
    this.lookup = lookup;
    this.cannotSuspend = cannotSuspend;
  }

  /** The suspend points by instruction index: reachable, and outside every monitor. */
  public Map<Integer, CallTarget> find(MethodFacts facts) {
    Map<Integer, CallTarget> found = new TreeMap<>();
    for (int i = 0; i < facts.flow().size(); i++) {
      if (facts.flow().instruction(i) instanceof MethodInsnNode call
          && facts.monitors().isReachable(i)
          && !facts.monitors().mayHoldAt(i)) {
        CallTarget target = target(call);
        if (!(target instanceof CallTarget.Plain)) {
          found.put(i, target);
        }
      }
    }
    return found;
  }

  /** Whether a call would be a suspend point if no monitor was held. */
  public boolean isPinnedByMonitor(MethodFacts facts, int index) {
    return facts.flow().instruction(index) instanceof MethodInsnNode call
        && facts.monitors().mayHoldAt(index)
        && !(target(call) instanceof CallTarget.Plain);
  }

  private CallTarget target(MethodInsnNode call) {
    CallTarget target =
        targets.computeIfAbsent(
            call, site -> lookup.classify(site.getOpcode(), site.owner, site.name, site.desc));
    return target instanceof CallTarget.Twin && cannotSuspend.test(call)
        ? CallTarget.PLAIN
        : target;
  }
}
