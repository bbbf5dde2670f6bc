package dev.weft.agent.companion;

import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Closes a URL connection when an error ends it in the middle, in the copies: a kill or a timeout
 * of Weft's. The JDK does so for the exceptions that can end it on a thread; otherwise the
 * connection would be used again, and the next answer be taken for that of another request.
 */
final class HttpEdits {
  private static final String CONNECTION = "sun/net/www/protocol/http/HttpURLConnection";
  private static final String DISCONNECT = "disconnectInternal";
  private static final Set<String> ASKING =
      Set.of("getInputStream0", "getOutputStream0", "doTunneling0");

  private HttpEdits() {}

  /** Changes a copied method, if it is one of these. */
  static void apply(ClassNode original, MethodNode method) {
    if (original.name.equals(CONNECTION)
        && ASKING.contains(method.name)
        && method.desc.startsWith("()")
        && canDisconnect(original)) {
      disconnectAfterErrors(method);
    }
  }

  private static boolean canDisconnect(ClassNode original) {
    for (MethodNode method : original.methods) {
      if (method.name.equals(DISCONNECT) && method.desc.equals("()V")) {
        return true;
      }
    }
    return false;
  }

  private static void disconnectAfterErrors(MethodNode method) {
    LabelNode start = new LabelNode();
    LabelNode handler = new LabelNode();
    LabelNode end = new LabelNode();
    method.instructions.insert(start);
    InsnList code = new InsnList();
    code.add(handler);
    code.add(
        new FrameNode(
            Opcodes.F_FULL, 1, new Object[] {CONNECTION}, 1, new Object[] {"java/lang/Throwable"}));
    code.add(new VarInsnNode(Opcodes.ASTORE, 1)); // …
    code.add(new VarInsnNode(Opcodes.ALOAD, 1)); // thrown
    code.add(new TypeInsnNode(Opcodes.INSTANCEOF, "java/lang/Error"));
    code.add(new JumpInsnNode(Opcodes.IFEQ, end)); // …
    code.add(new VarInsnNode(Opcodes.ALOAD, 0)); // connection
    code.add(new MethodInsnNode(Opcodes.INVOKEVIRTUAL, CONNECTION, DISCONNECT, "()V")); // …
    code.add(end);
    code.add(
        new FrameNode(
            Opcodes.F_FULL, 2, new Object[] {CONNECTION, "java/lang/Throwable"}, 0, new Object[0]));
    code.add(new VarInsnNode(Opcodes.ALOAD, 1)); // thrown
    code.add(new InsnNode(Opcodes.ATHROW));
    method.instructions.add(code);
    method.tryCatchBlocks.add(new TryCatchBlockNode(start, handler, handler, null));
    method.maxLocals = Math.max(method.maxLocals, 2);
    method.maxStack = Math.max(method.maxStack, 1);
  }
}
