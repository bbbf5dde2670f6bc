package dev.weft.fuzz.coverage;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;

/** Tells in which situations the calls of one method are that were captured. */
final class Situations {
  private static final int MAX_TOLD = 4;

  private final MethodNode method;
  private final Cells cells;
  private final Frame<Traced>[] frames;
  private final LiveLocals live;

  /** Counts into {@code cells} what is true of the calls on these lines. */
  static void count(String owner, MethodNode method, BitSet lines, Cells cells) {
    try {
      new Situations(owner, method, cells).count(lines);
    } catch (AnalyzerException e) {
      throw new IllegalStateException(owner + "." + method.name, e);
    }
  }

  private Situations(String owner, MethodNode method, Cells cells) throws AnalyzerException {
    this.method = method;
    this.cells = cells;
    this.live = new LiveLocals(method);
    this.frames =
        new Analyzer<Traced>(new Tracer()) {
          @Override
          protected Frame<Traced> newFrame(int locals, int stack) {
            return new Tracer.State(locals, stack);
          }

          @Override
          protected Frame<Traced> newFrame(Frame<? extends Traced> frame) {
            return new Tracer.State(frame);
          }
        }.analyze(owner, method);
  }

  private void count(BitSet lines) {
    int line = 0;
    for (int i = 0; i < method.instructions.size(); i++) {
      AbstractInsnNode instruction = method.instructions.get(i);
      if (instruction instanceof LineNumberNode number) {
        line = number.line;
      } else if (instruction instanceof MethodInsnNode call
          && line > 0
          && lines.get(line)
          && !call.name.equals("<init>")
          && frames[i] != null) {
        count(i, call);
        line = 0; // there is one such call on a line, its first
      }
    }
  }

  private void count(int index, MethodInsnNode call) {
    Type[] parameters = Type.getArgumentTypes(call.desc);
    int taken = parameters.length + (call.getOpcode() == Opcodes.INVOKESTATIC ? 0 : 1);
    Frame<Traced> frame = frames[index];
    int below = frame.getStackSize() - taken;
    countNeighbours(index);
    List<Traced> under = new ArrayList<>();
    for (int i = 0; i < frame.getStackSize(); i++) {
      Traced value = frame.getStack(i);
      if (i < below) {
        under.add(value);
        cells.countAll("under", value.opcodes());
      } else {
        cells.countAll("argument", value.opcodes());
      }
    }
    countStack(under);
    countLocals(index, frame, under);
    countHandlers(index);
    cells.situation("call", callKind(call));
    cells.situation("result", Type.getReturnType(call.desc).getDescriptor().substring(0, 1));
    cells.situation("body", bodyKind());
  }

  private void countNeighbours(int index) {
    AbstractInsnNode after = method.instructions.get(index).getNext();
    while (after != null && after.getOpcode() < 0) {
      after = after.getNext();
    }
    if (after != null) {
      cells.opcode("after", after.getOpcode());
    }
    int at = index - 1;
    while (at >= 0 && method.instructions.get(at).getOpcode() < 0) {
      if (method.instructions.get(at) instanceof LabelNode label) {
        countEntries(label);
      }
      at--;
    }
    if (at >= 0 && frames[at] != null && fallsThrough(method.instructions.get(at).getOpcode())) {
      cells.opcode("before", method.instructions.get(at).getOpcode());
    }
  }

  private static boolean fallsThrough(int opcode) {
    return opcode != Opcodes.GOTO
        && opcode != Opcodes.ATHROW
        && opcode != Opcodes.TABLESWITCH
        && opcode != Opcodes.LOOKUPSWITCH
        && !(opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN);
  }

  /** Control may also come to a call by a jump, or as the first instruction of a handler. */
  private void countEntries(LabelNode label) {
    for (AbstractInsnNode instruction : method.instructions) {
      boolean jumps = false;
      if (instruction instanceof JumpInsnNode jump) {
        jumps = jump.label == label;
      } else if (instruction instanceof TableSwitchInsnNode table) {
        jumps = table.dflt == label || table.labels.contains(label);
      } else if (instruction instanceof LookupSwitchInsnNode lookup) {
        jumps = lookup.dflt == label || lookup.labels.contains(label);
      }
      if (jumps) {
        cells.opcode("before", instruction.getOpcode());
      }
    }
    if (method.tryCatchBlocks.stream().anyMatch(block -> block.handler == label)) {
      cells.situation("entered", "as a handler's first instruction");
    }
  }

  private void countStack(List<Traced> under) {
    cells.situation("stack depth", upTo(under.size()));
    int pending = 0;
    for (Traced value : under) {
      if (value.pending() != null) {
        pending++;
      } else {
        cells.situation("stack holds", value.isNull() ? "null" : "" + value.kind());
      }
    }
    cells.situation("unconstructed on stack", upTo(pending));
  }

  private void countLocals(int index, Frame<Traced> frame, List<Traced> under) {
    BitSet slots = live.across(index);
    int references = count(under, true);
    int primitives = count(under, false);
    for (int slot = slots.nextSetBit(0); slot >= 0; slot = slots.nextSetBit(slot + 1)) {
      Traced value = frame.getLocal(slot);
      if (value.pending() != null) {
        cells.situation("live local", "unconstructed");
      } else {
        cells.situation("live local", value.isNull() ? "null" : "" + value.kind());
      }
      if (value.kind() == 'A') {
        references++;
      } else {
        primitives++;
      }
    }
    boolean array = references > 12 || primitives > 8;
    cells.situation("frame", array ? "array" : references + primitives == 0 ? "empty" : "shape");
  }

  private static int count(List<Traced> values, boolean references) {
    return (int) values.stream().filter(value -> value.kind() == 'A' == references).count();
  }

  private void countHandlers(int index) {
    int covering = 0;
    boolean any = false;
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      int start = method.instructions.indexOf(block.start);
      int end = method.instructions.indexOf(block.end);
      if (start <= index && index < end) {
        covering++;
        any |= block.type == null;
        int handler = method.instructions.indexOf(block.handler);
        cells.situation("handler stands", handler < start ? "before" : "behind");
      }
    }
    cells.situation("handlers", upTo(covering));
    if (covering > 0) {
      cells.situation("handlers", any ? "one catches all" : "none catches all");
    }
    boolean loop = false;
    for (int i = index; i < method.instructions.size(); i++) {
      loop |=
          method.instructions.get(i) instanceof JumpInsnNode jump
              && method.instructions.indexOf(jump.label) <= index;
    }
    cells.situation("in a loop", loop ? "yes" : "no");
  }

  private static String upTo(int count) {
    return count >= MAX_TOLD ? MAX_TOLD + " or more" : Integer.toString(count);
  }

  private static String callKind(MethodInsnNode call) {
    if (call.owner.startsWith("java/")) {
      return "JDK interface, by marker";
    }
    if (call.owner.startsWith("dev/weft/")) {
      return call.name.equals("suspend") ? "the suspension itself" : "library";
    }
    return switch (call.getOpcode()) {
      case Opcodes.INVOKESTATIC -> call.itf ? "static of an interface" : "static";
      case Opcodes.INVOKEINTERFACE -> call.owner.endsWith("/F") ? "lambda" : "interface";
      case Opcodes.INVOKESPECIAL ->
          call.name.startsWith("p") || call.name.equals("q")
              ? "private by invokespecial"
              : call.itf ? "super of an interface" : "super";
      default -> call.name.startsWith("p") ? "private by invokevirtual" : "virtual";
    };
  }

  private String bodyKind() {
    if ((method.access & Opcodes.ACC_BRIDGE) != 0) {
      return "bridge";
    }
    return (method.access & Opcodes.ACC_STATIC) != 0 ? "static" : "instance";
  }
}
