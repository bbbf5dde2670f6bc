package dev.weft.fuzz.emit;

import dev.weft.fuzz.program.Node;
import dev.weft.fuzz.program.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/**
 * Emits loops: {@code loop:shape|counter|rounds}. Each has a counter of its own and asks for fuel,
 * so that it ends.
 *
 * <pre>
 * while   test at the head                    body
 * do      test at the foot                    body
 * turned  entered by a jump to the foot       body
 * endless left from its middle                body
 * double  two entries, chosen by a test       test, first half, second half
 * loaded  values stay on the operand stack    body, then (value, step) for each
 * </pre>
 */
final class Loops {
  private final MethodEmitter emitter;

  Loops(MethodEmitter emitter) {
    this.emitter = emitter;
  }

  void emit(Node node) {
    int counter = node.number(1);
    emitter.push(0);
    emitter.mv.visitVarInsn(Opcodes.ISTORE, counter);
    Loop loop = new Loop(node, counter, node.number(2));
    switch (node.argument(0)) {
      case "while" -> loop.tested();
      case "do" -> loop.atFoot();
      case "turned" -> loop.turned();
      case "endless" -> loop.endless();
      case "double" -> loop.twoEntries();
      case "loaded" -> loop.loaded();
      default -> throw new IllegalArgumentException("no loop: " + node.argument(0));
    }
  }

  private final class Loop {
    private final Node node;
    private final int counter;
    private final int rounds;
    private final Label head = new Label();
    private final Label next = new Label();
    private final Label end = new Label();

    Loop(Node node, int counter, int rounds) {
      this.node = node;
      this.counter = counter;
      this.rounds = rounds;
    }

    private void label(Label label) {
      emitter.mv.visitLabel(label);
    }

    private void go(int opcode, Label target) {
      emitter.mv.visitJumpInsn(opcode, target);
    }

    private void fuel() {
      emitter.mv.visitMethodInsn(Opcodes.INVOKESTATIC, Names.PROBE, "fuel", "()Z", false);
      go(Opcodes.IFEQ, end);
    }

    private void count() {
      label(next);
      emitter.mv.visitIincInsn(counter, 1);
    }

    private void compare() {
      emitter.mv.visitVarInsn(Opcodes.ILOAD, counter);
      emitter.push(rounds);
    }

    private void body(Node body) {
      emitter.loops.push(new MethodEmitter.Loop(end, next, emitter.guards.size()));
      emitter.statement(body);
      emitter.loops.pop();
    }

    void tested() {
      label(head);
      compare();
      go(Opcodes.IF_ICMPGE, end);
      fuel();
      body(node.child(0));
      count();
      go(Opcodes.GOTO, head);
      label(end);
    }

    void atFoot() {
      label(head);
      fuel();
      body(node.child(0));
      count();
      compare();
      go(Opcodes.IF_ICMPLT, head);
      label(end);
    }

    void turned() {
      Label test = new Label();
      go(Opcodes.GOTO, test);
      label(head);
      body(node.child(0));
      count();
      label(test);
      fuel();
      compare();
      go(Opcodes.IF_ICMPLT, head);
      label(end);
    }

    void endless() {
      label(head);
      fuel();
      body(node.child(0));
      count();
      compare();
      go(Opcodes.IF_ICMPGE, end);
      go(Opcodes.GOTO, head);
      label(end);
    }

    void twoEntries() {
      Label middle = new Label();
      emitter.condition(node.child(0), middle);
      label(head);
      fuel();
      body(node.child(1));
      label(middle);
      body(node.child(2));
      count();
      compare();
      go(Opcodes.IF_ICMPLT, head);
      label(end);
    }

    void loaded() {
      List<String> types = new ArrayList<>();
      int values = (node.children().size() - 1) / 2;
      for (int i = 0; i < values; i++) {
        types.add(emitter.expression(node.child(1 + 2 * i)));
      }
      label(head);
      fuel();
      body(node.child(0));
      if (values > 0) {
        step(types.get(values - 1), node.child(2 * values));
      }
      count();
      compare();
      go(Opcodes.IF_ICMPLT, head);
      label(end);
      for (int i = values - 1; i >= 0; i--) {
        emitter.note(types.get(i), i % 2 == 0);
      }
    }

    /** Changes the topmost value: …, value → …, value'. */
    private void step(String type, Node step) {
      emitter.expression(step);
      String kind = Operation.stackKind(type);
      if (kind.equals("A")) {
        emitter.callStatic(
            Names.LOG, "same", "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;");
        emitter.mv.visitTypeInsn(
            Opcodes.CHECKCAST, org.objectweb.asm.Type.getType(type).getInternalName());
      } else {
        String letter = kind.equals("J") ? "l" : kind.toLowerCase(Locale.ROOT);
        emitter.mv.visitInsn(Operation.opcode(letter + "add"));
      }
    }
  }
}
