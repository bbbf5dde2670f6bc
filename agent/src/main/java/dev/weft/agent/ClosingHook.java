package dev.weft.agent;

import dev.weft.agent.companion.SocketShape;
import dev.weft.agent.names.RuntimeNames;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/**
 * Lets the JDK's sockets, channels and files tell the runtime that they are closed, whoever closes
 * them: a task that waits for one is woken then. And a socket tells that somebody asks how much
 * there is. Only the beginnings and ends of four methods change, and only in ways a loaded class
 * may.
 *
 * <p>A socket also keeps the native threads that read and write, to signal them. A task has none,
 * and leaves a mark instead ({@code dev.weft.io.JdkSockets}); the closing thread is signalled in
 * its place, which does nothing.
 */
final class ClosingHook extends JdkHook {
  private static final String SOCKET = SocketShape.SOCKET;
  private static final String CHANNEL = "java/nio/channels/spi/AbstractSelectableChannel";

  /** Of which pipes and the standard input can be waited for. */
  private static final String FILE = "java/io/FileInputStream";

  private static final String DESCRIPTOR = "Ljava/io/FileDescriptor;";
  private static final Set<String> THREADS = Set.of(SocketShape.READER, SocketShape.WRITER);

  private final Instrumentation instrumentation;

  private ClosingHook(Instrumentation instrumentation, AgentLog log) {
    super(log);
    this.instrumentation = instrumentation;
  }

  static ClosingHook install(Instrumentation instrumentation, AgentLog log) {
    ClosingHook hook = new ClosingHook(instrumentation, log);
    instrumentation.addTransformer(hook, true);
    for (Class<?> loaded : hook.loaded(instrumentation)) {
      hook.change(loaded);
    }
    return hook;
  }

  private void change(Class<?> loaded) {
    try {
      instrumentation.retransformClasses(loaded);
    } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
      log.say("cannot watch " + loaded + " (" + e + "): who waits for one does not see its end");
    }
  }

  /**
   * Lets a class tell of its end, if it was loaded in the middle of a transformation, and therefore
   * not changed then.
   *
   * @throws IllegalStateException if it cannot
   */
  void require(Class<?> type) {
    if (!hasChanged(type)) {
      change(type);
    }
    if (!hasChanged(type)) {
      throw new IllegalStateException("who waits for one would not see its end");
    }
  }

  @Override
  boolean isConcerned(String className) {
    return SOCKET.equals(className) || CHANNEL.equals(className) || FILE.equals(className);
  }

  @Override
  byte[] change(String className, byte[] bytes) {
    ClassNode read = new ClassNode(RuntimeNames.ASM_API);
    new ClassReader(bytes).accept(read, ClassReader.SKIP_DEBUG);
    try {
      SocketShape.check(read);
    } catch (IllegalStateException e) { // another shape: said when somebody wants to wait for it
      return null;
    }
    return super.change(className, bytes);
  }

  @Override
  ClassVisitor rewriter(ClassVisitor writer) {
    return new Rewriter(writer);
  }

  private static final class Rewriter extends ClassVisitor {
    private String owner;

    Rewriter(ClassVisitor next) {
      super(RuntimeNames.ASM_API, next);
    }

    @Override
    public void visit(
        int version, int access, String name, String signature, String superName, String[] all) {
      owner = name;
      super.visit(version, access, name, signature, superName, all);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor mv = super.visitMethod(access, name, descriptor, signature, exceptions);
      if (owner.equals(SOCKET) && name.equals("available") && descriptor.equals("()I")) {
        return new Asked(mv);
      }
      String closes = owner.equals(CHANNEL) ? "implCloseChannel" : "close";
      return name.equals(closes) && descriptor.equals("()V") ? new Close(mv, owner) : mv;
    }
  }

  /** Who knows that something is there does not wait for it. */
  private static final class Asked extends MethodVisitor {
    Asked(MethodVisitor next) {
      super(RuntimeNames.ASM_API, next);
    }

    @Override
    public void visitCode() {
      super.visitCode();
      visitVarInsn(Opcodes.ALOAD, 0); // this
      visitFieldInsn(Opcodes.GETFIELD, SOCKET, "fd", DESCRIPTOR); // descriptor
      visitMethodInsn(
          Opcodes.INVOKESTATIC,
          RuntimeNames.JDK_SOCKETS,
          "asked",
          "(" + DESCRIPTOR + ")V",
          false); // …
    }
  }

  private static final class Close extends MethodVisitor {
    private final String owner;

    Close(MethodVisitor next, String owner) {
      super(RuntimeNames.ASM_API, next);
      this.owner = owner;
    }

    /** A descriptor is still its own here. */
    @Override
    public void visitCode() {
      super.visitCode();
      if (owner.equals(CHANNEL)) {
        tell(RuntimeNames.JDK_SOCKETS, "closing", "(Ljava/nio/channels/SelectableChannel;)V");
      } else if (owner.equals(FILE)) {
        tell(RuntimeNames.JDK_STREAMS, "closing", "(Ljava/io/FileInputStream;)V");
      }
    }

    private void tell(String teller, String name, String descriptor) {
      super.visitVarInsn(Opcodes.ALOAD, 0); // this
      super.visitMethodInsn(Opcodes.INVOKESTATIC, teller, name, descriptor, false); // …
    }

    @Override
    public void visitFieldInsn(int opcode, String fieldOwner, String name, String descriptor) {
      super.visitFieldInsn(opcode, fieldOwner, name, descriptor);
      if (opcode == Opcodes.GETFIELD && THREADS.contains(name) && descriptor.equals("J")) {
        visitMethodInsn(
            Opcodes.INVOKESTATIC,
            "sun/nio/ch/NativeThread",
            "current",
            "()J",
            false); // two of them
        visitMethodInsn(
            Opcodes.INVOKESTATIC, RuntimeNames.JDK_SOCKETS, "threadToSignal", "(JJ)J", false);
      }
    }

    @Override
    public void visitInsn(int opcode) {
      if (opcode == Opcodes.RETURN && !owner.equals(FILE)) {
        visitVarInsn(Opcodes.ALOAD, 0); // this
        if (owner.equals(SOCKET)) {
          super.visitFieldInsn(Opcodes.GETFIELD, owner, "fd", DESCRIPTOR);
        }
        visitMethodInsn(
            Opcodes.INVOKESTATIC,
            RuntimeNames.JDK_SOCKETS,
            "closed",
            "(Ljava/lang/Object;)V",
            false); // …
      }
      super.visitInsn(opcode);
    }
  }
}
