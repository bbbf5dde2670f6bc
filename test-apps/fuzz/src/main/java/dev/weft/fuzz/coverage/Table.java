package dev.weft.fuzz.coverage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.util.Printer;

/** Which cells the table has, and which of them no program can hit. */
final class Table {
  /**
   * Before and after: the neighbour in the code. Argument, under: what left a value on the stack.
   */
  static final List<String> COLUMNS = List.of("before", "after", "argument", "under");

  /** What must be hit besides the instructions. */
  static final List<String> SITUATIONS =
      List.of(
          "body: bridge",
          "body: instance",
          "body: static",
          "call: JDK interface, by marker",
          "call: interface",
          "call: lambda",
          "call: library",
          "call: private by invokespecial",
          "call: private by invokevirtual",
          "call: static",
          "call: static of an interface",
          "call: super",
          "call: super of an interface",
          "call: the suspension itself",
          "call: virtual",
          "entered: as a handler's first instruction",
          "frame: array",
          "frame: empty",
          "frame: shape",
          "handler stands: before",
          "handler stands: behind",
          "handlers: 0",
          "handlers: 1",
          "handlers: 2",
          "handlers: 3",
          "handlers: 4 or more",
          "handlers: none catches all",
          "handlers: one catches all",
          "in a loop: no",
          "in a loop: yes",
          "live local: A",
          "live local: D",
          "live local: F",
          "live local: I",
          "live local: J",
          "live local: null",
          "live local: unconstructed",
          "result: B",
          "result: C",
          "result: D",
          "result: F",
          "result: I",
          "result: J",
          "result: L",
          "result: S",
          "result: V",
          "result: Z",
          "result: [",
          "stack depth: 0",
          "stack depth: 1",
          "stack depth: 2",
          "stack depth: 3",
          "stack depth: 4 or more",
          "stack holds: A",
          "stack holds: D",
          "stack holds: F",
          "stack holds: I",
          "stack holds: J",
          "stack holds: null",
          "unconstructed on stack: 0",
          "unconstructed on stack: 1",
          "unconstructed on stack: 2",
          "unconstructed on stack: 3",
          "unconstructed on stack: 4 or more");

  private Table() {}

  /** The instructions that ASM tells apart. */
  static List<Integer> opcodes() {
    List<Integer> opcodes = new ArrayList<>();
    for (int opcode = 0; opcode < Printer.OPCODES.length; opcode++) {
      String name = Printer.OPCODES[opcode];
      boolean isShortForm = name.matches("[IJLFDA](LOAD|STORE)_[0-3]|LDC2?_W|GOTO_W|JSR_W|WIDE");
      if (!name.isEmpty() && !isShortForm) {
        opcodes.add(opcode);
      }
    }
    return opcodes;
  }

  static String name(int opcode) {
    return Printer.OPCODES[opcode].toLowerCase(Locale.ROOT);
  }

  /** Why no captured call has this instruction there; empty if some should. */
  static Optional<String> unreachable(String column, int opcode) {
    if (opcode == Opcodes.JSR || opcode == Opcodes.RET) {
      return Optional.of("only in class files that are too old to be woven");
    }
    boolean leaves =
        opcode == Opcodes.ATHROW || (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN);
    return switch (column) {
      case "before" ->
          leaves
              ? Optional.of("nothing follows it")
              : opcode == Opcodes.MONITORENTER
                  ? Optional.of("the call would hold the monitor, and is pinned")
                  : Optional.empty();
      case "after" ->
          opcode == Opcodes.MONITOREXIT
              ? Optional.of("the call would hold the monitor, and is pinned")
              : Optional.empty();
      default -> {
        if (!leavesValue(opcode)) {
          yield Optional.of("leaves nothing on the stack");
        }
        yield column.equals("argument") && opcode == Opcodes.NEW
            ? Optional.of("the verifier lets nobody pass an unconstructed object on")
            : Optional.empty();
      }
    };
  }

  private static boolean leavesValue(int opcode) {
    boolean constantOrLoad = opcode >= Opcodes.ACONST_NULL && opcode <= Opcodes.SALOAD;
    boolean moves = opcode >= Opcodes.DUP && opcode <= Opcodes.SWAP;
    boolean computes = opcode >= Opcodes.IADD && opcode <= Opcodes.DCMPG && opcode != Opcodes.IINC;
    return constantOrLoad
        || moves
        || computes
        || switch (opcode) {
          case Opcodes.GETSTATIC,
              Opcodes.GETFIELD,
              Opcodes.INVOKEVIRTUAL,
              Opcodes.INVOKESPECIAL,
              Opcodes.INVOKESTATIC,
              Opcodes.INVOKEINTERFACE,
              Opcodes.INVOKEDYNAMIC,
              Opcodes.NEW,
              Opcodes.NEWARRAY,
              Opcodes.ANEWARRAY,
              Opcodes.ARRAYLENGTH,
              Opcodes.CHECKCAST,
              Opcodes.INSTANCEOF,
              Opcodes.MULTIANEWARRAY ->
              true;
          default -> false;
        };
  }

  /** The reasons, and for each the cells, as {@code column: names}. */
  static Map<String, List<String>> unreachable() {
    Map<String, List<String>> reasons = new TreeMap<>();
    for (String column : COLUMNS) {
      for (int opcode : opcodes()) {
        unreachable(column, opcode)
            .ifPresent(
                reason ->
                    reasons
                        .computeIfAbsent(column + ": " + reason, key -> new ArrayList<>())
                        .add(name(opcode)));
      }
    }
    return reasons;
  }
}
