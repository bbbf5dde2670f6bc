package dev.weft.continuation;

import dev.weft.abi.Frame;
import dev.weft.abi.SavedVariables.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A call that is suspended, and its variables.
 *
 * @param place where in the program it stands
 * @param variables their names, and their values as text (see {@link ValueText}), in the order of
 *     the method's local slots. Only what the method will read again is kept while it is suspended;
 *     the agent's option {@code debug=true} keeps all that is in scope. None if the class file
 *     names no variables (javac's {@code -g} writes them), cannot be read again, or was woven ahead
 *     of time
 */
public record SuspendedCall(StackTraceElement place, Map<String, String> variables) {
  /** Keeps the map as it is. */
  public SuspendedCall {
    Objects.requireNonNull(place, "place");
  }

  /**
   * The calls of a chain of frames, innermost first, inner coroutines included.
   *
   * @param named whether with their variables
   */
  static List<SuspendedCall> of(Frame innermost, boolean named) {
    List<SuspendedCall> calls = new ArrayList<>();
    for (Frame frame : StackTraces.frames(innermost)) {
      calls.add(new SuspendedCall(frame.element(), named ? variables(frame) : Map.of()));
    }
    int program = 0;
    while (program < calls.size() && StackTraces.isWait(calls.get(program).place)) {
      program++;
    }
    return calls.subList(program, calls.size());
  }

  private static Map<String, String> variables(Frame frame) {
    List<Variable> variables = frame.variables();
    if (variables.isEmpty()) {
      return Map.of();
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (Variable variable : variables) {
      values.put(variable.name(), text(frame, variable));
    }
    return values;
  }

  private static String text(Frame frame, Variable variable) {
    if (variable.slot() < 0) {
      return ValueText.of(null);
    }
    return variable.isPrimitive()
        ? ValueText.ofPrimitive(variable.descriptor().charAt(0), frame.primitive(variable.slot()))
        : ValueText.of(frame.reference(variable.slot()));
  }
}
