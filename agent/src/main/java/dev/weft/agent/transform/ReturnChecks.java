package dev.weft.agent.transform;

import dev.weft.abi.QuickCalls;
import dev.weft.agent.discover.CallTarget;
import dev.weft.agent.discover.ClassOutline;
import dev.weft.agent.discover.JdkTypes;
import dev.weft.agent.discover.MethodOutline;
import dev.weft.agent.discover.SuspendableLookup;
import dev.weft.agent.names.RuntimeNames;
import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Puts a check behind each place of a method where a task may have lost its carrier's baton: calls
 * that leave the woven code and may block there, entered monitors, and the handlers of exceptions
 * that such calls may throw. It is a static call without arguments, so that neither stack maps nor
 * locals change, and all bodies made from the method have it.
 *
 * <p>See decision record 0019 for what it costs.
 */
final class ReturnChecks {
  /** Larger methods are left alone: they may have no room in the class-file format. */
  private static final int MOST_INSTRUCTIONS = 15_000;

  private final ClassOutline owner;
  private final SuspendableLookup lookup;
  private boolean changed;

  ReturnChecks(ClassOutline owner, SuspendableLookup lookup) {
    this.owner = owner;
    this.lookup = lookup;
  }

  /** Whether anything was inserted so far. */
  boolean hasChanged() {
    return changed;
  }

  /**
   * Inserts the checks.
   *
   * @param woven whether bodies are to be made from the method: then not behind suspend points,
   *     which have their own
   */
  void insert(MethodNode method, boolean woven) {
    if (method.instructions.size() == 0 || method.instructions.size() > MOST_INSTRUCTIONS) {
      return;
    }
    boolean any = false;
    for (AbstractInsnNode instruction : method.instructions.toArray()) {
      if (instruction.getOpcode() == Opcodes.MONITORENTER) {
        // inside the range whose handler gives the monitor back; see MonitorHazardsIT.h46
        insertAt(method, realFrom(instruction.getNext()));
        any = true;
      } else if (mayBlock(instruction, woven)) {
        method.instructions.insert(instruction, check());
        any = true;
      }
    }
    if ((method.access & Opcodes.ACC_SYNCHRONIZED) != 0) {
      insertAt(method, realFrom(method.instructions.getFirst()));
      any = true;
    }
    insertInHandlers(method);
    changed |= any;
  }

  /**
   * When the woven bodies are made: behind what is a suspend point in them, and in the plain body
   * none; and where a lambda begins, which code that blocks may call.
   */
  void insertIntoPlain(MethodNode method) {
    if (method.instructions.size() == 0 || method.instructions.size() > MOST_INSTRUCTIONS) {
      return;
    }
    for (AbstractInsnNode instruction : method.instructions.toArray()) {
      if (instruction instanceof MethodInsnNode call && isUncertain(call)) {
        method.instructions.insert(instruction, check());
        changed = true;
      }
    }
    if (method.name.startsWith("lambda$")) {
      insertAt(method, realFrom(method.instructions.getFirst()));
      changed = true;
    }
  }

  private void insertInHandlers(MethodNode method) {
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      AbstractInsnNode first = realFrom(block.handler);
      if (!isCheck(first)) {
        insertAt(method, first);
        changed = true;
      }
    }
  }

  /** Puts a check between an instruction and its labels. */
  private static void insertAt(MethodNode method, AbstractInsnNode first) {
    method.instructions.insertBefore(first, check());
    if (first.getOpcode() == Opcodes.NEW) {
      nameAnew(method, first);
    }
  }

  /** Stack maps name an object under construction by the label at its instruction: a new one. */
  private static void nameAnew(MethodNode method, AbstractInsnNode creation) {
    Set<Object> labels = new HashSet<>();
    AbstractInsnNode before = creation.getPrevious().getPrevious(); // what stands before the check
    for (; before != null && before.getOpcode() < 0; before = before.getPrevious()) {
      labels.add(before);
    }
    LabelNode own = new LabelNode();
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof FrameNode frame) {
        frame.local.replaceAll(type -> labels.contains(type) ? own : type);
        frame.stack.replaceAll(type -> labels.contains(type) ? own : type);
      }
    }
    method.instructions.insertBefore(creation, own);
  }

  /** The first instruction from here on; behind labels there is always one. */
  private static AbstractInsnNode realFrom(AbstractInsnNode start) {
    AbstractInsnNode first = start;
    while (first.getOpcode() < 0) {
      first = first.getNext();
    }
    return first;
  }

  private static boolean isCheck(AbstractInsnNode instruction) {
    return instruction instanceof MethodInsnNode call && call.owner.equals(RuntimeNames.HOLD);
  }

  private static MethodInsnNode check() {
    return new MethodInsnNode(
        Opcodes.INVOKESTATIC, RuntimeNames.HOLD, RuntimeNames.CHECK, "()V", false); // …
  }

  // ---- what may block --------------------------------------------------------------------------

  private boolean mayBlock(AbstractInsnNode instruction, boolean woven) {
    if (instruction instanceof FieldInsnNode field) {
      return isStatic(field.getOpcode()) && isOfLibrary(field.owner); // its class initialiser
    }
    return instruction instanceof MethodInsnNode call
        && leavesWovenCode(call)
        && !(woven && !(classify(call) instanceof CallTarget.Plain));
  }

  private static boolean isStatic(int opcode) {
    return opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC;
  }

  private boolean leavesWovenCode(MethodInsnNode call) {
    if (call.owner.equals(owner.name())) {
      MethodOutline own = owner.methods().get(call.name + call.desc);
      return own != null && own.is(Opcodes.ACC_NATIVE);
    }
    if (call.owner.startsWith("[")) {
      return false;
    }
    return JdkTypes.isJdk(call.owner) ? mayBlockInJdk(call) : isOfLibrary(call.owner);
  }

  private boolean isOfLibrary(String type) {
    return !type.equals(owner.name())
        && !JdkTypes.isJdk(type)
        && !RuntimeNames.isRuntime(type)
        && !lookup.isIncluded(type);
  }

  private static boolean mayBlockInJdk(MethodInsnNode call) {
    return !QuickCalls.contains(call.owner, call.name)
        || (!call.owner.equals("java/lang/Object") && call.desc.contains("Ljava/util/function/"));
  }

  /** Whether a call in woven code is a suspend point that may reach plain code. */
  private boolean isUncertain(MethodInsnNode call) {
    CallTarget target = classify(call);
    return !(target instanceof CallTarget.Plain || target instanceof CallTarget.Twin);
  }

  private CallTarget classify(MethodInsnNode call) {
    return lookup.classify(owner.name(), call.getOpcode(), call.owner, call.name, call.desc);
  }
}
