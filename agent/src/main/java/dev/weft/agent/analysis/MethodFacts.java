package dev.weft.agent.analysis;

import org.objectweb.asm.tree.MethodNode;

/**
 * All facts about one method.
 *
 * @param owner internal name of its class
 */
public record MethodFacts(
    String owner,
    MethodNode method,
    ControlFlow flow,
    Liveness liveness,
    Monitors monitors,
    TypeFlow types) {

  /** How many values an analysis keeps track of: what it costs in time and memory. */
  public static long cells(MethodNode method) {
    return (long) method.instructions.size() * (method.maxStack + method.maxLocals);
  }

  /** Analyses a method with code, stack maps, and no JSR or RET. */
  public static MethodFacts of(String owner, MethodNode method) {
    ControlFlow flow = new ControlFlow(method);
    return new MethodFacts(
        owner, method, flow, new Liveness(flow), new Monitors(flow), new TypeFlow(owner, method));
  }

  /** The line of an instruction: that of the nearest line number before it; 0 when unknown. */
  public int line(int index) {
    for (int i = index; i >= 0; i--) {
      if (flow.instruction(i) instanceof org.objectweb.asm.tree.LineNumberNode line) {
        return line.line;
      }
    }
    return 0;
  }
}
