package dev.weft.fuzz.emit;

import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Puts code that nothing leads to, and that would suspend, where a mark was left. ASM removes dead
 * code when it computes stack maps, so this happens to the finished class, with a map of its own.
 */
final class DeadCode {
  /** The constant that marks a place; it is taken away again. */
  static final String MARK = "dead code goes behind the next jump";

  private DeadCode() {}

  /** Whether anything was inserted. */
  static boolean insert(ClassNode type) {
    boolean changed = false;
    for (MethodNode method : type.methods) {
      boolean wanted = false;
      for (AbstractInsnNode instruction : method.instructions.toArray()) {
        if (isMark(instruction)) {
          method.instructions.set(instruction, new InsnNode(Opcodes.ICONST_0));
          wanted = true;
          changed = true;
        } else if (wanted && leaves(instruction) && instruction.getNext() != null) {
          List<Object> locals = localsOfHandlers(method, instruction);
          if (locals != null) {
            method.instructions.insert(instruction, block(locals));
            wanted = false;
          }
        }
      }
    }
    return changed;
  }

  private static boolean isMark(AbstractInsnNode instruction) {
    return instruction instanceof LdcInsnNode constant && MARK.equals(constant.cst);
  }

  private static boolean leaves(AbstractInsnNode instruction) {
    int opcode = instruction.getOpcode();
    return opcode == Opcodes.GOTO
        || opcode == Opcodes.ATHROW
        || (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN);
  }

  /** What the verifier wants there: nothing, or what the one handler wants; null for several. */
  private static List<Object> localsOfHandlers(MethodNode method, AbstractInsnNode place) {
    int index = method.instructions.indexOf(place);
    List<Object> locals = List.of();
    int covering = 0;
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      // A range that ends here will not grow.
      if (method.instructions.indexOf(block.start) <= index
          && method.instructions.indexOf(block.end) > index) {
        covering++;
        AbstractInsnNode at = block.handler;
        while (!(at instanceof FrameNode)) {
          at = at.getNext();
        }
        locals = ((FrameNode) at).local;
      }
    }
    return covering > 1 ? null : locals;
  }

  private static InsnList block(List<Object> locals) {
    InsnList code = new InsnList();
    code.add(new LabelNode(new Label()));
    code.add(new FrameNode(Opcodes.F_NEW, locals.size(), locals.toArray(), 0, new Object[0]));
    code.add(new InsnNode(Opcodes.LCONST_1));
    code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, Names.PROBE, "s", "(J)J", false));
    code.add(new InsnNode(Opcodes.POP2));
    code.add(new InsnNode(Opcodes.ACONST_NULL));
    code.add(new InsnNode(Opcodes.ATHROW));
    return code;
  }
}
