package dev.weft.agent.emit;

import dev.weft.agent.names.RuntimeNames;
import dev.weft.agent.plan.FrameShape;
import dev.weft.agent.plan.MethodPlan;
import dev.weft.agent.plan.SavedValue;
import dev.weft.agent.plan.SavedValue.Kind;
import dev.weft.agent.plan.SavedValue.Source;
import dev.weft.agent.plan.SuspendPoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The code at the end of a body that saves its frame and returns, outside of every try block, so
 * that no handler sees an unwind. Points that save the same values share one tail.
 *
 * <pre>
 * stack on entry: below …, result        (the result of a call that suspended is meaningless)
 * </pre>
 */
final class SaveTails {
  private final MethodPlan plan;
  private final Frames frames;
  private final ResumerConstant resumer;
  private final int stackLocal;
  private final int frameLocal;
  private final int firstTemporary;
  private final Type result;

  /** By number. */
  private final LabelNode[] entries;

  /** The points whose entry was asked for, in this order. */
  private final List<SuspendPoint> used = new ArrayList<>();

  /** What points must agree in to share a tail. */
  private record Saved(List<SavedValue> values, List<Object> below, Type result) {}

  /**
   * Tails for a twin or a resume body.
   *
   * @param frameLocal where a resume body has the frame to refill; -1 in a twin
   * @param result what the body returns
   */
  SaveTails(
      MethodPlan plan,
      Frames frames,
      ResumerConstant resumer,
      int stackLocal,
      int frameLocal,
      int firstTemporary,
      Type result) {
    this.plan = plan;
    this.frames = frames;
    this.resumer = resumer;
    this.stackLocal = stackLocal;
    this.frameLocal = frameLocal;
    this.firstTemporary = firstTemporary;
    this.result = result;
    this.entries = new LabelNode[plan.points().size() + 1];
  }

  /** Where to jump when the call at a point is unwinding. */
  LabelNode entry(SuspendPoint point) {
    LabelNode entry = entries[point.number()];
    if (entry == null) {
      entry = new LabelNode();
      entries[point.number()] = entry;
      used.add(point);
    }
    return entry;
  }

  /** Emits the tails of all points that were asked for. */
  void emit(MethodNode mv) {
    Map<Saved, List<SuspendPoint>> groups = new LinkedHashMap<>();
    for (SuspendPoint point : used) {
      Saved saved = new Saved(point.values(), point.below(), point.result());
      List<SuspendPoint> group = groups.get(saved);
      if (group == null) {
        group = new ArrayList<>();
        groups.put(saved, group);
      }
      group.add(point);
    }
    for (List<SuspendPoint> group : groups.values()) {
      emitGroup(mv, group);
    }
  }

  /** A debugger that steps into the unwind stays where it is, for points of one line at least. */
  private static void addLine(MethodNode mv, SuspendPoint point, LabelNode here) {
    if (point.line() > 0) {
      mv.instructions.add(new LineNumberNode(point.line(), here));
    }
  }

  private void emitGroup(MethodNode mv, List<SuspendPoint> group) {
    LabelNode shared = new LabelNode();
    for (SuspendPoint point : group) {
      mv.instructions.add(entry(point));
      addLine(mv, point, entry(point));
      mv.instructions.add(frames.of(locals(point), stack(point)));
      Code.push(mv, plan.tag(point)); // below …, result, tag
      if (point.number() != group.get(group.size() - 1).number()) {
        mv.instructions.add(new JumpInsnNode(Opcodes.GOTO, shared));
      }
    }
    SuspendPoint point = group.get(0);
    if (group.size() > 1) {
      List<Object> stack = stack(point);
      stack.add(Opcodes.INTEGER);
      mv.instructions.add(shared);
      addLine(mv, point, shared);
      mv.instructions.add(frames.of(locals(point), stack));
    }
    emitSave(mv, point);
    Code.returnDummy(mv, result);
  }

  /** Only what is saved needs a type here. */
  private static List<Object> locals(SuspendPoint point) {
    List<Object> locals = new ArrayList<>();
    for (SavedValue value : point.values()) {
      if (value.source() != Source.LOCAL) {
        continue;
      }
      while (locals.size() < value.index()) {
        locals.add(Opcodes.TOP);
      }
      locals.add(value.type());
    }
    return locals;
  }

  private static List<Object> stack(SuspendPoint point) {
    List<Object> stack = new ArrayList<>(point.below());
    Object returned = Code.verifierType(point.result());
    if (returned != null) {
      stack.add(returned);
    }
    return stack;
  }

  // stack: below …, result, tag
  private void emitSave(MethodNode mv, SuspendPoint point) {
    int tag = firstTemporary;
    mv.visitVarInsn(Opcodes.ISTORE, tag); // below …, result
    Code.pop(mv, point.result()); // below …

    int[] local = new int[point.below().size()];
    int next = firstTemporary + 1;
    for (int i = local.length - 1; i >= 0; i--) {
      Type type = Code.typeOf(point.below().get(i));
      local[i] = next;
      mv.visitVarInsn(type.getOpcode(Opcodes.ISTORE), next);
      next += type.getSize();
    } // …

    if (plan.shape().isArray()) {
      emitArray(mv, point, local, tag, next);
    } else {
      emitShape(mv, point, local, tag);
    }
  }

  private void emitShape(MethodNode mv, SuspendPoint point, int[] stackLocals, int tag) {
    FrameShape shape = plan.shape();
    pushAll(mv, point, Kind.REFERENCE, shape.references(), Opcodes.ACONST_NULL, stackLocals);
    pushAll(mv, point, Kind.PRIMITIVE, shape.primitives(), Opcodes.LCONST_0, stackLocals);
    StringBuilder descriptor = new StringBuilder("(");
    descriptor.append("Ljava/lang/Object;".repeat(shape.references()));
    descriptor.append("J".repeat(shape.primitives()));
    if (frameLocal >= 0) {
      mv.visitVarInsn(Opcodes.ALOAD, frameLocal); // values …, frame
      descriptor.append("L").append(shape.className()).append(";");
    }
    mv.visitVarInsn(Opcodes.ALOAD, stackLocal); // values …, [frame], stack
    descriptor.append(RuntimeNames.STACK_DESCRIPTOR);
    if (frameLocal < 0) {
      resumer.load(mv); // values …, stack, resumer
      descriptor.append(RuntimeNames.RESUMER_DESCRIPTOR);
    }
    mv.visitVarInsn(Opcodes.ILOAD, tag); // values …, [frame], stack, [resumer], tag
    mv.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        shape.className(),
        frameLocal < 0 ? "push" : "refill",
        descriptor + "I)V",
        false);
  }

  private void pushAll(
      MethodNode mv, SuspendPoint point, Kind kind, int slots, int filler, int[] stackLocals) {
    int pushed = 0;
    for (SavedValue value : point.values()) {
      if (value.kind() == kind) {
        load(mv, value, stackLocals);
        pushed++;
      }
    }
    for (; pushed < slots; pushed++) {
      mv.instructions.add(new InsnNode(filler));
    }
  }

  /** … → …, value; a primitive as the long that is saved. */
  private static void load(MethodNode mv, SavedValue value, int[] stackLocals) {
    Code.load(
        mv, value, value.source() == Source.LOCAL ? value.index() : stackLocals[value.index()]);
    if (value.kind() == Kind.PRIMITIVE) {
      Code.toLong(mv, value.type());
    }
  }

  private void emitArray(
      MethodNode mv, SuspendPoint point, int[] stackLocals, int tag, int arrayLocal) {
    String frame = "L" + RuntimeNames.ARRAY_FRAME + ";";
    if (frameLocal < 0) {
      mv.visitVarInsn(Opcodes.ALOAD, stackLocal); // stack
      resumer.load(mv); // stack, resumer
      mv.visitVarInsn(Opcodes.ILOAD, tag); // stack, resumer, tag
      Code.push(mv, plan.shape().references()); // stack, resumer, tag, references
      Code.push(mv, plan.shape().primitives()); // stack, resumer, tag, references, primitives
      mv.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          RuntimeNames.ARRAY_FRAME,
          "push",
          "(" + RuntimeNames.STACK_DESCRIPTOR + RuntimeNames.RESUMER_DESCRIPTOR + "III)" + frame,
          false); // frame
    } else {
      mv.visitVarInsn(Opcodes.ALOAD, frameLocal); // frame
      mv.visitVarInsn(Opcodes.ALOAD, stackLocal); // frame, stack
      mv.visitVarInsn(Opcodes.ILOAD, tag); // frame, stack, tag
      mv.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          RuntimeNames.ARRAY_FRAME,
          "refill",
          "(L" + RuntimeNames.FRAME + ";" + RuntimeNames.STACK_DESCRIPTOR + "I)" + frame,
          false); // frame
    }
    mv.instructions.add(new VarInsnNode(Opcodes.ASTORE, arrayLocal)); // …
    for (SavedValue value : point.values()) {
      if (value.kind() != Kind.NULL) {
        load(mv, value, stackLocals); // value
        mv.visitVarInsn(Opcodes.ALOAD, arrayLocal); // value, frame
        Code.push(mv, value.slot()); // value, frame, slot
        mv.visitMethodInsn(
            Opcodes.INVOKESTATIC,
            RuntimeNames.ARRAY_FRAME,
            "save",
            "(" + (value.kind() == Kind.REFERENCE ? "Ljava/lang/Object;" : "J") + frame + "I)V",
            false); // …
      }
    }
  }
}
