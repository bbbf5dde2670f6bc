package dev.weft.agent.companion;

import dev.weft.agent.discover.StreamTable;
import dev.weft.agent.transform.MonitorCalls;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Lets copies of the JDK's streams hold their monitors by the task instead of the thread. */
final class MonitorEdits {
  private MonitorEdits() {}

  /** Changes a copied method, if its class is one of these. */
  static void apply(ClassNode original, MethodNode method) {
    if (StreamTable.isLockedByTasks(original.name)) {
      MonitorCalls.apply(original, method);
    }
  }
}
