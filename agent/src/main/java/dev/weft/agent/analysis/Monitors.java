package dev.weft.agent.analysis;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * How many monitors may be held before each instruction, at most. Where paths with different counts
 * meet, the larger one counts: better pinned than wrong.
 */
public final class Monitors {
  /** Counts beyond this are not told apart, so that odd loops come to an end. */
  private static final int CAP = 64;

  private final int[] held;

  /** Counts the monitors of a method; the one of a synchronized method is not among them. */
  public Monitors(ControlFlow flow) {
    this.held = new int[flow.size()];
    Arrays.fill(held, -1);
    if (flow.size() == 0) {
      return;
    }
    Deque<Integer> open = new ArrayDeque<>();
    raise(0, 0, open);
    while (!open.isEmpty()) {
      int index = open.remove();
      int after = held[index] + effect(flow.instruction(index).getOpcode());
      for (int successor : flow.successors(index)) {
        raise(successor, after, open);
      }
      for (TryCatchBlockNode block : flow.reachableHandlers(index)) {
        // Between MONITOREXIT and its handler the monitor may be held or not; javac's handler
        // covers
        // its own MONITOREXIT, which then counts as done.
        int inHandler =
            flow.instruction(index).getOpcode() == Opcodes.MONITOREXIT ? after : held[index];
        raise(flow.index(block.handler), inHandler, open);
      }
    }
  }

  /** Whether a monitor may be held before this instruction. */
  public boolean mayHoldAt(int index) {
    return held[index] > 0;
  }

  /** Whether control can reach this instruction. */
  public boolean isReachable(int index) {
    return held[index] >= 0;
  }

  private void raise(int index, int count, Deque<Integer> open) {
    int bounded = Math.max(0, Math.min(count, CAP));
    if (bounded > held[index]) {
      held[index] = bounded;
      open.add(index);
    }
  }

  private static int effect(int opcode) {
    return switch (opcode) {
      case Opcodes.MONITORENTER -> 1;
      case Opcodes.MONITOREXIT -> -1;
      default -> 0;
    };
  }
}
