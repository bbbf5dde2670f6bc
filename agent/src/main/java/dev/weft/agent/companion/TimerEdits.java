package dev.weft.agent.companion;

import dev.weft.agent.names.RuntimeNames;
import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Lets the thread of a {@link java.util.Timer} wait without the monitor of its queue, as a task has
 * to: in the copy, {@code queue.wait} leaves the monitor by an {@link InterruptedException}, which
 * the loop catches; there it waits, and begins anew.
 */
final class TimerEdits extends ClassVisitor {
  private static final String THREAD = "java/util/TimerThread";
  private static final String TIMERS = "dev/weft/patch/Timers";
  private static final String INTERRUPTED = "java/lang/InterruptedException";

  private TimerEdits(ClassVisitor next) {
    super(RuntimeNames.ASM_API, next);
  }

  /** Whether a class is the one to edit. */
  static boolean isConcerned(String internalName) {
    return internalName.equals(THREAD);
  }

  /** The class file to copy from. */
  static byte[] edit(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(new TimerEdits(writer), 0);
    return writer.toByteArray();
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    return new Loop(super.visitMethod(access, name, descriptor, signature, exceptions));
  }

  private static final class Loop extends MethodVisitor {
    private final Set<Label> handlers = new HashSet<>();
    private boolean caught;

    Loop(MethodVisitor next) {
      super(RuntimeNames.ASM_API, next);
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
      if (INTERRUPTED.equals(type)) {
        handlers.add(handler);
      }
      super.visitTryCatchBlock(start, end, handler, type);
    }

    @Override
    public void visitLabel(Label label) {
      super.visitLabel(label);
      caught |= handlers.contains(label);
    }

    @Override
    public void visitVarInsn(int opcode, int variable) {
      if (caught) {
        caught = false; // exception
        super.visitMethodInsn(
            Opcodes.INVOKESTATIC,
            TIMERS,
            "await",
            "(L" + INTERRUPTED + ";)L" + INTERRUPTED + ";",
            false);
      }
      super.visitVarInsn(opcode, variable);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      if (name.equals("wait")) {
        super.visitMethodInsn(
            Opcodes.INVOKESTATIC,
            TIMERS,
            "later",
            RuntimeNames.substituteDescriptor(owner, descriptor, false),
            false);
      } else {
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
      }
    }
  }
}
