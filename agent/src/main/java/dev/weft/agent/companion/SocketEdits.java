package dev.weft.agent.companion;

import dev.weft.agent.names.RuntimeNames;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * What a task does otherwise than a thread, in the copies of the JDK's innermost socket code:
 *
 * <ul>
 *   <li>its descriptors never block (the JDK itself sees to that when there is a timeout);
 *   <li>it waits before it reads where the last read got less than it wanted;
 *   <li>it borrows the buffer for a read or a write, instead of keeping one;
 *   <li>it waits for one in its scheduler, not in {@code poll(2)};
 *   <li>it leaves no native thread behind to be signalled, since it may go on by another.
 * </ul>
 */
final class SocketEdits {
  private static final String SOCKET = SocketShape.SOCKET;
  private static final String NET = "sun/nio/ch/Net";
  private static final String DESCRIPTOR = "Ljava/io/FileDescriptor;";

  /** What stands for the JDK's buffers of a thread. */
  private static final Map<String, String> BUFFERS =
      Map.of(
          "getTemporaryDirectBuffer", "takeBuffer",
          "offerFirstTemporaryDirectBuffer", "giveBuffer");

  /** {@code sun.nio.ch.IOStatus}: there is nothing, and the descriptor does not block. */
  private static final int UNAVAILABLE = -2;

  private final ClassNode original;
  private final MethodNode method;

  private SocketEdits(ClassNode original, MethodNode method) {
    this.original = original;
    this.method = method;
  }

  /** Changes a copied method, if it is one of these. */
  static void apply(ClassNode original, MethodNode method) {
    if (original.name.equals(SOCKET)) {
      new SocketEdits(original, method).apply();
    }
  }

  private void apply() {
    for (AbstractInsnNode instruction : method.instructions.toArray()) {
      if (instruction instanceof MethodInsnNode call) {
        edit(call);
      }
    }
    if (method.name.equals("tryRead")) {
      noteReads();
      method.instructions.insert(waitFirst());
    }
    if (method.name.equals("timedRead")) {
      method.instructions.insert(tryFirst());
    }
    if (method.name.equals("tryRead") || method.name.equals("tryWrite")) {
      method.instructions.insert(neverBlock(1));
    }
  }

  /** {@code tryRead(this, descriptor, bytes, offset, length)}: tells each result. */
  private void noteReads() {
    for (AbstractInsnNode instruction : method.instructions.toArray()) {
      if (instruction.getOpcode() == Opcodes.IRETURN) { // …, read
        InsnList code = new InsnList();
        code.add(new VarInsnNode(Opcodes.ALOAD, 1));
        code.add(new VarInsnNode(Opcodes.ILOAD, 4)); // …, read, descriptor, length
        code.add(
            new MethodInsnNode(
                Opcodes.INVOKESTATIC,
                RuntimeNames.JDK_SOCKETS,
                "hasRead",
                "(I" + DESCRIPTOR + "I)I"));
        method.instructions.insertBefore(instruction, code);
      }
    }
    method.maxStack += 2;
  }

  /**
   * As if there were nothing, where nothing is to be expected: then the caller waits, and tries.
   */
  private static InsnList waitFirst() {
    LabelNode attempt = new LabelNode();
    InsnList code = new InsnList();
    code.add(new VarInsnNode(Opcodes.ALOAD, 1));
    code.add(
        new MethodInsnNode(
            Opcodes.INVOKESTATIC, RuntimeNames.JDK_SOCKETS, "isDrained", "(" + DESCRIPTOR + ")Z"));
    code.add(new JumpInsnNode(Opcodes.IFEQ, attempt));
    code.add(new IntInsnNode(Opcodes.BIPUSH, UNAVAILABLE));
    code.add(new InsnNode(Opcodes.IRETURN));
    code.add(attempt);
    code.add(new FrameNode(Opcodes.F_SAME, 0, null, 0, null));
    return code;
  }

  /** With a limit: it may have passed before there was an attempt, which the JDK always makes. */
  private static InsnList tryFirst() {
    InsnList code = new InsnList();
    code.add(new VarInsnNode(Opcodes.ALOAD, 1)); // descriptor
    code.add(
        new MethodInsnNode(
            Opcodes.INVOKESTATIC, RuntimeNames.JDK_SOCKETS, "asked", "(" + DESCRIPTOR + ")V")); // …
    return code;
  }

  private void edit(MethodInsnNode call) {
    if (call.owner.equals(SOCKET) && call.name.equals("park")) {
      call.desc = RuntimeNames.substituteDescriptor(SOCKET, call.desc, false);
      call.desc = call.desc.replace("(L" + SOCKET + ";", "(Ljava/lang/Object;");
      call.setOpcode(Opcodes.INVOKESTATIC);
      call.owner = RuntimeNames.JDK_SOCKETS;
    } else if (call.owner.equals("sun/nio/ch/NativeThread") && call.name.equals("current")) {
      call.owner = RuntimeNames.JDK_SOCKETS;
      call.name = "currentThread";
    } else if (call.owner.equals("sun/nio/ch/Util") && BUFFERS.containsKey(call.name)) {
      call.owner = RuntimeNames.JDK_SOCKETS;
      call.name = BUFFERS.get(call.name);
    } else if (call.owner.equals(NET)
        && (call.name.equals("accept") || call.name.equals("connect"))
        && call.desc.startsWith("(" + DESCRIPTOR)) {
      neverBlockFirst(call);
    }
  }

  /** The descriptor that is the first argument of a static call. */
  private void neverBlockFirst(MethodInsnNode call) {
    Type[] arguments = Type.getArgumentTypes(call.desc);
    int[] locals = new int[arguments.length];
    InsnList code = new InsnList();
    for (int i = arguments.length - 1; i >= 0; i--) { // …, arguments
      locals[i] = method.maxLocals;
      method.maxLocals += arguments[i].getSize();
      code.add(new VarInsnNode(arguments[i].getOpcode(Opcodes.ISTORE), locals[i]));
    }
    code.add(neverBlock(locals[0]));
    for (int i = 0; i < arguments.length; i++) {
      code.add(new VarInsnNode(arguments[i].getOpcode(Opcodes.ILOAD), locals[i]));
    }
    method.instructions.insertBefore(call, code);
  }

  /** JDKs from 19 on have a flag for it. */
  private InsnList neverBlock(int descriptorLocal) {
    InsnList code = new InsnList();
    code.add(new VarInsnNode(Opcodes.ALOAD, 0)); // socket
    code.add(new VarInsnNode(Opcodes.ALOAD, descriptorLocal)); // socket, descriptor
    boolean always = original.methods.stream().anyMatch(m -> m.name.equals("configureNonBlocking"));
    if (always) {
      code.add(
          new MethodInsnNode(
              Opcodes.INVOKEVIRTUAL, SOCKET, "configureNonBlocking", "(" + DESCRIPTOR + ")V"));
    } else {
      code.add(new InsnNode(Opcodes.ICONST_1));
      code.add(
          new MethodInsnNode(
              Opcodes.INVOKEVIRTUAL,
              SOCKET,
              "configureNonBlockingIfNeeded",
              "(" + DESCRIPTOR + "Z)V"));
    }
    method.maxStack = Math.max(method.maxStack + 3, 3);
    return code;
  }
}
