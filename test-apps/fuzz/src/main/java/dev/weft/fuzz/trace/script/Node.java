package dev.weft.fuzz.trace.script;

import dev.weft.Suspendable;
import java.util.List;

/** A statement. Immutable; equal when it means the same. */
@Suspendable
public interface Node {
  /** Does what it says; may suspend. */
  void execute(World world) throws Exception;

  /** The nodes that this one executes. */
  default List<Node> children() {
    return List.of();
  }

  /** The same node with other children, as many as it had. */
  default Node withChildren(List<Node> children) {
    return this;
  }
}
