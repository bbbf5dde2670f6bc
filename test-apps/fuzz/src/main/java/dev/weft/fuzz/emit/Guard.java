package dev.weft.fuzz.emit;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/**
 * The body of a try or synchronized statement while it is being emitted: the ranges of code its
 * handlers cover, with gaps where a return inlines a finally block.
 */
final class Guard {
  private final Runnable leaving;
  private final boolean monitor;
  private final List<Label[]> ranges = new ArrayList<>();
  private Label start;

  /** A guard that has {@code leaving} emitted wherever its body is left. */
  Guard(Runnable leaving) {
    this(leaving, false);
  }

  /** A guard; that of a monitor covers what leaves it, as javac does. */
  Guard(Runnable leaving, boolean monitor) {
    this.leaving = leaving;
    this.monitor = monitor;
  }

  boolean isMonitor() {
    return monitor;
  }

  /** Emits what must run when the body is left, which is no longer covered. */
  void leave(MethodVisitor mv) {
    if (monitor) {
      leaving.run();
      interrupt(mv);
    } else {
      interrupt(mv);
      leaving.run();
    }
  }

  void goOn(MethodVisitor mv) {
    start = new Label();
    mv.visitLabel(start);
  }

  void interrupt(MethodVisitor mv) {
    Label end = new Label();
    mv.visitLabel(end);
    ranges.add(new Label[] {start, end});
  }

  /** Lets a handler cover the body. */
  void cover(MethodVisitor mv, Label handler, String type) {
    for (Label[] range : ranges) {
      mv.visitTryCatchBlock(range[0], range[1], handler, type);
    }
  }
}
