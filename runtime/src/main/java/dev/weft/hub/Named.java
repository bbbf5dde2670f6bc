package dev.weft.hub;

import dev.weft.waiting.Blocker;

/** Something to wait for that has no state of its own. */
record Named(String name) implements Blocker {
  @Override
  public String toString() {
    return name;
  }
}
