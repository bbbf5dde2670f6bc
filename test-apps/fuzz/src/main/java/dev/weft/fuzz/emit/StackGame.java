package dev.weft.fuzz.emit;

import dev.weft.fuzz.program.Node;
import dev.weft.fuzz.program.Operation;
import dev.weft.fuzz.program.StackMoves;
import java.util.ArrayList;
import java.util.List;

/**
 * Emits games with the operand stack: {@code juggle:dup_x2,park,swap|ls}. The children are pushed,
 * the instructions rearrange them, {@code park} suspends in between, and what is left is noted from
 * the top, where a letter s says: in a callee that suspends with the rest below.
 */
final class StackGame {
  private final MethodEmitter emitter;
  private List<String> stack = new ArrayList<>();

  StackGame(MethodEmitter emitter) {
    this.emitter = emitter;
  }

  void play(Node node) {
    for (Node child : node.children()) {
      stack.add(emitter.expression(child));
    }
    for (String move : node.argument(0).split(",", -1)) {
      if (move.equals("park")) {
        emitter.callStatic(Names.PROBE, "park", "()V");
      } else if (!move.isEmpty()) {
        int opcode = Operation.opcode(move);
        List<String> after = StackMoves.apply(move, stack);
        if (after == null) {
          throw new IllegalArgumentException(move + " does not fit " + stack);
        }
        stack = after;
        emitter.mv.visitInsn(opcode);
      }
    }
    String drains = node.argument(1);
    for (int i = 0; !stack.isEmpty(); i++) {
      String top = stack.remove(stack.size() - 1);
      emitter.note(top, i < drains.length() && drains.charAt(i) == 's');
    }
  }
}
