package dev.weft.agent;

import dev.weft.agent.discover.StreamTable;
import dev.weft.agent.names.RuntimeNames;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Lets the JDK's streams, readers and writers, run by threads, respect the monitors that suspended
 * tasks hold: behind each entry of a monitor stands a call that waits for them, which looks at an
 * empty map while there are none.
 */
final class MonitorHook extends JdkHook {
  private final Instrumentation instrumentation;

  private MonitorHook(Instrumentation instrumentation, AgentLog log) {
    super(log);
    this.instrumentation = instrumentation;
  }

  static MonitorHook install(Instrumentation instrumentation, AgentLog log) {
    MonitorHook hook = new MonitorHook(instrumentation, log);
    StreamTable.isLockedByTasks(""); // loaded before any class is loaded through this
    instrumentation.addTransformer(hook, true);
    hook.hookLoaded();
    return hook;
  }

  /** A class that is loaded in the middle of a transformation was not changed then. */
  private void hookLoaded() {
    for (Class<?> loaded : loaded(instrumentation)) {
      if (!hasChanged(loaded)) {
        try {
          instrumentation.retransformClasses(loaded);
        } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
          log.say("cannot share the monitors of " + loaded + " with tasks (" + e + "): it pins");
        }
      }
    }
  }

  /**
   * Lets the threads that run a class, and all of its kind, respect tasks.
   *
   * @throws IllegalStateException if they cannot
   */
  void require(Class<?> type) {
    hookLoaded();
    if (!hasChanged(type)) {
      throw new IllegalStateException("threads would not respect that a task holds its monitor");
    }
  }

  @Override
  boolean isConcerned(String className) {
    return StreamTable.isLockedByTasks(className);
  }

  @Override
  ClassVisitor rewriter(ClassVisitor writer) {
    return new Rewriter(writer);
  }

  private static final class Rewriter extends ClassVisitor {
    Rewriter(ClassVisitor next) {
      super(RuntimeNames.ASM_API, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor mv = super.visitMethod(access, name, descriptor, signature, exceptions);
      boolean isSynchronized = (access & Opcodes.ACC_SYNCHRONIZED) != 0;
      boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
      return new Entries(mv, isSynchronized && !isStatic);
    }
  }

  private static final class Entries extends MethodVisitor {
    private final boolean isSynchronized;

    Entries(MethodVisitor next, boolean isSynchronized) {
      super(RuntimeNames.ASM_API, next);
      this.isSynchronized = isSynchronized;
    }

    @Override
    public void visitCode() {
      super.visitCode();
      if (isSynchronized) {
        visitVarInsn(Opcodes.ALOAD, 0); // this
        entered(); // …
      }
    }

    @Override
    public void visitInsn(int opcode) {
      if (opcode == Opcodes.MONITORENTER) {
        super.visitInsn(Opcodes.DUP); // object, object
        super.visitInsn(opcode); // object
        entered(); // …
      } else {
        super.visitInsn(opcode);
      }
    }

    private void entered() {
      visitMethodInsn(
          Opcodes.INVOKESTATIC,
          RuntimeNames.TASK_MONITORS,
          "entered",
          "(Ljava/lang/Object;)V",
          false);
    }
  }
}
