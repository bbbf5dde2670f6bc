package dev.weft.agent.analysis;

import java.util.List;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * All facts about one method. Those that only a method with suspend points needs are found out when
 * first asked for. Used by one thread.
 */
public final class MethodFacts {
  private final String owner;
  private final MethodNode method;
  private final ControlFlow flow;
  private final Monitors monitors;
  private Liveness liveness;
  private TypeFlow types;

  /** The variables that are live wherever they are in scope, for a debugger. */
  private final List<LocalVariableNode> kept;

  private MethodFacts(
      String owner,
      MethodNode method,
      ControlFlow flow,
      Monitors monitors,
      List<LocalVariableNode> kept) {
    this.kept = kept;
    this.owner = owner;
    this.method = method;
    this.flow = flow;
    this.monitors = monitors;
  }

  /** How many values an analysis keeps track of: what it costs in time and memory. */
  public static long cells(MethodNode method) {
    return (long) method.instructions.size() * (method.maxStack + method.maxLocals);
  }

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
    return new MethodFacts(owner, method, flow, new Monitors(flow), kept);
  }

  /** The facts about a copy of the method, which may be rewritten; annotations stay behind. */
  public MethodFacts copy() {
    String[] exceptions = method.exceptions.toArray(new String[0]);
    MethodNode copy =
        new MethodNode(method.access, method.name, method.desc, method.signature, exceptions);
    method.accept(copy);
    return of(owner, copy, !kept.isEmpty());
  }

  /** Internal name of the class. */
  public String owner() {
    return owner;
  }

  /** The method itself. */
  public MethodNode method() {
    return method;
  }

  /** Where control goes. */
  public ControlFlow flow() {
    return flow;
  }

  /** Where monitors are held. */
  public Monitors monitors() {
    return monitors;
  }

  /** Which locals are live. */
  public Liveness liveness() {
    if (liveness == null) {
      liveness = new Liveness(flow, method.maxLocals, kept);
    }
    return liveness;
  }

  /**
   * The types of locals and operands.
   *
   * @throws RuntimeException of ASM's if the code is malformed
   */
  public TypeFlow types() {
    if (types == null) {
      types = new TypeFlow(owner, method);
    }
    return types;
  }

  /**
   * The line of an instruction: that of the nearest line number before it; 0 when unknown. Of
   * several directly before it the first, as the JVM has it; behind it the last is in force.
   */
  public int line(int index) {
    int line = 0;
    boolean adjacent = true;
    for (int i = index - 1; i >= 0; i--) {
      if (flow.instruction(i) instanceof LineNumberNode number) {
        line = number.line;
        if (!adjacent) {
          return line;
        }
      } else if (flow.isReal(i)) {
        if (line != 0) {
          return line;
        }
        adjacent = false;
      }
    }
    return line;
  }
}
