package dev.weft.continuation;

import java.util.Objects;

/**
 * Names what a suspension leaves: every continuation up to the innermost enclosing one with the
 * same scope. Compared by identity; the name is for messages.
 */
public final class ContinuationScope {
  private final String name;

  /** A new scope, different from every other. */
  public ContinuationScope(String name) {
    this.name = Objects.requireNonNull(name, "name");
  }

  @Override
  public String toString() {
    return name;
  }
}
