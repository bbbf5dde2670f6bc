package dev.weft.agent.companion;

import dev.weft.agent.names.RuntimeNames;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Lets the copies of a buffered stream wait before they read from what is no socket: what a process
 * prints, the standard input. A JDK whose stream looks different reads without, and blocks.
 */
final class InputEdits {
  private static final String STREAM = "java/io/BufferedInputStream";
  private static final String SOURCE = "()Ljava/io/InputStream;";
  private static final Set<String> READING = Set.of("fill", "read1");

  private InputEdits() {}

  /** Changes a copied method, if it is one of these. */
  static void apply(ClassNode original, MethodNode method) {
    if (!original.name.equals(STREAM) || !READING.contains(method.name)) {
      return;
    }
    for (AbstractInsnNode instruction : method.instructions.toArray()) {
      if (instruction instanceof MethodInsnNode call
          && call.name.equals("getInIfOpen")
          && call.desc.equals(SOURCE)) { // …, source
        method.instructions.insert(
            instruction,
            new MethodInsnNode(
                Opcodes.INVOKESTATIC,
                RuntimeNames.JDK_STREAMS,
                "awaitInput",
                "(Ljava/io/InputStream;)Ljava/io/InputStream;")); // …, source
      }
    }
  }
}
