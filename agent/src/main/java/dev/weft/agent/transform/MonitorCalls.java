package dev.weft.agent.transform;

import dev.weft.agent.names.RuntimeNames;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Lets methods hold monitors by the task instead of the thread ({@code
 * dev.weft.waiting.TaskMonitors}), so that they can suspend meanwhile. The bytes of the class must
 * have been read with compressed frames.
 */
public final class MonitorCalls {
  private static final String THROWABLE = "java/lang/Throwable";

  private final ClassNode type;
  private final MethodNode method;

  private MonitorCalls(ClassNode type, MethodNode method) {
    this.type = type;
    this.method = method;
  }

  /** Changes a method; its access flags stay as they are. */
  public static void apply(ClassNode type, MethodNode method) {
    new MonitorCalls(type, method).apply();
  }

  /**
   * Whether a method can be changed. One that is synchronized enters by local variable 0, which no
   * compiler of Java's gives to anything else.
   */
  static boolean canApply(MethodNode method) {
    if (!isSynchronized(method) || isStatic(method)) {
      return true;
    }
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof VarInsnNode variable
          && variable.var == 0
          && variable.getOpcode() >= Opcodes.ISTORE) {
        return false;
      }
    }
    return true;
  }

  static boolean isSynchronized(MethodNode method) {
    return (method.access & Opcodes.ACC_SYNCHRONIZED) != 0;
  }

  private static boolean isStatic(MethodNode method) {
    return (method.access & Opcodes.ACC_STATIC) != 0;
  }

  private void apply() {
    for (AbstractInsnNode instruction : method.instructions.toArray()) {
      if (instruction.getOpcode() == Opcodes.MONITORENTER) {
        method.instructions.set(instruction, call("enter"));
      } else if (instruction.getOpcode() == Opcodes.MONITOREXIT) {
        dropHandlersOfThemselves(instruction);
        method.instructions.set(instruction, call("exit"));
      }
    }
    if (isSynchronized(method)) {
      synchronize();
    }
  }

  /**
   * Compilers let the handler that leaves a monitor handle its own exceptions. An instruction has
   * none; a call may have, when the stack is used up, and would be tried for ever.
   */
  private void dropHandlersOfThemselves(AbstractInsnNode exit) {
    int at = method.instructions.indexOf(exit);
    method.tryCatchBlocks.removeIf(
        block ->
            block.start == block.handler
                && method.instructions.indexOf(block.start) < at
                && at < method.instructions.indexOf(block.end));
  }

  /** Enters first, and leaves in whichever way the method ends. */
  private void synchronize() {
    LabelNode start = new LabelNode();
    LabelNode handler = new LabelNode();
    List<TryCatchBlockNode> blocks = new ArrayList<>();
    InsnList first = ofMonitor("enter");
    first.add(start);
    for (AbstractInsnNode instruction : method.instructions.toArray()) {
      int opcode = instruction.getOpcode();
      if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
        LabelNode end = new LabelNode();
        LabelNode next = new LabelNode();
        method.instructions.insertBefore(instruction, end);
        method.instructions.insertBefore(instruction, ofMonitor("exit"));
        method.instructions.insert(instruction, next);
        blocks.add(new TryCatchBlockNode(start, end, handler, null));
        start = next;
      }
    }
    blocks.add(new TryCatchBlockNode(start, handler, handler, null));
    method.instructions.insert(first);
    method.instructions.add(handler);
    if (!OldClassFile.isOld(SuspendingMonitors.major(type))) {
      Object[] locals = isStatic(method) ? new Object[0] : new Object[] {type.name};
      method.instructions.add(
          new FrameNode(Opcodes.F_FULL, locals.length, locals, 1, new Object[] {THROWABLE}));
    }
    method.instructions.add(ofMonitor("exit")); // exception
    method.instructions.add(new InsnNode(Opcodes.ATHROW));
    blocks.stream().filter(this::hasCode).forEach(method.tryCatchBlocks::add);
    method.maxStack += 2;
  }

  private boolean hasCode(TryCatchBlockNode block) {
    for (AbstractInsnNode next = block.start; next != block.end; next = next.getNext()) {
      if (next.getOpcode() >= 0) {
        return true;
      }
    }
    return false;
  }

  private InsnList ofMonitor(String name) {
    InsnList code = new InsnList();
    code.add(
        isStatic(method)
            ? new LdcInsnNode(Type.getObjectType(type.name))
            : new VarInsnNode(Opcodes.ALOAD, 0)); // monitor
    code.add(call(name)); // …
    return code;
  }

  private static MethodInsnNode call(String name) {
    return new MethodInsnNode(
        Opcodes.INVOKESTATIC, RuntimeNames.TASK_MONITORS, name, "(Ljava/lang/Object;)V");
  }
}
