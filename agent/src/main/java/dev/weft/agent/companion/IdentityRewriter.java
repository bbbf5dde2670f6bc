package dev.weft.agent.companion;

import dev.weft.agent.names.RuntimeNames;
import java.util.Optional;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Lets code ask the runtime, not the JVM, who it is run by, and park and unpark through it. */
public final class IdentityRewriter extends ClassVisitor {
  private static final String JOBS = "dev/weft/patch/Jobs";
  private static final String FUTURE_TASK = "java/util/concurrent/FutureTask";
  private static final String IDENTITY = "dev/weft/patch/Identity";
  private static final String LOCK_SUPPORT = "java/util/concurrent/locks/LockSupport";
  private static final String PACKAGE = "java/util/concurrent/";

  private boolean changed;

  /** Whether it is a copy, which waits by the clock of its task's scheduler. */
  private final boolean copied;

  private IdentityRewriter(ClassVisitor next, boolean copied) {
    super(RuntimeNames.ASM_API, next);
    this.copied = copied;
  }

  /** Whether a class of the JDK asks such things for the sake of others. */
  public static boolean isConcerned(String internalName) {
    return internalName.startsWith(PACKAGE)
        && !internalName.equals(LOCK_SUPPORT)
        && !internalName.startsWith("java/util/concurrent/atomic/")
        && !internalName.startsWith("java/util/concurrent/ThreadLocalRandom");
  }

  /** The class file with such calls changed; empty when it has none. */
  public static Optional<byte[]> rewrite(byte[] bytes) {
    return rewrite(bytes, false);
  }

  /** The same for what is copied from the class. */
  static Optional<byte[]> rewriteCopied(byte[] bytes) {
    return rewrite(bytes, true);
  }

  private static Optional<byte[]> rewrite(byte[] bytes, boolean copied) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(reader, 0);
    IdentityRewriter rewriter = new IdentityRewriter(writer, copied);
    reader.accept(rewriter, 0);
    return rewriter.changed ? Optional.of(writer.toByteArray()) : Optional.empty();
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    return new MethodVisitor(
        RuntimeNames.ASM_API, super.visitMethod(access, name, descriptor, signature, exceptions)) {
      @Override
      public void visitMethodInsn(
          int opcode, String owner, String method, String type, boolean isInterface) {
        if (copied && runsJob(opcode, owner, method)) {
          changed = true;
          super.visitMethodInsn(
              Opcodes.INVOKESTATIC,
              JOBS,
              owner.equals(FUTURE_TASK) && method.equals("run") ? "runFuture" : method,
              RuntimeNames.substituteDescriptor(owner, type, false),
              false);
          return;
        }
        boolean asked = opcode == Opcodes.INVOKESTATIC && isAsked(owner, method);
        changed |= asked;
        super.visitMethodInsn(opcode, asked ? IDENTITY : owner, method, type, isInterface);
      }
    };
  }

  /** Whether a copy runs what it was given, or, in a subclass, what its superclass was. */
  private static boolean runsJob(int opcode, String owner, String method) {
    return switch (opcode) {
      case Opcodes.INVOKEINTERFACE ->
          (owner.equals("java/lang/Runnable") && method.equals("run"))
              || (owner.equals("java/util/concurrent/Callable") && method.equals("call"));
      case Opcodes.INVOKESPECIAL ->
          owner.equals(FUTURE_TASK) && (method.equals("run") || method.equals("runAndReset"));
      default -> false;
    };
  }

  private boolean isAsked(String owner, String method) {
    if (copied && owner.equals("java/lang/System")) {
      return method.equals("nanoTime");
    }
    return owner.equals("java/lang/Thread")
        ? method.equals("currentThread") || method.equals("interrupted")
        : owner.equals(LOCK_SUPPORT) && (method.startsWith("park") || method.equals("unpark"));
  }
}
