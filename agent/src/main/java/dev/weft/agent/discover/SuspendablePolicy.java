package dev.weft.agent.discover;

import java.util.function.Predicate;

/**
 * What the user asked for.
 *
 * @param include classes all of whose methods are suspendable
 * @param exclude classes that are never woven, whatever else says so
 * @param loadedBefore whether a class was loaded before the agent and so has no twins
 * @param patched whether the JDK's sockets and streams suspend, as {@code patch=on} says
 */
public record SuspendablePolicy(
    ClassPatterns include, ClassPatterns exclude, Predicate<String> loadedBefore, boolean patched) {

  /** Without {@code patch=on}. */
  public SuspendablePolicy(
      ClassPatterns include, ClassPatterns exclude, Predicate<String> loadedBefore) {
    this(include, exclude, loadedBefore, false);
  }

  /** This policy with more classes included. */
  public SuspendablePolicy including(ClassPatterns more) {
    return new SuspendablePolicy(include.and(more), exclude, loadedBefore, patched);
  }

  /**
   * Whether a call of a JDK method may reach a woven copy.
   *
   * @param owner the class of the JDK that the call names, or that declares the method
   */
  boolean mayReachCopy(String owner, String name, String descriptor) {
    return CompanionTable.mayReachCopy(owner, name, descriptor)
        || (patched && StreamTable.mayReachCopy(owner, name));
  }
}
