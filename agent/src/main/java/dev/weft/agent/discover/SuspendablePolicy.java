package dev.weft.agent.discover;

import java.util.function.Predicate;

/**
 * What the user asked for.
 *
 * @param include classes all of whose methods are suspendable
 * @param exclude classes that are never woven, whatever else says so
 * @param loadedBefore whether a class was loaded before the agent and so has no twins
 */
public record SuspendablePolicy(
    ClassPatterns include, ClassPatterns exclude, Predicate<String> loadedBefore) {

  /** This policy with more classes included. */
  public SuspendablePolicy including(ClassPatterns more) {
    return new SuspendablePolicy(include.and(more), exclude, loadedBefore);
  }
}
