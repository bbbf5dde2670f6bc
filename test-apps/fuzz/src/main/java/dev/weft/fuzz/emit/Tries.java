package dev.weft.fuzz.emit;

import dev.weft.fuzz.program.Node;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Emits try and synchronized statements.
 *
 * <pre>
 * try:style|slot   body, {catch:type|slot block}..., {finally: block}
 *                  style: plain; before (handlers stand before the body); self (the handler of
 *                  finally covers its own beginning, as javac does); slot: where what was caught
 *                  goes; -1: to a callee that suspends, -2: to one that may throw, too
 * edges:styles|slot    argument...: for each a call that throws, the last of its range; of its two
 *                  letters the first says c (the range has only the call), j (it begins behind the
 *                  call before), v (the callee returns nothing), n (a range of a NOP follows); the
 *                  second says where the handler has it: s in the slot, i and a as -1 and -2 above
 * overlap:slot|order a, b, c, first handler, second handler
 *                  the first covers a and b, the second b and c; order 1 lets the second win
 * sync:sp          monitor, body; s: a call that suspends stands right before the entry, p: one
 *                  right behind the exit
 * </pre>
 */
final class Tries {
  private final MethodEmitter emitter;
  private final MethodVisitor mv;

  Tries(MethodEmitter emitter) {
    this.emitter = emitter;
    this.mv = emitter.mv;
  }

  void emit(Node node) {
    List<Node> parts = node.children();
    Node last = parts.get(parts.size() - 1);
    boolean hasFinally = last.op().equals("finally");
    Runnable leaving = hasFinally ? () -> emitter.statement(last.child(0)) : () -> {};
    List<Node> catches = parts.subList(1, hasFinally ? parts.size() - 1 : parts.size());
    Label[] handlers = new Label[catches.size() + (hasFinally ? 1 : 0)];
    for (int i = 0; i < handlers.length; i++) {
      handlers[i] = new Label();
    }
    Guard body = new Guard(leaving);
    Guard[] inCatch = new Guard[catches.size()];
    Label after = new Label();
    if (node.argument(0).equals("before") && !hasFinally) {
      Label start = new Label();
      mv.visitJumpInsn(Opcodes.GOTO, start);
      emitCatches(catches, handlers, inCatch, leaving, after);
      mv.visitLabel(start);
      emitGuarded(body, parts.get(0), after);
    } else {
      emitGuarded(body, parts.get(0), after);
      emitCatches(catches, handlers, inCatch, leaving, after);
    }
    for (int i = 0; i < catches.size(); i++) {
      String type = catches.get(i).argument(0);
      body.cover(mv, handlers[i], type.isEmpty() ? null : type);
    }
    if (hasFinally) {
      emitFinally(node, last, body, inCatch, handlers[catches.size()]);
    }
    mv.visitLabel(after);
  }

  private void emitGuarded(Guard guard, Node body, Label after) {
    guard.goOn(mv);
    emitter.guards.push(guard);
    emitter.statement(body);
    emitter.guards.pop();
    guard.leave(mv);
    mv.visitJumpInsn(Opcodes.GOTO, after);
  }

  private void emitCatches(
      List<Node> catches, Label[] handlers, Guard[] guards, Runnable leaving, Label after) {
    for (int i = 0; i < catches.size(); i++) {
      mv.visitLabel(handlers[i]);
      int slot = catches.get(i).number(1);
      if (slot >= 0) {
        mv.visitVarInsn(Opcodes.ASTORE, slot);
      } else {
        atOnce(slot == -1 ? "sink" : "again");
      }
      guards[i] = new Guard(leaving);
      emitGuarded(guards[i], catches.get(i).child(0), after);
    }
  }

  /** Straight into a callee that suspends with what was caught: nothing stands between. */
  private void atOnce(String callee) {
    emitter.callStatic(Names.PROBE, callee, "(" + Names.OBJECT_DESCRIPTOR + ")V");
  }

  private void emitFinally(Node node, Node last, Guard body, Guard[] inCatch, Label handler) {
    int thrown = emitter.temporary(1);
    Label stored = new Label();
    mv.visitLabel(handler);
    mv.visitVarInsn(Opcodes.ASTORE, thrown);
    mv.visitLabel(stored);
    emitter.statement(last.child(0));
    mv.visitVarInsn(Opcodes.ALOAD, thrown);
    mv.visitInsn(Opcodes.ATHROW);
    body.cover(mv, handler, null);
    for (Guard guard : inCatch) {
      guard.cover(mv, handler, null);
    }
    if (node.argument(0).equals("self")) {
      mv.visitTryCatchBlock(handler, stored, handler, null);
    }
  }

  void emitEdges(Node node) {
    String styles = node.argument(0);
    Label before = new Label();
    mv.visitLabel(before);
    for (int i = 0; i < node.children().size(); i++) {
      char style = styles.charAt(2 * i);
      emitter.expression(node.child(i)); // kind
      Label start = new Label();
      Label end = new Label();
      Label handler = new Label();
      Label after = new Label();
      mv.visitLabel(start);
      emitter.callStatic(
          Names.PROBE, style == 'v' ? "check" : "raise", style == 'v' ? "(I)V" : "(I)I");
      mv.visitLabel(end);
      if (style != 'v') {
        emitter.note("I", true);
      }
      Label nop = new Label();
      mv.visitLabel(nop);
      if (style == 'n') {
        mv.visitInsn(Opcodes.NOP);
      }
      Label quiet = new Label();
      mv.visitLabel(quiet);
      mv.visitJumpInsn(Opcodes.GOTO, after);
      mv.visitLabel(handler);
      switch (styles.charAt(2 * i + 1)) {
        case 's' -> {
          mv.visitVarInsn(Opcodes.ASTORE, node.number(1));
          mv.visitVarInsn(Opcodes.ALOAD, node.number(1));
          atOnce("sink");
        }
        case 'i' -> atOnce("sink");
        default -> atOnce("again");
      }
      mv.visitLabel(after);
      mv.visitTryCatchBlock(style == 'j' ? before : start, end, handler, null);
      if (style == 'n') {
        mv.visitTryCatchBlock(nop, quiet, handler, "java/lang/RuntimeException");
      }
      before = end;
    }
  }

  void emitOverlapping(Node node) {
    // Guards, since code that leaves the statement runs finally blocks, which are not covered.
    Guard[] guards = {new Guard(() -> {}), new Guard(() -> {})};
    for (int i = 0; i < 3; i++) {
      if (i < 2) {
        guards[i].goOn(mv);
        emitter.guards.push(guards[i]);
      }
      emitter.statement(node.child(i));
      if (i > 0) {
        emitter.guards.remove(guards[i - 1]);
        guards[i - 1].leave(mv);
      }
    }
    Label after = new Label();
    mv.visitJumpInsn(Opcodes.GOTO, after);
    Label[] handlers = {new Label(), new Label()};
    for (int i = 0; i < 2; i++) {
      mv.visitLabel(handlers[i]);
      mv.visitVarInsn(Opcodes.ASTORE, node.number(0));
      emitter.statement(node.child(3 + i));
      mv.visitJumpInsn(Opcodes.GOTO, after);
    }
    int first = node.number(1);
    for (int i = 0; i < 2; i++) {
      int which = i ^ first;
      guards[which].cover(mv, handlers[which], which == 0 ? "java/lang/Exception" : null);
    }
    mv.visitLabel(after);
  }

  void emitSynchronized(Node node) {
    int monitor = emitter.temporary(1);
    int thrown = emitter.temporary(1);
    emitter.expression(node.child(0)); // …, object
    if (node.argument().contains("s")) {
      mv.visitVarInsn(Opcodes.ASTORE, monitor); // …
      mv.visitVarInsn(Opcodes.ALOAD, monitor); // …, object
      String object = Names.OBJECT_DESCRIPTOR;
      emitter.callStatic(Names.PROBE, "s", "(" + object + ")" + object); // …, object
    } else {
      mv.visitInsn(Opcodes.DUP); // …, object, object
      mv.visitVarInsn(Opcodes.ASTORE, monitor); // …, object
    }
    mv.visitInsn(Opcodes.MONITORENTER); // …
    Runnable leaving =
        () -> {
          mv.visitVarInsn(Opcodes.ALOAD, monitor);
          mv.visitInsn(Opcodes.MONITOREXIT);
        };
    Guard guard = new Guard(leaving, true);
    guard.goOn(mv);
    emitter.guards.push(guard);
    emitter.statement(node.child(1));
    emitter.guards.pop();
    guard.leave(mv);
    if (node.argument().contains("p")) {
      emitter.callStatic(Names.PROBE, "park", "()V");
    }
    Label after = new Label();
    mv.visitJumpInsn(Opcodes.GOTO, after);
    Label handler = new Label();
    Label left = new Label();
    mv.visitLabel(handler);
    mv.visitVarInsn(Opcodes.ASTORE, thrown);
    leaving.run();
    mv.visitLabel(left);
    mv.visitVarInsn(Opcodes.ALOAD, thrown);
    mv.visitInsn(Opcodes.ATHROW);
    guard.cover(mv, handler, null);
    mv.visitTryCatchBlock(handler, left, handler, null);
    mv.visitLabel(after);
  }
}
