package dev.weft.agent;

import dev.weft.abi.OtherAgents;
import dev.weft.agent.names.RuntimeNames;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Lets the JDK hand other agents the class files from before weaving. Only the start of the one
 * method through which it calls the transformers of every Java agent changes:
 *
 * <pre>
 * if (OtherAgents.hasOriginal(bytes)) return OtherAgents.transform(this, module, …, bytes, …);
 * </pre>
 *
 * <p>Without it, what an agent behind this one adds would be missing in the woven bodies, or would
 * be in twins that it takes for methods of the user's.
 */
final class OtherAgentsHook extends JdkHook {
  private static final String METHOD = "transform";
  private static final Class<?>[] PARAMETERS = {
    Module.class,
    ClassLoader.class,
    String.class,
    Class.class,
    ProtectionDomain.class,
    byte[].class,
    boolean.class
  };
  private static final String DESCRIPTOR =
      "(Ljava/lang/Module;Ljava/lang/ClassLoader;Ljava/lang/String;Ljava/lang/Class;"
          + "Ljava/security/ProtectionDomain;[BZ)[B";
  private static final int BYTES = 6;
  private static final int RETRANSFORMER = 7;

  private final String hooked;

  private OtherAgentsHook(Class<?> hooked, AgentLog log) {
    super(log);
    this.hooked = internalName(hooked);
  }

  /**
   * Installs the hook.
   *
   * @return the JDK's method that calls an agent's transformers; empty if it cannot be hooked
   */
  static Optional<Method> install(Instrumentation instrumentation, AgentLog log) {
    Class<?> type = instrumentation.getClass();
    try {
      instrumentation.redefineModule(
          type.getModule(),
          Set.of(),
          Map.of(),
          Map.of(type.getPackageName(), Set.of(OtherAgentsHook.class.getModule())),
          Set.of(),
          Map.of());
      Method method = type.getDeclaredMethod(METHOD, PARAMETERS);
      method.setAccessible(true);
      OtherAgents.hasOriginal(new byte[0]); // loaded before any class is loaded through it
      instrumentation.addTransformer(new OtherAgentsHook(type, log), true);
      instrumentation.retransformClasses(type);
      return Optional.of(method);
    } catch (ReflectiveOperationException
        | UnmodifiableClassException
        | RuntimeException
        | LinkageError e) {
      log.say(
          "cannot hide woven code from other agents ("
              + e
              + "): start them before Weft, or what they add is missing inside coroutines");
      return Optional.empty();
    }
  }

  @Override
  boolean isConcerned(String className) {
    return hooked.equals(className);
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
      return name.equals(METHOD) && descriptor.equals(DESCRIPTOR) ? new Start(mv) : mv;
    }
  }

  private static final class Start extends MethodVisitor {
    Start(MethodVisitor next) {
      super(RuntimeNames.ASM_API, next);
    }

    @Override
    public void visitCode() {
      super.visitCode();
      Label unwoven = new Label();
      visitVarInsn(Opcodes.ALOAD, BYTES); // bytes
      visitMethodInsn(
          Opcodes.INVOKESTATIC,
          RuntimeNames.OTHER_AGENTS,
          "hasOriginal",
          "([B)Z",
          false); // boolean
      visitJumpInsn(Opcodes.IFEQ, unwoven); // …

      for (int local = 0; local < RETRANSFORMER; local++) {
        visitVarInsn(Opcodes.ALOAD, local);
      }
      visitVarInsn(Opcodes.ILOAD, RETRANSFORMER); // this, arguments …
      visitMethodInsn(
          Opcodes.INVOKESTATIC,
          RuntimeNames.OTHER_AGENTS,
          METHOD,
          "(Ljava/lang/Object;" + DESCRIPTOR.substring(1),
          false); // bytes
      visitInsn(Opcodes.ARETURN);

      visitLabel(unwoven);
      visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    }
  }
}
