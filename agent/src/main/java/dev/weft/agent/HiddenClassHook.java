package dev.weft.agent;

import dev.weft.agent.names.RuntimeNames;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.invoke.MethodHandles;
import java.security.ProtectionDomain;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Lets {@code Lookup.defineHiddenClass} hand the bytes of hidden classes to the runtime first. Only
 * the start of two methods of one JDK class changes, and only in ways a loaded class may.
 */
final class HiddenClassHook implements ClassFileTransformer {
  private static final String LOOKUP = "java/lang/invoke/MethodHandles$Lookup";

  private final AgentLog log;

  private HiddenClassHook(AgentLog log) {
    this.log = log;
  }

  static void install(Instrumentation instrumentation, AgentLog log) {
    // Retransform-capable, so that the change survives retransformation by another agent.
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
  public byte[] transform(
      ClassLoader loader,
      String className,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] bytes) {
    if (loader != null || !LOOKUP.equals(className)) {
      return null;
    }
    try {
      ClassReader reader = new ClassReader(bytes);
      ClassWriter writer = new ClassWriter(reader, 0);
      reader.accept(new Rewriter(writer), 0);
      return writer.toByteArray();
    } catch (RuntimeException e) { // a JDK newer than ASM
      log.say("cannot read the JDK's " + className + ": " + e);
      return null;
    }
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
