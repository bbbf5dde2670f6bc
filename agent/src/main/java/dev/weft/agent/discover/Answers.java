package dev.weft.agent.discover;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers the answers to one question about methods, as long as the outline of their class stays
 * the one that was asked about. Thread-safe.
 */
abstract class Answers {
  private final Map<String, OfClass> classes = new ConcurrentHashMap<>();

  private record OfClass(ClassOutline outline, Map<String, Boolean> methods) {}

  /** The question itself; it may ask about others. */
  abstract boolean decide(ClassOutline owner, MethodOutline method);

  /** The remembered answer, or a new one. */
  boolean get(ClassOutline owner, MethodOutline method) {
    Map<String, Boolean> methods = methodsOf(owner);
    Boolean known = methods.get(method.key());
    if (known == null) {
      // Not computeIfAbsent: the question may come back here.
      known = decide(owner, method);
      methods.put(method.key(), known);
    }
    return known;
  }

  @SuppressWarnings("ReferenceEquality") // the question is whether it was replaced
  private Map<String, Boolean> methodsOf(ClassOutline owner) {
    OfClass known = classes.get(owner.name());
    if (known == null || known.outline() != owner) {
      known = new OfClass(owner, new ConcurrentHashMap<>());
      classes.put(owner.name(), known);
    }
    return known.methods();
  }
}
