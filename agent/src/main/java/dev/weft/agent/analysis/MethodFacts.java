package dev.weft.agent.analysis;

import java.util.List;
import org.objectweb.asm.tree.LocalVariableNode;
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

  /** Analyses a method with code, stack maps, and no JSR or RET. */
  public static MethodFacts of(String owner, MethodNode method) {
    return of(owner, method, false);
  }

  /**
   * The same.
   *
   * @param debug whether all variables in scope count as live
   */
  public static MethodFacts of(String owner, MethodNode method, boolean debug) {
    ControlFlow flow = new ControlFlow(method);
    List<LocalVariableNode> kept =
        debug && method.localVariables != null ? method.localVariables : List.of();
    return new MethodFacts(
        owner,
        method,
        flow,
        new Liveness(flow, kept),
        new Monitors(flow),
        new TypeFlow(owner, method));
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
