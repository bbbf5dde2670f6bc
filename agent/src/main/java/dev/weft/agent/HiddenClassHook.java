package dev.weft.agent;

import dev.weft.agent.names.RuntimeNames;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.invoke.MethodHandles;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Lets {@code Lookup.defineHiddenClass} hand the bytes of hidden classes to the runtime first. Only
 * the start of two methods of one JDK class changes, and only in ways a loaded class may.
 */
final class HiddenClassHook extends JdkHook {
  private static final String LOOKUP = "java/lang/invoke/MethodHandles$Lookup";

  private HiddenClassHook(AgentLog log) {
    super(log);
  }

  static void install(Instrumentation instrumentation, AgentLog log) {
    instrumentation.addTransformer(new HiddenClassHook(log), true);
    try {
      instrumentation.retransformClasses(MethodHandles.Lookup.class);
    } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
      log.say(
          "cannot watch hidden classes ("
              + e
              + "): one that overrides a suspendable method will be"
              + " bypassed inside coroutines");
    }
  }

  @Override
  boolean isConcerned(String className) {
    return LOOKUP.equals(className);
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
      boolean defines =
          (name.equals("defineHiddenClass") || name.equals("defineHiddenClassWithClassData"))
              && descriptor.startsWith("([B")
              && (access & Opcodes.ACC_PUBLIC) != 0;
      return defines ? new Start(mv) : mv;
    }
  }

  private static final class Start extends MethodVisitor {
    Start(MethodVisitor next) {
      super(RuntimeNames.ASM_API, next);
    }

    @Override
    public void visitCode() {
      super.visitCode();
      visitVarInsn(Opcodes.ALOAD, 0); // lookup
      visitVarInsn(Opcodes.ALOAD, 1); // lookup, bytes
      visitMethodInsn(
          Opcodes.INVOKESTATIC,
          "dev/weft/abi/HiddenClasses",
          "bridged",
          "(L" + LOOKUP + ";[B)[B",
          false); // bytes
      visitVarInsn(Opcodes.ASTORE, 1); // …
    }
  }
}
