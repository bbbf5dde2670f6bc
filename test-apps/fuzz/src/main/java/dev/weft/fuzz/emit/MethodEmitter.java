package dev.weft.fuzz.emit;

import dev.weft.fuzz.program.Node;
import dev.weft.fuzz.program.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Emits the body of one method: knows the method's locals, lines, and what encloses the place where
 * code is being emitted. The kinds of nodes are in {@link Statements}, {@link Expressions} and the
 * classes these use.
 */
final class MethodEmitter {
  final MethodNode mv;
  final Type returned;
  final Deque<Loop> loops = new ArrayDeque<>();
  final Deque<Guard> guards = new ArrayDeque<>();
  private final Lines lines;
  private final Statements statements;
  private final Expressions expressions;
  private int nextLocal;

  /**
   * A loop that code may leave.
   *
   * @param guards how many guards enclose the loop
   */
  record Loop(Label leave, Label next, int guards) {}

  /** The lines of a program: one for each call, so that a trace tells them apart. */
  static final class Lines {
    private final BitSet locked = new BitSet();
    private int last;

    int next(boolean underMonitor) {
      last++;
      locked.set(last, underMonitor);
      return last;
    }

    /** The lines inside of synchronized statements. */
    BitSet locked() {
      return locked;
    }
  }

  MethodEmitter(MethodNode mv, Lines lines, int locals) {
    this.mv = mv;
    this.lines = lines;
    this.returned = Type.getReturnType(mv.desc);
    this.nextLocal = locals;
    this.statements = new Statements(this);
    this.expressions = new Expressions(this);
  }

  void statement(Node node) {
    statements.emit(node);
  }

  /** Emits code that leaves a value, or none for a call that returns nothing; tells its type. */
  String expression(Node node) {
    return expressions.emit(node);
  }

  void condition(Node test, Label otherwise) {
    expressions.jumpUnless(test, otherwise);
  }

  /** A local of the emitter's own. */
  int temporary(int slots) {
    int local = nextLocal;
    nextLocal += slots;
    return local;
  }

  /** Begins a new line. */
  void line() {
    if (mv.instructions.getLast() instanceof LineNumberNode) {
      return; // of two lines at one place the JVM picks now the one, now the other
    }
    Label here = new Label();
    mv.visitLabel(here);
    mv.visitLineNumber(lines.next(guards.stream().anyMatch(Guard::isMonitor)), here);
  }

  void call(int opcode, String owner, String name, String descriptor, boolean isInterface) {
    line();
    mv.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
  }

  void callStatic(String owner, String name, String descriptor) {
    call(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
  }

  void push(int value) {
    if (value >= -1 && value <= 5) {
      mv.visitInsn(Opcodes.ICONST_0 + value);
    } else if (value == (byte) value) {
      mv.visitIntInsn(Opcodes.BIPUSH, value);
    } else if (value == (short) value) {
      mv.visitIntInsn(Opcodes.SIPUSH, value);
    } else {
      mv.visitLdcInsn(value);
    }
  }

  void pop(String type) {
    if (!type.equals("V")) {
      mv.visitInsn(Type.getType(type).getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
    }
  }

  /** Notes the topmost value; {@code suspending} in a callee that suspends first. */
  void note(String type, boolean suspending) {
    String kind = Operation.stackKind(type);
    callStatic(
        suspending ? Names.PROBE : Names.LOG,
        suspending ? "sink" : "add",
        "(" + (kind.equals("A") ? Names.OBJECT_DESCRIPTOR : kind) + ")V");
  }

  /** … → …, a zero of this type */
  void pushDefault(Type type) {
    switch (type.getSort()) {
      case Type.VOID -> {
        // nothing
      }
      case Type.LONG -> mv.visitInsn(Opcodes.LCONST_0);
      case Type.FLOAT -> mv.visitInsn(Opcodes.FCONST_0);
      case Type.DOUBLE -> mv.visitInsn(Opcodes.DCONST_0);
      case Type.OBJECT, Type.ARRAY -> mv.visitInsn(Opcodes.ACONST_NULL);
      default -> mv.visitInsn(Opcodes.ICONST_0);
    }
  }

  /** Leaves the method with the topmost value, through all guards. */
  void leave() {
    if (guards.isEmpty()) {
      mv.visitInsn(returned.getOpcode(Opcodes.IRETURN));
      return;
    }
    int kept = -1;
    if (returned.getSize() > 0) {
      kept = temporary(returned.getSize());
      mv.visitVarInsn(returned.getOpcode(Opcodes.ISTORE), kept); // …
    }
    List<Guard> left = unwind(0);
    if (kept >= 0) {
      mv.visitVarInsn(returned.getOpcode(Opcodes.ILOAD), kept); // …, value
    }
    mv.visitInsn(returned.getOpcode(Opcodes.IRETURN));
    rewind(left);
  }

  /** Goes to a label that lies outside of all but {@code remaining} guards. */
  void leaveTo(Label target, int remaining) {
    List<Guard> left = unwind(remaining);
    mv.visitJumpInsn(Opcodes.GOTO, target);
    rewind(left);
  }

  /** Emits what must run on the way out, innermost first, each outside of its own guard. */
  private List<Guard> unwind(int remaining) {
    List<Guard> left = new ArrayList<>();
    while (guards.size() > remaining) {
      Guard guard = guards.pop();
      guard.leave(mv);
      left.add(guard);
    }
    return left;
  }

  private void rewind(List<Guard> left) {
    for (int i = left.size() - 1; i >= 0; i--) {
      left.get(i).goOn(mv);
      guards.push(left.get(i));
    }
  }
}
