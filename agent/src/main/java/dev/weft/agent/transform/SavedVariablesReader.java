package dev.weft.agent.transform;

import dev.weft.abi.SavedVariables;
import dev.weft.abi.SavedVariables.Variable;
import dev.weft.agent.analysis.ControlFlow;
import dev.weft.agent.plan.MethodPlan;
import dev.weft.agent.plan.SavedValue;
import dev.weft.agent.plan.SuspendPoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.tree.LocalVariableNode;

/**
 * Reads from the plans of a class which variables its frames hold: a local variable that is saved
 * at a point goes by the name that the class file's {@code LocalVariableTable} (JVMS §4.7.13) has
 * for its slot there. Slots keep their numbers in woven bodies, so what the compiler wrote holds.
 */
public final class SavedVariablesReader {
  private SavedVariablesReader() {}

  /** By name and descriptor of the method; those without suspend points are left out. */
  public static Map<String, SavedVariables> of(WeaveResult result) {
    Map<String, SavedVariables> all = new HashMap<>();
    for (MethodReport report : result.reports()) {
      if (report instanceof MethodReport.Woven woven) {
        all.put(woven.method(), of(woven.plan()));
      }
    }
    return all;
  }

  private static SavedVariables of(MethodPlan plan) {
    List<List<Variable>> points = new ArrayList<>();
    for (SuspendPoint point : plan.points()) {
      List<Variable> variables = new ArrayList<>();
      for (SavedValue value : point.savedLocals()) {
        LocalVariableNode variable = variable(plan, point.index(), value.index());
        if (variable != null) {
          variables.add(new Variable(variable.name, variable.desc, value.slot()));
        }
      }
      points.add(List.copyOf(variables));
    }
    return new SavedVariables(plan.bodyHash(), points);
  }

  /** The variable that a slot is at an instruction; null when the class file names none. */
  private static LocalVariableNode variable(MethodPlan plan, int index, int slot) {
    List<LocalVariableNode> variables = plan.facts().method().localVariables;
    if (variables == null) {
      return null;
    }
    ControlFlow flow = plan.facts().flow();
    for (LocalVariableNode variable : variables) {
      if (variable.index == slot
          && flow.index(variable.start) <= index
          && index < flow.index(variable.end)) {
        return variable;
      }
    }
    return null;
  }
}
