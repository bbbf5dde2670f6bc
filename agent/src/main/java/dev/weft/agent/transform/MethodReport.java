package dev.weft.agent.transform;

import dev.weft.agent.plan.MethodPlan;
import dev.weft.agent.plan.Refusal;

/** What was done to one method, and why. Prints as {@code explain} shows it. */
public sealed interface MethodReport {

  /** Name and descriptor. */
  String method();

  /** Woven: it can suspend at the points of the plan. */
  record Woven(String method, MethodPlan plan, String warning) implements MethodReport {
    @Override
    public String toString() {
      return method
          + ": woven, frame "
          + plan.shape()
          + (warning.isEmpty() ? "" : "\n    warning: " + warning)
          + plan.points().stream()
              .map(point -> "\n    " + point)
              .collect(java.util.stream.Collectors.joining());
    }
  }

  /** Suspendable, but there is nothing in it that suspends: its twin calls the plain body. */
  record Leaf(String method, String why) implements MethodReport {
    @Override
    public String toString() {
      return method + ": nothing to weave, " + why;
    }
  }

  /** It was asked for, and cannot be done. */
  record Refused(String method, Refusal refusal) implements MethodReport {
    @Override
    public String toString() {
      return method + ": not woven, " + refusal.text();
    }
  }

  /** Not suspendable. */
  record Plain(String method, String why) implements MethodReport {
    @Override
    public String toString() {
      return method + ": plain, " + why;
    }
  }
}
