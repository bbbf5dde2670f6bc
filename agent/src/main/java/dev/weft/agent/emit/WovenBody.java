package dev.weft.agent.emit;

import dev.weft.agent.analysis.ControlFlow;
import dev.weft.agent.discover.CallTarget;
import dev.weft.agent.names.RuntimeNames;
import dev.weft.agent.plan.MethodPlan;
import dev.weft.agent.plan.SuspendPoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * A copy of a method's code in which calls at suspend points pass the frame stack on and test it
 * afterwards. What differs between the twin and the resume body is left to them.
 */
abstract class WovenBody {
  final MethodPlan plan;
  final Environment environment;
  final ControlFlow flow;
  final MethodNode out;
  final Map<LabelNode, LabelNode> labels = new HashMap<>();
  final int stackLocal;

  /** By instruction index. */
  private final SuspendPoint[] points;

  /** The line of the code that was emitted last; 0 before the first one. */
  private int line;

  /** Whether code was emitted since the last stack map; two at one place are an error. */
  private boolean codeSinceFrame = true;

  WovenBody(MethodPlan plan, Environment environment, MethodNode out) {
    this.plan = plan;
    this.environment = environment;
    this.flow = plan.facts().flow();
    this.out = out;
    this.stackLocal = plan.facts().method().maxLocals;
    this.points = new SuspendPoint[flow.size()];
    for (SuspendPoint point : plan.points()) {
      points[point.index()] = point;
    }
    for (int i = 0; i < flow.size(); i++) {
      if (flow.instruction(i) instanceof LabelNode label) {
        labels.put(label, new LabelNode());
      }
    }
  }

  // ---- what the two bodies decide ------------------------------------------------------------

  /** Whether an instruction of the plain body is part of this one. */
  abstract boolean includes(int index);

  /** The stack map at an instruction that has one in the plain body. */
  abstract FrameNode frameAt(int index, FrameNode plain);

  /** The stack map inside the call sequence of a point. */
  abstract FrameNode frameAround(SuspendPoint point, List<Object> temporaries, List<Object> stack);

  /** Where the body has its first free local. */
  abstract int firstTemporary();

  /** The tails that save. */
  abstract SaveTails tails();

  /** Called before each instruction of the plain body, whether it is part of this one or not. */
  abstract void beforeInstruction(int index);

  /** Emits what a debugger knows of the variables. */
  abstract void emitVariables();

  /** Emits a return instruction of the plain body. */
  abstract void emitReturn(int opcode);

  /** Called behind the call and the test of a point. */
  abstract void afterPoint(SuspendPoint point);

  /**
   * Makes a slot that held one of our arguments look like an unused one of the method's. As long as
   * it holds a reference on one path, the interpreter takes it for one on all paths that meet, and
   * what the method leaves there, dead, would not be collected.
   */
  final void vacate(int slot) {
    out.visitInsn(Opcodes.ICONST_0); // …, 0
    out.visitVarInsn(Opcodes.ISTORE, slot); // …
  }

  // ---- the copy ------------------------------------------------------------------------------

  /** Copies the included instructions and the try blocks around them. */
  final void emitCode() {
    int plainLine = 0;
    int firstLine = 0; // of the numbers at one place: the JVM takes the last, but there the first
    for (int i = 0; i < flow.size(); i++) {
      AbstractInsnNode instruction = flow.instruction(i);
      SuspendPoint point = points[i];
      beforeInstruction(i);
      if (instruction instanceof LineNumberNode number) {
        plainLine = number.line;
        firstLine = firstLine == 0 ? plainLine : firstLine;
      } else if (flow.isReal(i)) {
        if (includes(i)) {
          emitLine(firstLine == 0 ? plainLine : firstLine);
        }
        firstLine = 0;
      }
      if (instruction instanceof LabelNode label) {
        out.instructions.add(labels.get(label));
      } else if (!includes(i)) {
        if (point != null) {
          afterPoint(point); // the call is behind us, but what follows it is not
        }
      } else if (instruction instanceof FrameNode frame) {
        emitFrame(frameAt(i, frame));
      } else if (point != null) {
        emitCall(point);
      } else if (isReturn(instruction.getOpcode())) {
        emitReturn(instruction.getOpcode());
        codeSinceFrame = true;
      } else {
        if (instruction instanceof LineNumberNode number) {
          if (number.line != firstLine) {
            continue; // another one at the same place: emitted behind the instruction
          }
          line = number.line;
        }
        out.instructions.add(instruction.clone(labels));
        codeSinceFrame |= instruction.getOpcode() >= 0;
      }
    }
  }

  /** Notes the line of what follows, unless that is what the code before has. */
  final void emitLine(int number) {
    if (number > 0 && number != line) {
      LabelNode here = new LabelNode();
      out.instructions.add(here);
      out.instructions.add(new LineNumberNode(number, here));
      line = number;
    }
  }

  /** Copies the try blocks and variable tables that still cover code. */
  final void emitTables() {
    for (TryCatchBlockNode block : plan.facts().method().tryCatchBlocks) {
      if (coversCode(block.start, block.end)) {
        out.tryCatchBlocks.add(
            new TryCatchBlockNode(
                labels.get(block.start),
                labels.get(block.end),
                labels.get(block.handler),
                block.type));
      }
    }
    emitVariables();
  }

  private boolean coversCode(LabelNode start, LabelNode end) {
    return coversCode(flow.index(start), flow.index(end));
  }

  final boolean coversCode(int from, int to) {
    for (int i = from; i < to; i++) {
      if (flow.isReal(i) && includes(i)) {
        return true;
      }
    }
    return false;
  }

  final void emitFrame(FrameNode frame) {
    if (codeSinceFrame) {
      out.instructions.add(frame);
      codeSinceFrame = false;
    }
  }

  /** Whether the plain body has a stack map between this instruction and the next real one. */
  final boolean isFollowedByFrame(int index) {
    for (int i = index + 1; i < flow.size() && !flow.isReal(i); i++) {
      if (flow.instruction(i) instanceof FrameNode) {
        return true;
      }
    }
    return false;
  }

  final void codeWasEmitted() {
    codeSinceFrame = true;
  }

  private static boolean isReturn(int opcode) {
    return opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN;
  }

  // ---- calls ---------------------------------------------------------------------------------

  private void emitCall(SuspendPoint point) {
    if (point.target() instanceof CallTarget.Marker marker) {
      emitMarkerCall(point, marker.markerType());
    } else if (point.target() instanceof CallTarget.Substitute substitute) {
      emitSubstituteCall(point, substitute);
    } else {
      out.visitVarInsn(Opcodes.ALOAD, stackLocal); // below …, receiver, arguments …, stack
      emitTwinOrDynamic(point.call(), point.target()); // below …, result
    }
    codeSinceFrame = true;
    if (environment.chaos()) {
      emitChaos(point.result());
    }
    out.visitVarInsn(Opcodes.ALOAD, stackLocal); // below …, result, stack
    out.visitFieldInsn(
        Opcodes.GETFIELD, RuntimeNames.STACK, "unwinding", "I"); // below …, result, unwinding
    out.instructions.add(new JumpInsnNode(Opcodes.IFNE, tails().entry(point))); // below …, result
    if (!(point.target() instanceof CallTarget.Twin)) {
      out.visitMethodInsn( // it may have been a plain call, which may have blocked
          Opcodes.INVOKESTATIC, RuntimeNames.HOLD, RuntimeNames.CHECK, "()V", false); // …
    }
    afterPoint(point);
  }

  private void emitTwinOrDynamic(MethodInsnNode call, CallTarget target) {
    if (target instanceof CallTarget.Twin) {
      out.visitMethodInsn(
          call.getOpcode(),
          call.owner,
          RuntimeNames.twinName(call.name),
          RuntimeNames.twinDescriptor(call.desc),
          call.itf);
      return;
    }
    boolean isStatic = call.getOpcode() == Opcodes.INVOKESTATIC;
    String arguments = RuntimeNames.twinDescriptor(call.desc);
    out.visitInvokeDynamicInsn(
        call.name,
        isStatic ? arguments : "(" + Type.getObjectType(call.owner) + arguments.substring(1),
        RuntimeNames.DYNAMIC_CALL,
        new Handle(Code.handleTag(call.getOpcode()), call.owner, call.name, call.desc, call.itf),
        isStatic ? 1 : 0);
  }

  // stack: below …, receiver, arguments …
  private void emitMarkerCall(SuspendPoint point, String marker) {
    MethodInsnNode call = point.call();
    Type[] types = Type.getArgumentTypes(call.desc);
    List<Object> temporaries = new ArrayList<>();
    int[] locals = spill(types, temporaries); // below …, receiver

    LabelNode plain = new LabelNode();
    LabelNode join = new LabelNode();
    out.visitInsn(Opcodes.DUP); // below …, receiver, receiver
    out.visitTypeInsn(Opcodes.INSTANCEOF, marker); // below …, receiver, boolean
    out.instructions.add(new JumpInsnNode(Opcodes.IFEQ, plain)); // below …, receiver

    out.visitTypeInsn(Opcodes.CHECKCAST, marker); // below …, marker
    loadAll(types, locals); // below …, marker, arguments …
    out.visitVarInsn(Opcodes.ALOAD, stackLocal); // below …, marker, arguments …, stack
    out.visitMethodInsn(
        Opcodes.INVOKEINTERFACE,
        marker,
        RuntimeNames.twinName(call.name),
        RuntimeNames.twinDescriptor(call.desc),
        true); // below …, result
    out.instructions.add(new JumpInsnNode(Opcodes.GOTO, join));

    List<Object> stack = new ArrayList<>(point.below());
    stack.add(call.owner);
    out.instructions.add(plain); // below …, receiver
    out.instructions.add(frameAround(point, temporaries, stack));
    loadAll(types, locals); // below …, receiver, arguments …
    out.visitMethodInsn(
        call.getOpcode(), call.owner, call.name, call.desc, call.itf); // below …, result

    emitJoin(point, join); // below …, result
  }

  // stack: below …, [receiver], arguments …
  private void emitSubstituteCall(SuspendPoint point, CallTarget.Substitute substitute) {
    MethodInsnNode call = point.call();
    String descriptor =
        RuntimeNames.substituteDescriptor(
            substitute.receiver(), call.desc, call.getOpcode() == Opcodes.INVOKESTATIC);
    if (substitute.guard().isEmpty()) {
      emitSubstitute(substitute, descriptor); // below …, result
      return;
    }
    Type[] types = Type.getArgumentTypes(descriptor);
    if (call.getOpcode() != Opcodes.INVOKESTATIC) {
      types[0] = Type.getObjectType(call.owner); // a subtype perhaps, which the plain call wants
    }
    List<Object> temporaries = new ArrayList<>();
    int[] locals = spill(types, temporaries); // below …
    LabelNode plain = new LabelNode();
    LabelNode join = new LabelNode();
    loadAll(types, locals); // below …, arguments …
    out.visitLdcInsn(Type.getObjectType(plan.facts().owner())); // below …, arguments …, caller
    out.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        substitute.owner(),
        substitute.guard(),
        RuntimeNames.guardDescriptor(descriptor),
        false); // below …, boolean
    out.instructions.add(new JumpInsnNode(Opcodes.IFEQ, plain)); // below …

    loadAll(types, locals); // below …, arguments …
    emitSubstitute(substitute, descriptor); // below …, result
    out.instructions.add(new JumpInsnNode(Opcodes.GOTO, join));

    out.instructions.add(plain); // below …
    out.instructions.add(frameAround(point, temporaries, point.below()));
    loadAll(types, locals); // below …, [receiver], arguments …
    out.visitMethodInsn(
        call.getOpcode(), call.owner, call.name, call.desc, call.itf); // below …, result

    emitJoin(point, join); // below …, result
  }

  /** arguments … → result */
  private void emitSubstitute(CallTarget.Substitute substitute, String descriptor) {
    out.visitVarInsn(Opcodes.ALOAD, stackLocal); // arguments …, stack
    out.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        substitute.owner(),
        RuntimeNames.twinName(substitute.name()),
        RuntimeNames.twinDescriptor(descriptor),
        false); // result
  }

  /**
   * …, arguments … → …
   *
   * @param temporaries gets the verifier's types of the locals that hold the arguments now
   * @return those locals
   */
  private int[] spill(Type[] types, List<Object> temporaries) {
    int[] locals = new int[types.length];
    int next = firstTemporary();
    for (int i = 0; i < types.length; i++) {
      locals[i] = next;
      next += types[i].getSize();
      temporaries.add(Code.verifierType(types[i]));
    }
    for (int i = types.length - 1; i >= 0; i--) {
      out.visitVarInsn(types[i].getOpcode(Opcodes.ISTORE), locals[i]);
    }
    return locals;
  }

  /** The place where two ways to make the call meet, with the result on the stack. */
  private void emitJoin(SuspendPoint point, LabelNode join) {
    List<Object> stack = new ArrayList<>(point.below());
    Object result = Code.verifierType(point.result());
    if (result != null) {
      stack.add(result);
    }
    out.instructions.add(join);
    out.instructions.add(frameAround(point, List.of(), stack));
  }

  private void loadAll(Type[] types, int[] locals) {
    for (int i = 0; i < types.length; i++) {
      out.visitVarInsn(types[i].getOpcode(Opcodes.ILOAD), locals[i]);
    }
  }

  // stack: …, result
  private void emitChaos(Type result) {
    if (result.getSize() > 0) {
      out.visitInsn(result.getSize() == 2 ? Opcodes.DUP2 : Opcodes.DUP); // …, result, result
    }
    out.visitVarInsn(Opcodes.ALOAD, stackLocal); // …, result, result, stack
    out.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        RuntimeNames.CHAOS,
        "after" + RuntimeNames.kindName(result),
        "("
            + (result.getSize() == 0 ? "" : RuntimeNames.kindDescriptor(result))
            + RuntimeNames.STACK_DESCRIPTOR
            + ")V",
        false); // …, result
  }
}
