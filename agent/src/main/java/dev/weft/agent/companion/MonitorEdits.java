package dev.weft.agent.companion;

import dev.weft.agent.discover.StreamTable;
import dev.weft.agent.names.RuntimeNames;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Lets copies hold the monitors of streams by the task instead of the thread ({@code
 * dev.weft.waiting.TaskMonitors}), so that they can suspend meanwhile.
 */
final class MonitorEdits {
  private MonitorEdits() {}

  /** Changes a copied method, if its class is one of these. */
  static void apply(ClassNode original, MethodNode method) {
    if (!StreamTable.isLockedByTasks(original.name)) {
      return;
    }
    for (AbstractInsnNode instruction : method.instructions.toArray()) {
      if (instruction.getOpcode() == Opcodes.MONITORENTER) {
        method.instructions.set(instruction, call("enter"));
      } else if (instruction.getOpcode() == Opcodes.MONITOREXIT) {
        method.instructions.set(instruction, call("exit"));
      }
    }
    if ((method.access & Opcodes.ACC_SYNCHRONIZED) != 0) {
      synchronize(original, method);
    }
  }

  /** Enters first, and leaves in whichever way the method ends. */
  private static void synchronize(ClassNode original, MethodNode method) {
    for (AbstractInsnNode instruction : method.instructions.toArray()) {
      int opcode = instruction.getOpcode();
      if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
        method.instructions.insertBefore(instruction, ofReceiver("exit"));
      }
    }
    LabelNode start = new LabelNode();
    LabelNode end = new LabelNode();
    InsnList first = ofReceiver("enter");
    first.add(start);
    method.instructions.insert(first);
    method.instructions.add(end);
    method.instructions.add(
        new FrameNode(
            Opcodes.F_FULL,
            1,
            new Object[] {original.name},
            1,
            new Object[] {"java/lang/Throwable"}));
    method.instructions.add(ofReceiver("exit")); // exception
    method.instructions.add(new InsnNode(Opcodes.ATHROW));
    method.tryCatchBlocks.add(new TryCatchBlockNode(start, end, end, null));
    method.maxStack += 2;
  }

  private static InsnList ofReceiver(String name) {
    InsnList code = new InsnList();
    code.add(new VarInsnNode(Opcodes.ALOAD, 0)); // receiver
    code.add(call(name)); // …
    return code;
  }

  private static MethodInsnNode call(String name) {
    return new MethodInsnNode(
        Opcodes.INVOKESTATIC, RuntimeNames.TASK_MONITORS, name, "(Ljava/lang/Object;)V");
  }
}
