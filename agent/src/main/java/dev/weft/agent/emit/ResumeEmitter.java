package dev.weft.agent.emit;

import dev.weft.agent.names.RuntimeNames;
import dev.weft.agent.plan.FrameShape;
import dev.weft.agent.plan.MethodPlan;
import dev.weft.agent.plan.SavedValue;
import dev.weft.agent.plan.SuspendPoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Emits the resume body: it restores the values of the point at which the frame was saved, takes
 * the callee's result, and goes on behind the call.
 *
 * <pre>
 * static void $weft-resume$N$m(Frame, FrameStack)
 *   move both above the method's locals
 *   tableswitch tag: hash of the body and 1 -> restore 1, ...
 *   restore i: locals, operand stack, line; in the try blocks of the call: take the result; goto i
 *   the code that can be reached from there, with labels "i" behind the calls;
 *     returns take what stayed in the frame out of it, and leave the result in the stack
 *   save tails, which refill the same frame
 * </pre>
 *
 * <p>Values that are dead at a place have no type in its stack map, since they were not restored.
 */
public final class ResumeEmitter extends WovenBody {
  private final Frames frames;
  private final SaveTails tails;
  private final BitSet reachable = new BitSet();

  /** By number of the point: where its call is done. */
  private final LabelNode[] behind;

  private final List<VisibleVariables.Range> variables;

  /** Where a variable gets or loses its value, by instruction index. */
  private final Map<Integer, LabelNode> boundaries = new HashMap<>();

  private final int frameLocal;
  private final FrameShape shape;

  private ResumeEmitter(MethodPlan plan, Environment environment, MethodNode out) {
    super(plan, environment, out);
    this.frames = Frames.ofResume(plan, labels);
    this.frameLocal = stackLocal + 1;
    this.shape = plan.shape();
    this.variables = VisibleVariables.of(plan);
    this.tails =
        new SaveTails(
            plan,
            frames,
            new ResumerConstant(plan, environment),
            stackLocal,
            frameLocal,
            firstTemporary(),
            Type.VOID_TYPE);
    this.behind = new LabelNode[plan.points().size() + 1];
    for (int i = 0; i < behind.length; i++) {
      behind[i] = new LabelNode();
    }
    for (VisibleVariables.Range range : variables) {
      boundaries.computeIfAbsent(range.from(), index -> new LabelNode());
      boundaries.computeIfAbsent(range.to(), index -> new LabelNode());
    }
    findReachable();
  }

  /** Fills {@code out}, a static method that takes a frame and a stack, with code. */
  public static void emit(MethodPlan plan, Environment environment, MethodNode out) {
    new ResumeEmitter(plan, environment, out).emit();
  }

  private void emit() {
    // Both are read before either is stored: their new places may be their old ones.
    out.visitVarInsn(Opcodes.ALOAD, 0); // frame
    out.visitVarInsn(Opcodes.ALOAD, 1); // frame, stack
    out.visitVarInsn(Opcodes.ASTORE, stackLocal); // frame
    out.visitInsn(Opcodes.DUP); // frame, frame
    out.visitFieldInsn(Opcodes.GETFIELD, RuntimeNames.FRAME, "tag", "I"); // frame, tag
    out.visitInsn(Opcodes.SWAP); // tag, frame
    out.visitTypeInsn(Opcodes.CHECKCAST, shape.className()); // tag, shape
    out.visitVarInsn(Opcodes.ASTORE, frameLocal); // tag
    for (int slot = 0; slot < Math.min(2, stackLocal); slot++) {
      vacate(slot);
    }

    LabelNode[] entries = new LabelNode[plan.points().size()];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = new LabelNode();
    }
    emitSwitch(entries);
    for (SuspendPoint point : plan.points()) {
      emitRestore(point, entries[point.number() - 1]);
    }
    codeWasEmitted();
    emitCode();
    tails.emit(out);
    emitTables();
  }

  // ---- entry ---------------------------------------------------------------------------------

  /** Whole tags, which are consecutive numbers, so that the hash of the body is compared too. */
  // stack: tag
  private void emitSwitch(LabelNode[] entries) {
    LabelNode unknown = new LabelNode();
    int first = plan.tag(plan.points().get(0));
    out.instructions.add(
        new TableSwitchInsnNode(first, first + entries.length - 1, unknown, entries)); // …

    out.instructions.add(unknown);
    out.instructions.add(frames.of(List.of(), List.of()));
    out.visitVarInsn(Opcodes.ALOAD, frameLocal); // frame
    out.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, RuntimeNames.FRAME, "stale", "()Ljava/lang/Error;", false); // error
    out.visitInsn(Opcodes.ATHROW);
  }

  private void emitRestore(SuspendPoint point, LabelNode entry) {
    out.instructions.add(entry);
    out.instructions.add(frames.of(List.of(), List.of()));
    for (SavedValue value : point.savedLocals()) {
      restore(value); // value
      out.visitVarInsn(Code.typeOf(value.type()).getOpcode(Opcodes.ISTORE), value.index()); // …
    }
    for (SavedValue value : point.savedStack()) {
      restore(value); // below …
    }
    LabelNode take = new LabelNode();
    LabelNode taken = new LabelNode();
    out.instructions.add(take);
    emitLine(point.line());
    out.visitVarInsn(Opcodes.ALOAD, stackLocal); // below …, stack
    Type result = point.result();
    out.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        RuntimeNames.STACK,
        "take" + RuntimeNames.kindName(result),
        "()" + RuntimeNames.kindDescriptor(result),
        false); // below …, result
    out.instructions.add(taken);
    // Outside the try blocks: the callee did return, and this cast is not in the source.
    Code.castTo(out, point.resultRestoredAs()); // below …, typed result
    out.instructions.add(new JumpInsnNode(Opcodes.GOTO, behind[point.number()]));
    // What the callee threw goes to the handlers of the call, in their order.
    for (TryCatchBlockNode block : flow.handlers(point.index())) {
      out.tryCatchBlocks.add(
          new TryCatchBlockNode(take, taken, labels.get(block.handler), block.type));
    }
  }

  /** … → …, value */
  private void restore(SavedValue value) {
    switch (value.kind()) {
      case NULL -> out.visitInsn(Opcodes.ACONST_NULL);
      case REFERENCE -> {
        if (plan.stays(value)) {
          readReference(value.slot());
        } else {
          takeReference(value.slot());
        }
        Code.castTo(out, value.restoredAs());
      }
      case PRIMITIVE -> {
        readPrimitive(value.slot());
        Code.fromLong(out, value.type());
      }
      default -> throw new AssertionError(value.kind());
    }
  }

  private void readReference(int slot) {
    out.visitVarInsn(Opcodes.ALOAD, frameLocal); // frame
    out.visitFieldInsn(
        Opcodes.GETFIELD, shape.className(), "r" + slot, "Ljava/lang/Object;"); // value
  }

  private void takeReference(int slot) {
    out.visitVarInsn(Opcodes.ALOAD, frameLocal); // frame
    if (shape.isArray()) {
      Code.push(out, slot); // frame, slot
      out.visitMethodInsn(
          Opcodes.INVOKEVIRTUAL, shape.className(), "take", "(I)Ljava/lang/Object;", false);
    } else {
      out.visitMethodInsn(
          Opcodes.INVOKEVIRTUAL, shape.className(), "take" + slot, "()Ljava/lang/Object;", false);
    } // value
  }

  private void readPrimitive(int slot) {
    out.visitVarInsn(Opcodes.ALOAD, frameLocal); // frame
    if (shape.isArray()) {
      Code.push(out, slot); // frame, slot
      out.visitMethodInsn(Opcodes.INVOKEVIRTUAL, shape.className(), "primitive", "(I)J", false);
    } else {
      out.visitFieldInsn(Opcodes.GETFIELD, shape.className(), "p" + slot, "J");
    } // long
  }

  // ---- the code behind the points ------------------------------------------------------------

  private void findReachable() {
    Deque<Integer> open = new ArrayDeque<>();
    for (SuspendPoint point : plan.points()) {
      reachHandlers(point.index(), open);
      for (int successor : flow.successors(point.index())) {
        reach(successor, open);
      }
    }
    while (!open.isEmpty()) {
      int index = open.remove();
      reachHandlers(index, open);
      for (int successor : flow.successors(index)) {
        reach(successor, open);
      }
    }
  }

  private void reachHandlers(int index, Deque<Integer> open) {
    for (TryCatchBlockNode block : flow.handlers(index)) {
      reach(flow.index(block.handler), open);
    }
  }

  private void reach(int index, Deque<Integer> open) {
    if (!reachable.get(index)) {
      reachable.set(index);
      open.add(index);
    }
  }

  @Override
  boolean includes(int index) {
    return reachable.get(index);
  }

  @Override
  FrameNode frameAt(int index, FrameNode plain) {
    return frames.extended(plain, plan.facts().liveness().before(index));
  }

  @Override
  FrameNode frameAround(SuspendPoint point, List<Object> temporaries, List<Object> stack) {
    return frames.of(liveLocals(point), temporaries, stack);
  }

  private static List<Object> liveLocals(SuspendPoint point) {
    BitSet live = new BitSet();
    for (SavedValue value : point.savedLocals()) {
      live.set(value.index());
    }
    return Frames.restrict(point.locals(), live);
  }

  @Override
  int firstTemporary() {
    return stackLocal + 2;
  }

  @Override
  SaveTails tails() {
    return tails;
  }

  @Override
  void beforeInstruction(int index) {
    if (boundaries.containsKey(index)) {
      out.instructions.add(boundaries.get(index));
    }
  }

  @Override
  void emitVariables() {
    out.localVariables = new ArrayList<>();
    for (VisibleVariables.Range range : variables) {
      if (coversCode(range.from(), range.to())) {
        LocalVariableNode variable = range.variable();
        out.localVariables.add(
            new LocalVariableNode(
                variable.name,
                variable.desc,
                variable.signature,
                boundaries.get(range.from()),
                boundaries.get(range.to()),
                variable.index));
      }
    }
  }

  @Override
  void emitReturn(int opcode) {
    for (int slot : plan.stayingSlots()) {
      out.visitVarInsn(Opcodes.ALOAD, frameLocal); // [result], frame
      out.visitInsn(Opcodes.ACONST_NULL); // [result], frame, null
      out.visitFieldInsn(
          Opcodes.PUTFIELD, shape.className(), "r" + slot, "Ljava/lang/Object;"); // [result]
    }
    Type result = Type.getReturnType(plan.facts().method().desc);
    if (opcode != Opcodes.RETURN) {
      narrow(result); // result
      out.visitVarInsn(Opcodes.ALOAD, stackLocal); // result, stack
      out.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          RuntimeNames.STACK,
          "return" + RuntimeNames.kindName(result),
          "(" + RuntimeNames.kindDescriptor(result) + RuntimeNames.STACK_DESCRIPTOR + ")V",
          false); // …
    }
    out.instructions.add(new InsnNode(Opcodes.RETURN));
  }

  /** A return cuts an int to the type of the method (JVMS §6.5.ireturn). */
  private void narrow(Type result) {
    switch (result.getSort()) {
      case Type.BOOLEAN -> {
        out.visitInsn(Opcodes.ICONST_1);
        out.visitInsn(Opcodes.IAND);
      }
      case Type.BYTE -> out.visitInsn(Opcodes.I2B);
      case Type.CHAR -> out.visitInsn(Opcodes.I2C);
      case Type.SHORT -> out.visitInsn(Opcodes.I2S);
      default -> {
        // as wide as the stack
      }
    }
  }

  @Override
  void afterPoint(SuspendPoint point) {
    out.instructions.add(behind[point.number()]);
    if (!isFollowedByFrame(point.index())) {
      List<Object> stack = new ArrayList<>(point.below());
      Object result = Code.verifierType(point.result());
      if (result != null) {
        stack.add(result);
      }
      emitFrame(frames.of(liveLocals(point), stack));
    }
  }
}
