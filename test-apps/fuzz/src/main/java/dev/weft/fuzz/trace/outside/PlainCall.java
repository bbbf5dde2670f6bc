package dev.weft.fuzz.trace.outside;

import dev.weft.fuzz.trace.script.Node;
import dev.weft.fuzz.trace.script.World;

/** A library that calls back. */
public final class PlainCall {
  private PlainCall() {}

  /** Executes {@code node}. */
  public static void of(Node node, World world) throws Exception {
    node.execute(world);
  }
}
