package dev.weft.fuzz.emit;

import dev.weft.fuzz.program.Node;
import dev.weft.fuzz.program.Operation;
import java.util.Iterator;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Emits statements. */
final class Statements {
  private final MethodEmitter emitter;
  private final Loops loops;
  private final Tries tries;

  Statements(MethodEmitter emitter) {
    this.emitter = emitter;
    this.loops = new Loops(emitter);
    this.tries = new Tries(emitter);
  }

  void emit(Node node) {
    switch (node.op()) {
      case "block" -> node.children().forEach(this::emit);
      case "log" -> emitter.note(emitter.expression(node.child(0)), node.argument().equals("s"));
      case "eval" -> emitter.pop(emitter.expression(node.child(0)));
      case "store" -> store(node);
      case "iinc" -> emitter.mv.visitIincInsn(node.number(0), node.number(1));
      case "if" -> branch(node);
      case "loop" -> loops.emit(node);
      case "break", "continue" -> jump(node);
      case "switch" -> choose(node);
      case "try" -> tries.emit(node);
      case "edges" -> tries.emitEdges(node);
      case "check" -> {
        emitter.expression(node.child(0));
        emitter.callStatic(Names.PROBE, "check", "(I)V");
      }
      case "overlap" -> tries.emitOverlapping(node);
      case "sync" -> tries.emitSynchronized(node);
      case "throw" -> {
        emitter.expression(node.child(0));
        emitter.line();
        emitter.mv.visitInsn(Opcodes.ATHROW);
      }
      case "return" -> {
        if (!node.children().isEmpty()) {
          emitter.expression(node.child(0));
        }
        emitter.leave();
      }
      case "park" -> emitter.callStatic(Names.PROBE, "park", "()V");
      case "direct" -> direct();
      case "put" -> put(node);
      case "puta" -> {
        node.children().forEach(emitter::expression);
        emitter.mv.visitInsn(Operation.opcode(node.argument()));
      }
      case "juggle" -> new StackGame(emitter).play(node);
      case "newv" -> new Creations(emitter).emitUnused(node);
      case "dead" -> {
        emitter.mv.visitLdcInsn(DeadCode.MARK);
        emitter.mv.visitInsn(Opcodes.POP);
      }
      case "nop" -> emitter.mv.visitInsn(Opcodes.NOP);
      default -> throw new IllegalArgumentException("no statement: " + node.op());
    }
  }

  private void store(Node node) {
    emitter.expression(node.child(0));
    Type type = Type.getType(node.argument(0));
    emitter.mv.visitVarInsn(type.getOpcode(Opcodes.ISTORE), node.number(1));
  }

  private void branch(Node node) {
    Label otherwise = new Label();
    Label end = new Label();
    emitter.condition(node.child(0), otherwise);
    emit(node.child(1));
    if (node.children().size() > 2) {
      emitter.mv.visitJumpInsn(Opcodes.GOTO, end);
    }
    emitter.mv.visitLabel(otherwise);
    if (node.children().size() > 2) {
      emit(node.child(2));
      emitter.mv.visitLabel(end);
    }
  }

  private void jump(Node node) {
    Iterator<MethodEmitter.Loop> enclosing = emitter.loops.iterator();
    for (int i = 0; i < node.number(0) && enclosing.hasNext(); i++) {
      enclosing.next();
    }
    if (!enclosing.hasNext()) {
      throw new IllegalArgumentException("no loop for " + node);
    }
    MethodEmitter.Loop loop = enclosing.next();
    emitter.leaveTo(node.op().equals("break") ? loop.leave() : loop.next(), loop.guards());
  }

  /** {@code switch:table|-1,0,1|ff-}: an f at the place of a case lets it fall through. */
  private void choose(Node node) {
    emitter.expression(node.child(0));
    List<Node> blocks = node.children().subList(1, node.children().size());
    Label[] labels = emitSwitch(emitter, node.argument(0), node.argument(1), blocks.size() - 1);
    Label end = new Label();
    String falls = node.argument(2);
    for (int i = 0; i < blocks.size(); i++) {
      emitter.mv.visitLabel(labels[i]);
      emit(blocks.get(i));
      if (i + 1 < blocks.size() && !(i < falls.length() && falls.charAt(i) == 'f')) {
        emitter.mv.visitJumpInsn(Opcodes.GOTO, end);
      }
    }
    emitter.mv.visitLabel(end);
  }

  /** Emits a switch instruction; the label behind those of the cases is that of the default. */
  static Label[] emitSwitch(MethodEmitter emitter, String kind, String keys, int cases) {
    String[] texts = keys.isEmpty() ? new String[0] : keys.split(",");
    Label[] labels = new Label[cases + 1];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = new Label();
    }
    int[] values = new int[cases];
    Label[] targets = new Label[cases];
    for (int i = 0; i < cases; i++) {
      values[i] = Integer.parseInt(texts[i]);
      targets[i] = labels[i];
    }
    if (kind.equals("table")) {
      int low = cases == 0 ? 0 : values[0];
      emitter.mv.visitTableSwitchInsn(low, low + cases - 1, labels[cases], targets);
    } else {
      emitter.mv.visitLookupSwitchInsn(labels[cases], values, targets);
    }
    return labels;
  }

  /** {@code if (Probe.strikes()) Continuation.suspend(Probe.SCOPE)}: the method itself suspends. */
  private void direct() {
    Label skip = new Label();
    emitter.mv.visitMethodInsn(Opcodes.INVOKESTATIC, Names.PROBE, "strikes", "()Z", false);
    emitter.mv.visitJumpInsn(Opcodes.IFEQ, skip);
    String scope = "Ldev/weft/continuation/ContinuationScope;";
    emitter.mv.visitFieldInsn(Opcodes.GETSTATIC, Names.PROBE, "SCOPE", scope);
    emitter.callStatic("dev/weft/continuation/Continuation", "suspend", "(" + scope + ")V");
    emitter.mv.visitLabel(skip);
  }

  /** {@code put:owner|name|descriptor}; the child before the value, if any, is the object. */
  private void put(Node node) {
    node.children().forEach(emitter::expression);
    emitter.mv.visitFieldInsn(
        node.children().size() == 1 ? Opcodes.PUTSTATIC : Opcodes.PUTFIELD,
        node.argument(0),
        node.argument(1),
        node.argument(2));
  }
}
