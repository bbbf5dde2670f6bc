package dev.weft.agent.companion;

import dev.weft.agent.discover.StreamTable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Whether the JDK's innermost socket code is as {@link SocketEdits} and the hook of its closing
 * expect it: that it waits in {@code park} alone, blocks in no other native method, and knows the
 * thread that waits by two fields. A JDK where it is otherwise has no copy of it: its sockets block
 * the carrier, as any blocking call does.
 */
public final class SocketShape {
  /** The class that has this shape. */
  public static final String SOCKET = "sun/nio/ch/NioSocketImpl";

  /** What a task, or a thread that reads, leaves there for who closes the socket. */
  public static final String READER = "readerThread";

  /** The same of one that writes. */
  public static final String WRITER = "writerThread";

  private static final String DESCRIPTOR = "Ljava/io/FileDescriptor;";
  private static final String THREAD = "sun/nio/ch/NativeThread";
  private static final String NET = "sun/nio/ch/Net";
  private static final String TRANSFER = "(" + DESCRIPTOR + "[BII)I";
  private static final String BYTES = "(" + DESCRIPTOR + "JI)I";

  private static final List<String> METHODS =
      List.of(
          "park(" + DESCRIPTOR + "I)V",
          "park(" + DESCRIPTOR + "IJ)V",
          "tryRead" + TRANSFER,
          "tryWrite" + TRANSFER,
          "connect(Ljava/net/SocketAddress;I)V",
          "accept(Ljava/net/SocketImpl;)V",
          "close()V");

  /** What waits, and therefore calls {@code park}. */
  private static final Set<String> WAITING =
      Set.of("implRead", "timedRead", "implWrite", "timedFinishConnect", "timedAccept");

  /** Where the thread is noted. */
  private static final Map<String, String> NOTING =
      Map.of(
          "beginRead", READER, "beginConnect", READER, "beginAccept", READER, "beginWrite", WRITER);

  /** Classes whose methods may block, or tell of threads. */
  private static final Set<String> NATIVE =
      Set.of(NET, THREAD, "sun/nio/ch/IOUtil", "sun/nio/ch/NativeDispatcher", "sun/nio/ch/Poller");

  /** Those of their methods that copies may call: they wait for nobody when nothing blocks. */
  private static final Set<String> KNOWN =
      Set.of(
          THREAD + ".current()J",
          NET + ".connect(" + DESCRIPTOR + "Ljava/net/InetAddress;I)I",
          NET + ".accept(" + DESCRIPTOR + DESCRIPTOR + "[Ljava/net/InetSocketAddress;)I",
          NET + ".pollConnectNow(" + DESCRIPTOR + ")Z",
          NET + ".localAddress(" + DESCRIPTOR + ")Ljava/net/InetSocketAddress;",
          "sun/nio/ch/IOUtil.configureBlocking(" + DESCRIPTOR + "Z)V",
          "sun/nio/ch/NativeDispatcher.close(" + DESCRIPTOR + ")V");

  private static final String READS = "sun/nio/ch/NativeDispatcher.read" + BYTES;
  private static final String WRITES = "sun/nio/ch/NativeDispatcher.write" + BYTES;

  private final ClassNode type;

  private SocketShape(ClassNode type) {
    this.type = type;
  }

  /**
   * Checks a class, if it is this one.
   *
   * @throws IllegalStateException if it looks different; the message says what does
   */
  public static void check(ClassNode type) {
    if (type.name.equals(SOCKET)) {
      new SocketShape(type).check();
    }
  }

  private void check() {
    for (String key : METHODS) {
      require(has(key), "it has no method " + key);
    }
    require(
        has("configureNonBlocking(" + DESCRIPTOR + ")V")
            || has("configureNonBlockingIfNeeded(" + DESCRIPTOR + "Z)V"),
        "it cannot make a descriptor non-blocking");
    require(hasField(READER), "it has no field " + READER);
    require(hasField(WRITER), "it has no field " + WRITER);
    for (Map.Entry<String, String> noting : NOTING.entrySet()) {
      require(
          notes(noting.getKey(), noting.getValue()),
          noting.getKey() + " does not note the thread in " + noting.getValue());
    }
    for (MethodNode method : type.methods) {
      if (StreamTable.isCopied(SOCKET, method.name)) {
        checkCopied(method);
      }
    }
    for (String field : List.of(READER, WRITER, "fd")) {
      require(uses(named("close"), Opcodes.GETFIELD, field), "close does not read " + field);
    }
  }

  private void checkCopied(MethodNode method) {
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof MethodInsnNode call && NATIVE.contains(call.owner)) {
        String key = call.owner + "." + call.name + call.desc;
        require(
            KNOWN.contains(key)
                || (key.equals(READS) && method.name.equals("tryRead"))
                || (key.equals(WRITES) && method.name.equals("tryWrite")),
            method.name + " calls " + key);
      }
    }
    require(
        !WAITING.contains(method.name) || calls(method, SOCKET, "park"),
        method.name + " does not park");
  }

  /** Whether there is such a method, which needs a receiver. */
  private boolean has(String key) {
    for (MethodNode method : type.methods) {
      if (key.equals(method.name + method.desc)) {
        return (method.access & Opcodes.ACC_STATIC) == 0;
      }
    }
    return false;
  }

  private boolean hasField(String name) {
    for (FieldNode field : type.fields) {
      if (field.name.equals(name)) {
        return field.desc.equals("J");
      }
    }
    return false;
  }

  private boolean notes(String name, String field) {
    MethodNode method = named(name);
    return method != null
        && calls(method, THREAD, "current")
        && uses(method, Opcodes.PUTFIELD, field);
  }

  private MethodNode named(String name) {
    for (MethodNode method : type.methods) {
      if (method.name.equals(name)) {
        return method;
      }
    }
    return null;
  }

  private static boolean calls(MethodNode method, String owner, String name) {
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof MethodInsnNode call
          && call.owner.equals(owner)
          && call.name.equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean uses(MethodNode method, int opcode, String name) {
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof FieldInsnNode field
          && field.getOpcode() == opcode
          && field.owner.equals(SOCKET)
          && field.name.equals(name)
          && field.desc.equals(name.equals("fd") ? DESCRIPTOR : "J")) {
        return true;
      }
    }
    return false;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
