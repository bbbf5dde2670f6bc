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
 *                  finally covers its own beginning, as javac does)
 * overlap:slot|order a, b, c, first handler, second handler
 *                  the first covers a and b, the second b and c; order 1 lets the second win
 * sync:s           monitor, body; s: the call of a callee that suspends stands before the entry
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
        // Straight into a callee that suspends: nothing stands between.
        emitter.note(Names.OBJECT_DESCRIPTOR, true);
      }
      guards[i] = new Guard(leaving);
      emitGuarded(guards[i], catches.get(i).child(0), after);
    }
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

  void emitOverlapping(Node node) {
    Label[] at = new Label[4];
    for (int i = 0; i < 4; i++) {
      at[i] = new Label();
    }
    for (int i = 0; i < 3; i++) {
      mv.visitLabel(at[i]);
      emitter.statement(node.child(i));
    }
    mv.visitLabel(at[3]);
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
      mv.visitTryCatchBlock(
          at[which], at[which + 2], handlers[which], which == 0 ? "java/lang/Exception" : null);
    }
    mv.visitLabel(after);
  }

  void emitSynchronized(Node node) {
    int monitor = emitter.temporary(1);
    int thrown = emitter.temporary(1);
    emitter.expression(node.child(0)); // …, object
    if (node.argument().equals("s")) {
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
