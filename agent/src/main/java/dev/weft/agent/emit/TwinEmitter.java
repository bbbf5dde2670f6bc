package dev.weft.agent.emit;

import dev.weft.agent.plan.MethodPlan;
import dev.weft.agent.plan.SuspendPoint;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Emits the woven twin: the method's own code, whose calls at suspend points pass the stack on.
 *
 * <pre>
 * aload  argument behind the last one     the frame stack, moved above the method's locals,
 * astore stack                            so that those keep their slots
 * ldc    resumer; pop                     linked before it is needed: saving must not fail
 * …      the code
 * …      save tails
 * </pre>
 */
public final class TwinEmitter extends WovenBody {
  private final Frames frames;
  private final ResumerConstant resumer;
  private final SaveTails tails;
  private final LabelNode begin = new LabelNode();

  private TwinEmitter(MethodPlan plan, Environment environment, MethodNode out) {
    super(plan, environment, out);
    this.frames = Frames.ofTwin(plan, labels);
    this.resumer = new ResumerConstant(plan, environment);
    this.tails =
        new SaveTails(
            plan,
            frames,
            resumer,
            stackLocal,
            -1,
            firstTemporary(),
            Type.getReturnType(plan.facts().method().desc));
  }

  /** Fills {@code out}, which has the twin's name and descriptor, with code. */
  public static void emit(MethodPlan plan, Environment environment, MethodNode out) {
    new TwinEmitter(plan, environment, out).emit();
  }

  private void emit() {
    MethodNode plain = plan.facts().method();
    int argumentSlots = Type.getArgumentsAndReturnSizes(plain.desc) >> 2;
    int stackArgument =
        (plain.access & Opcodes.ACC_STATIC) != 0 ? argumentSlots - 1 : argumentSlots;
    out.instructions.add(begin);
    out.visitVarInsn(Opcodes.ALOAD, stackArgument); // stack
    out.visitVarInsn(Opcodes.ASTORE, stackLocal); // …
    if (stackArgument < stackLocal) {
      vacate(stackArgument);
    }

    resumer.load(out); // resumer
    out.visitInsn(Opcodes.POP); // …

    emitCode();
    tails.emit(out);
    emitTables();
  }

  /** A debugger that steps into the method stops before its own first instruction. */
  private boolean isParameter(LocalVariableNode variable) {
    for (int i = flow.index(variable.start) - 1; i >= 0; i--) {
      if (flow.isReal(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  boolean includes(int index) {
    return true;
  }

  @Override
  FrameNode frameAt(int index, FrameNode plain) {
    return frames.extended(plain);
  }

  @Override
  FrameNode frameAround(SuspendPoint point, List<Object> temporaries, List<Object> stack) {
    return frames.of(point.locals(), temporaries, stack);
  }

  @Override
  int firstTemporary() {
    return stackLocal + 1;
  }

  @Override
  SaveTails tails() {
    return tails;
  }

  @Override
  void beforeInstruction(int index) {
    // the labels are those of the plain body
  }

  @Override
  void emitVariables() {
    if (plan.facts().method().localVariables != null) {
      out.localVariables = new ArrayList<>();
      for (LocalVariableNode variable : plan.facts().method().localVariables) {
        out.localVariables.add(
            new LocalVariableNode(
                variable.name,
                variable.desc,
                variable.signature,
                isParameter(variable) ? begin : labels.get(variable.start),
                labels.get(variable.end),
                variable.index));
      }
    }
  }

  @Override
  void emitReturn(int opcode) {
    out.instructions.add(new InsnNode(opcode));
  }

  @Override
  void afterPoint(SuspendPoint point) {
    // the code goes on
  }
}
