package dev.weft.fuzz.program;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.objectweb.asm.Type;
import org.objectweb.asm.util.Printer;

/**
 * An instruction without operands that takes values from the stack and leaves one.
 *
 * @param name in lower case, as in JVMS §6.5
 * @param opcode its number
 * @param takes descriptors of what it takes, the bottom first
 * @param gives descriptor of what it leaves
 */
public record Operation(String name, int opcode, List<String> takes, String gives) {
  private static final Map<String, Operation> ALL = new LinkedHashMap<>();

  static {
    for (char kind : "IJFD".toCharArray()) {
      String letter = Character.toString(kind == 'J' ? 'l' : Character.toLowerCase(kind));
      for (String two : List.of("add", "sub", "mul", "div", "rem")) {
        add(letter + two, "" + kind + kind, kind);
      }
      add(letter + "neg", "" + kind, kind);
      for (char other : "IJFD".toCharArray()) {
        if (other != kind) {
          char to = other == 'J' ? 'l' : Character.toLowerCase(other);
          add(letter + "2" + to, "" + kind, other);
        }
      }
    }
    for (String shift : List.of("shl", "shr", "ushr")) {
      add("i" + shift, "II", 'I');
      add("l" + shift, "JI", 'J');
    }
    for (String bits : List.of("and", "or", "xor")) {
      add("i" + bits, "II", 'I');
      add("l" + bits, "JJ", 'J');
    }
    add("i2b", "I", 'B');
    add("i2c", "I", 'C');
    add("i2s", "I", 'S');
    add("lcmp", "JJ", 'I');
    add("fcmpl", "FF", 'I');
    add("fcmpg", "FF", 'I');
    add("dcmpl", "DD", 'I');
    add("dcmpg", "DD", 'I');
  }

  private static void add(String name, String takes, char gives) {
    List<String> kinds = new ArrayList<>();
    for (int i = 0; i < takes.length(); i++) {
      kinds.add(takes.substring(i, i + 1));
    }
    ALL.put(name, new Operation(name, opcode(name), kinds, Character.toString(gives)));
  }

  /** The number of an instruction. */
  public static int opcode(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    for (int opcode = 0; opcode < Printer.OPCODES.length; opcode++) {
      if (Printer.OPCODES[opcode].equals(upper)) {
        return opcode;
      }
    }
    throw new IllegalArgumentException("no instruction is called " + name);
  }

  /** The operation with this name. */
  public static Operation named(String name) {
    Operation found = ALL.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no such operation: " + name);
    }
    return found;
  }

  /** All of them. */
  public static Collection<Operation> all() {
    return List.copyOf(ALL.values());
  }

  /** Those that leave a value of this kind, where boolean, byte, char and short count as int. */
  public static List<Operation> giving(String descriptor) {
    String stack = stackKind(descriptor);
    return ALL.values().stream().filter(o -> stackKind(o.gives).equals(stack)).toList();
  }

  /** {@code I J F D} or {@code A}: how the operand stack sees a type. */
  public static String stackKind(String descriptor) {
    return switch (Type.getType(descriptor).getSort()) {
      case Type.BOOLEAN, Type.BYTE, Type.CHAR, Type.SHORT, Type.INT -> "I";
      case Type.LONG -> "J";
      case Type.FLOAT -> "F";
      case Type.DOUBLE -> "D";
      default -> "A";
    };
  }
}
