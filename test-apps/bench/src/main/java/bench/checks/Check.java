package bench.checks;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.MethodNode;

/**
 * A check of the runtime that can be taken out of a copy of its classes. What is left runs the
 * benchmarks, and is wrong for programs that the check is for.
 */
enum Check {
  THROWN("the callee, or who resumes, threw nothing") {
    @Override
    boolean removeFrom(ClassNode type) {
      boolean found = false;
      if (type.name.equals(STACK)) {
        for (MethodNode method : methods(type, "take(Void|Int|Long|Reference)")) {
          AbstractInsnNode at = first(method);
          for (int i = 0; i < 5; i++) { // this.thrown == null, else this.rethrow()
            AbstractInsnNode next = following(at);
            method.instructions.remove(at);
            at = next;
          }
          found = true;
        }
      }
      return found;
    }
  },

  GIVEN_AWAY("a running body's frame keeps no reference") {
    @Override
    boolean removeFrom(ClassNode type) {
      boolean found = false;
      if (type.name.matches(ABI + "Frame\\d+x\\d+")) {
        for (MethodNode method : methods(type, "take\\d+")) {
          found |= removeNullWrite(method, "r" + method.name.substring("take".length()));
        }
      }
      return found;
    }
  },

  RESULT_GIVEN_AWAY("the stack keeps no result") {
    @Override
    boolean removeFrom(ClassNode type) {
      return type.name.equals(STACK)
          && methods(type, "takeReference").stream()
              .anyMatch(method -> removeNullWrite(method, "result"));
    }
  },

  FREE("the stack is this thread's, and nothing is mounted on it") {
    @Override
    boolean removeFrom(ClassNode type) {
      return type.name.equals(MOUNTS) && replaceByTrue(type, "isFree");
    }
  },

  SCOPE("the continuation that runs is the one to be suspended") {
    @Override
    boolean removeFrom(ClassNode type) {
      return type.name.equals(MOUNTS) && replaceByTrue(type, "isAloneIn");
    }
  },

  SAVING("saving a frame cannot fail") {
    @Override
    boolean removeFrom(ClassNode type) {
      boolean found = false;
      if (type.name.matches(ABI + "Frame\\d+x\\d+")) {
        for (MethodNode method : methods(type, "push")) {
          method.tryCatchBlocks.clear();
          found = true;
        }
      }
      return found;
    }
  };

  private static final String ABI = "dev/weft/abi/";
  private static final String STACK = ABI + "FrameStack";
  private static final String MOUNTS = ABI + "Mounts";

  /** What holds when the check passes. */
  final String meaning;

  Check(String meaning) {
    this.meaning = meaning;
  }

  /** Takes the check out of that class. Returns whether it was there. */
  abstract boolean removeFrom(ClassNode type);

  // ---- edits -----------------------------------------------------------------------------------

  private static List<MethodNode> methods(ClassNode type, String name) {
    List<MethodNode> methods = new ArrayList<>(type.methods);
    methods.removeIf(method -> !method.name.matches(name));
    return methods;
  }

  /** Replaces the only method of that name. */
  private static boolean replace(ClassNode type, String name, AbstractInsnNode... instructions) {
    List<MethodNode> methods = methods(type, name);
    if (methods.size() != 1) {
      throw new IllegalStateException(methods.size() + " methods " + name + " in " + type.name);
    }
    MethodNode method = methods.get(0);
    method.tryCatchBlocks.clear();
    method.localVariables = null;
    method.instructions = new InsnList();
    for (AbstractInsnNode instruction : instructions) {
      method.instructions.add(instruction);
    }
    method.maxStack = 2;
    return true;
  }

  private static boolean replaceByTrue(ClassNode type, String name) {
    return replace(type, name, new InsnNode(Opcodes.ICONST_1), new InsnNode(Opcodes.IRETURN));
  }

  /** Removes {@code x.field = null}. */
  private static boolean removeNullWrite(MethodNode method, String field) {
    for (AbstractInsnNode at : method.instructions) {
      if (writes(at, field) && at.getPrevious().getOpcode() == Opcodes.ACONST_NULL) {
        method.instructions.set(at, new InsnNode(Opcodes.POP2));
        return true;
      }
    }
    return false;
  }

  private static boolean writes(AbstractInsnNode at, String field) {
    return at.getOpcode() == Opcodes.PUTFIELD && ((FieldInsnNode) at).name.equals(field);
  }

  private static AbstractInsnNode first(MethodNode method) {
    AbstractInsnNode at = method.instructions.getFirst();
    return at.getOpcode() < 0 ? following(at) : at;
  }

  /** The next one that is an instruction, not a label, line or stack map frame. */
  private static AbstractInsnNode following(AbstractInsnNode at) {
    AbstractInsnNode next = at.getNext();
    while (next.getOpcode() < 0) {
      next = next.getNext();
    }
    return next;
  }
}
