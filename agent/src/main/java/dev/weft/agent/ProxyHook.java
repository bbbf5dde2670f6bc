package dev.weft.agent;

import dev.weft.agent.names.RuntimeNames;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Keeps {@code java.lang.reflect.Proxy} from implementing the twins of interfaces: a proxy would
 * have twice the methods, and for an interface with some hundreds its initialiser would be too
 * large for a class file. The twins that it inherits call its methods; see {@link
 * dev.weft.abi.ProxiedMethods}. One call of one JDK class changes; where it is not found, nothing
 * does.
 */
final class ProxyHook extends JdkHook {
  private static final String GENERATOR = "java/lang/reflect/ProxyGenerator";

  private ProxyHook(AgentLog log) {
    super(log);
  }

  static void install(Instrumentation instrumentation, AgentLog log) {
    ProxyHook hook = new ProxyHook(log);
    instrumentation.addTransformer(hook, true);
    try {
      for (Class<?> loaded : hook.loaded(instrumentation)) { // by another agent, perhaps
        instrumentation.retransformClasses(loaded);
      }
    } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
      log.say("cannot make small proxies of interfaces with very many methods: " + e);
    }
  }

  @Override
  boolean isConcerned(String className) {
    return GENERATOR.equals(className);
  }

  @Override
  ClassVisitor rewriter(ClassVisitor writer) {
    return new ClassVisitor(RuntimeNames.ASM_API, writer) {
      private boolean hasInterfaces;

      @Override
      public FieldVisitor visitField(
          int access, String name, String descriptor, String signature, Object value) {
        hasInterfaces |= name.equals("interfaces") && descriptor.equals("Ljava/util/List;");
        return super.visitField(access, name, descriptor, signature, value);
      }

      @Override
      public MethodVisitor visitMethod(
          int access, String name, String descriptor, String signature, String[] exceptions) {
        MethodVisitor mv = super.visitMethod(access, name, descriptor, signature, exceptions);
        return hasInterfaces && (access & Opcodes.ACC_STATIC) == 0 ? new Filtered(mv) : mv;
      }
    };
  }

  private static final class Filtered extends MethodVisitor {
    Filtered(MethodVisitor next) {
      super(RuntimeNames.ASM_API, next);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      if (owner.equals("java/lang/Class") && name.equals("getMethods")) {
        super.visitVarInsn(Opcodes.ALOAD, 0); // … type, generator
        super.visitFieldInsn(
            Opcodes.GETFIELD, GENERATOR, "interfaces", "Ljava/util/List;"); // … type, interfaces
        super.visitMethodInsn( // … methods
            Opcodes.INVOKESTATIC,
            "dev/weft/abi/ProxiedMethods",
            "of",
            "(Ljava/lang/Class;Ljava/util/List;)[Ljava/lang/reflect/Method;",
            false);
      } else {
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
      }
    }
  }
}
