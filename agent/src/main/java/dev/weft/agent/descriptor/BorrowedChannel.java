package dev.weft.agent.descriptor;

import static java.lang.invoke.MethodType.methodType;
import static org.objectweb.asm.Opcodes.ACC_PROTECTED;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ARETURN;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.IRETURN;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.channels.SelectionKey;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Makes the class of channels that stand for a descriptor in the JDK's selectors: what a selector
 * asks of a channel ({@code sun.nio.ch.SelChImpl}) is its number, and a translation between the
 * operations of its key and those of {@code poll(2)}. The class closes nothing, and is one of the
 * package {@code sun.nio.ch}, which alone may implement this.
 */
final class BorrowedChannel {
  static final String NAME = "sun/nio/ch/WeftBorrowedChannel";

  private static final String SUPER = "java/nio/channels/spi/AbstractSelectableChannel";
  private static final String PROVIDER = "java/nio/channels/spi/SelectorProvider";
  private static final String DESCRIPTOR = "Ljava/io/FileDescriptor;";
  private static final String KEY = "sun/nio/ch/SelectionKeyImpl";
  private static final String NET = "sun/nio/ch/Net";
  private static final String TRANSLATE = "(IL" + KEY + ";)Z";

  private static final String INTERFACE = "sun/nio/ch/SelChImpl";

  /** Those of the interface. */
  private static final Set<String> METHODS =
      Set.of(
          "getFD()" + DESCRIPTOR,
          "getFDVal()I",
          "translateInterestOps(I)I",
          "translateAndSetReadyOps" + TRANSLATE,
          "translateAndUpdateReadyOps" + TRANSLATE,
          "kill()V");

  private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);

  private BorrowedChannel() {}

  /** Its class file. */
  static byte[] bytes() {
    return new BorrowedChannel().make();
  }

  /**
   * Checks that the JDK has what the class uses, and asks for nothing that it lacks.
   *
   * @throws ReflectiveOperationException if it does not
   * @throws IllegalStateException if it does
   */
  static void check(MethodHandles.Lookup trusted) throws ReflectiveOperationException {
    Class<?> key = Class.forName(KEY.replace('/', '.'));
    Class<?> net = Class.forName(NET.replace('/', '.'));
    MethodHandle unused = trusted.findVirtual(key, "nioReadyOps", methodType(int.class));
    unused = trusted.findVirtual(key, "nioInterestOps", methodType(int.class));
    unused = trusted.findVirtual(key, "nioReadyOps", methodType(void.class, int.class));
    for (String polled : List.of("POLLIN", "POLLOUT", "POLLERR", "POLLHUP")) {
      unused = trusted.findStaticGetter(net, polled, short.class);
    }
    for (Method asked : Class.forName(INTERFACE.replace('/', '.')).getDeclaredMethods()) {
      String method = asked.getName() + Type.getMethodDescriptor(asked);
      if (Modifier.isAbstract(asked.getModifiers()) && !METHODS.contains(method)) {
        throw new IllegalStateException("its selectors ask channels for " + method);
      }
    }
  }

  private byte[] make() {
    writer.visit(
        Opcodes.V17,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
        NAME,
        null,
        SUPER,
        new String[] {INTERFACE});
    writer.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, "fd", DESCRIPTOR, null, null);
    writer.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, "number", "I", null, null);
    constructor();
    getter("getFD", DESCRIPTOR, "fd", ARETURN);
    getter("getFDVal", "I", "number", IRETURN);
    constant();
    toPoll();
    fromPoll("translateAndSetReadyOps", false);
    fromPoll("translateAndUpdateReadyOps", true);
    nothing(ACC_PUBLIC, "kill", "()V");
    nothing(ACC_PROTECTED, "implCloseSelectableChannel", "()V");
    nothing(ACC_PROTECTED, "implConfigureBlocking", "(Z)V");
    writer.visitEnd();
    return writer.toByteArray();
  }

  private void constructor() {
    MethodVisitor mv = method(ACC_PUBLIC, "<init>", "(" + DESCRIPTOR + "I)V");
    mv.visitVarInsn(ALOAD, 0); // this
    mv.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        PROVIDER,
        "provider",
        "()L" + PROVIDER + ";",
        false); // this, provider
    mv.visitMethodInsn(Opcodes.INVOKESPECIAL, SUPER, "<init>", "(L" + PROVIDER + ";)V", false);
    mv.visitVarInsn(ALOAD, 0); // this
    mv.visitVarInsn(ALOAD, 1); // this, descriptor
    mv.visitFieldInsn(Opcodes.PUTFIELD, NAME, "fd", DESCRIPTOR);
    mv.visitVarInsn(ALOAD, 0); // this
    mv.visitVarInsn(ILOAD, 2); // this, number
    mv.visitFieldInsn(Opcodes.PUTFIELD, NAME, "number", "I");
    end(mv, Opcodes.RETURN);
  }

  private void getter(String name, String type, String field, int returning) {
    MethodVisitor mv = method(ACC_PUBLIC, name, "()" + type);
    mv.visitVarInsn(ALOAD, 0); // this
    mv.visitFieldInsn(Opcodes.GETFIELD, NAME, field, type); // value
    end(mv, returning);
  }

  private void constant() {
    MethodVisitor mv = method(ACC_PUBLIC, "validOps", "()I");
    mv.visitInsn(Opcodes.ICONST_5); // OP_READ | OP_WRITE
    end(mv, IRETURN);
  }

  /** Operations of a key to those of poll(2). */
  private void toPoll() {
    MethodVisitor mv = method(ACC_PUBLIC, "translateInterestOps", "(I)I");
    mv.visitInsn(Opcodes.ICONST_0); // polled
    addPolled(mv, SelectionKey.OP_READ, "POLLIN");
    addPolled(mv, SelectionKey.OP_WRITE, "POLLOUT");
    end(mv, IRETURN);
  }

  private void addPolled(MethodVisitor mv, int operation, String polled) {
    Label none = new Label();
    mv.visitVarInsn(ILOAD, 1); // polled operations
    mv.visitInsn(operation == SelectionKey.OP_READ ? Opcodes.ICONST_1 : Opcodes.ICONST_4);
    mv.visitInsn(Opcodes.IAND); // polled wanted
    mv.visitJumpInsn(Opcodes.IFEQ, none); // polled
    mv.visitFieldInsn(Opcodes.GETSTATIC, NET, polled, "S"); // polled, one more
    mv.visitInsn(Opcodes.IOR); // polled
    mv.visitLabel(none);
    mv.visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {Opcodes.INTEGER});
  }

  /** What poll(2) has found to the operations of a key; whether there are new ones. */
  private void fromPoll(String name, boolean adds) {
    MethodVisitor mv = method(ACC_PUBLIC, name, TRANSLATE);
    mv.visitVarInsn(ALOAD, 2); // key
    mv.visitMethodInsn(Opcodes.INVOKEVIRTUAL, KEY, "nioReadyOps", "()I", false); // before
    mv.visitVarInsn(Opcodes.ISTORE, 3); // …
    if (adds) {
      mv.visitVarInsn(ILOAD, 3); // ready
    } else {
      mv.visitInsn(Opcodes.ICONST_0); // ready
    }
    addReady(mv, Opcodes.ICONST_1, "POLLIN");
    addReady(mv, Opcodes.ICONST_4, "POLLOUT");
    mv.visitVarInsn(ALOAD, 2); // ready, key
    mv.visitMethodInsn(Opcodes.INVOKEVIRTUAL, KEY, "nioInterestOps", "()I", false);
    mv.visitInsn(Opcodes.IAND); // ready
    mv.visitVarInsn(Opcodes.ISTORE, 4); // …
    mv.visitVarInsn(ALOAD, 2); // key
    mv.visitVarInsn(ILOAD, 4); // key, ready
    mv.visitMethodInsn(Opcodes.INVOKEVIRTUAL, KEY, "nioReadyOps", "(I)V", false); // …
    mv.visitVarInsn(ILOAD, 4); // ready
    mv.visitVarInsn(ILOAD, 3); // ready, before
    mv.visitInsn(Opcodes.ICONST_M1);
    mv.visitInsn(Opcodes.IXOR); // ready, not before
    mv.visitInsn(Opcodes.IAND); // new
    Label none = new Label();
    mv.visitJumpInsn(Opcodes.IFEQ, none);
    mv.visitInsn(Opcodes.ICONST_1);
    mv.visitInsn(IRETURN);
    mv.visitLabel(none);
    mv.visitFrame(Opcodes.F_APPEND, 1, new Object[] {Opcodes.INTEGER}, 0, null);
    mv.visitInsn(Opcodes.ICONST_0);
    end(mv, IRETURN);
  }

  /** An error or a hang-up is everything: whoever tries will see it. */
  private void addReady(MethodVisitor mv, int operation, String polled) {
    Label none = new Label();
    mv.visitVarInsn(ILOAD, 1); // ready, found
    mv.visitFieldInsn(Opcodes.GETSTATIC, NET, polled, "S");
    mv.visitFieldInsn(Opcodes.GETSTATIC, NET, "POLLERR", "S");
    mv.visitInsn(Opcodes.IOR);
    mv.visitFieldInsn(Opcodes.GETSTATIC, NET, "POLLHUP", "S");
    mv.visitInsn(Opcodes.IOR); // ready, found, one of these
    mv.visitInsn(Opcodes.IAND); // ready, what of it
    mv.visitJumpInsn(Opcodes.IFEQ, none); // ready
    mv.visitInsn(operation);
    mv.visitInsn(Opcodes.IOR); // ready
    mv.visitLabel(none);
    mv.visitFrame(
        Opcodes.F_FULL,
        4,
        new Object[] {NAME, Opcodes.INTEGER, KEY, Opcodes.INTEGER},
        1,
        new Object[] {Opcodes.INTEGER});
  }

  private void nothing(int access, String name, String descriptor) {
    end(method(access, name, descriptor), Opcodes.RETURN);
  }

  private MethodVisitor method(int access, String name, String descriptor) {
    MethodVisitor mv = writer.visitMethod(access, name, descriptor, null, null);
    mv.visitCode();
    return mv;
  }

  private static void end(MethodVisitor mv, int returning) {
    mv.visitInsn(returning);
    mv.visitMaxs(0, 0);
    mv.visitEnd();
  }
}
