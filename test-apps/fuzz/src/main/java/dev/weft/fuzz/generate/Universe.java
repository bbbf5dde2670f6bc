package dev.weft.fuzz.generate;

import dev.weft.fuzz.emit.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The types and methods of one program, as far as code that is being generated may use them. */
final class Universe {
  static final String OBJECT = "Ljava/lang/Object;";
  static final String STRING = "Ljava/lang/String;";
  static final String INTEGER = "Ljava/lang/Integer;";
  static final String THROWABLE = "Ljava/lang/Throwable;";
  static final List<String> SMALL = List.of("Z", "B", "C", "S");
  static final List<String> PRIMITIVES = List.of("I", "J", "F", "D", "Z", "B", "C", "S");
  static final String COMPARABLE = "Ljava/lang/Comparable;";
  static final String RUNNABLE = "Ljava/lang/Runnable;";
  private static final List<String> ARRAYS =
      List.of("[I", "[J", "[F", "[D", "[Z", "[B", "[C", "[S", "[" + OBJECT, "[[I", "[" + STRING);
  private static final List<String> INTERFACES =
      List.of("[" + COMPARABLE, "[" + RUNNABLE, "[[" + COMPARABLE, "[" + INTEGER, "[[" + OBJECT);

  private final Dice dice;
  final List<Callable> callables = new ArrayList<>();
  final List<Lambda> lambdas = new ArrayList<>();

  /** Constructor descriptors by class. */
  final Map<String, List<String>> constructors = new HashMap<>();

  /** The concrete types one may write for a type. */
  final Map<String, List<String>> subtypes = new HashMap<>();

  /** Fields that are not static: owner, name, descriptor. */
  final List<String[]> fields = new ArrayList<>();

  /** Static fields. */
  final List<String[]> statics = new ArrayList<>();

  /**
   * The functional interfaces: type, method, descriptor, what is written in place of the erased.
   */
  final List<String[]> functions = new ArrayList<>();

  private final List<String> references = new ArrayList<>();

  /** Arrays whose elements are no primitives, interfaces of the JDK and types of the program. */
  private final List<String> arrays = new ArrayList<>(INTERFACES);

  /** A lambda expression or method reference that may be written: children are captured. */
  record Lambda(String type, String argument, List<String> captured, boolean isPrivate) {}

  Universe(Dice dice) {
    this.dice = dice;
    references.addAll(
        List.of(OBJECT, OBJECT, OBJECT, STRING, STRING, INTEGER, THROWABLE, "[I", "[" + OBJECT));
  }

  static String own(String simpleName) {
    return "L" + Names.PACKAGE + simpleName + ";";
  }

  static String internal(String descriptor) {
    return descriptor.substring(1, descriptor.length() - 1);
  }

  void addReference(String type) {
    references.add(type);
    arrays.add("[" + type);
    if (dice.chance(0.3)) {
      arrays.add("[[" + type);
    }
  }

  /** A random type of array. */
  String array() {
    return dice.chance(0.5) ? dice.pick(ARRAYS) : dice.pick(arrays);
  }

  /** Whether there are arrays with elements of this type, to read one from. */
  boolean isElement(String type) {
    return ARRAYS.contains("[" + type) || arrays.contains("[" + type);
  }

  /**
   * A type of array that the verifier takes for another: where the elements are of an interface,
   * any whose elements are no primitives and, but for Object, no arrays.
   */
  String likeArray(String type) {
    String element = type.substring(1);
    boolean isInterface =
        List.of(OBJECT, COMPARABLE, RUNNABLE, own("I"), own("F")).contains(element);
    if (!isInterface) {
      return type;
    }
    String other = array();
    boolean nested = other.charAt(1) == '[' && element.equals(OBJECT);
    return other.charAt(1) == 'L' || nested ? other : type;
  }

  /** A random type. */
  String type() {
    return switch (dice.weighted(8, 4, 3, 4, 2, 10, 4)) {
      case 0 -> "I";
      case 1 -> "J";
      case 2 -> "F";
      case 3 -> "D";
      case 4 -> dice.pick(SMALL);
      case 5 -> dice.pick(references);
      default -> array();
    };
  }

  String reference() {
    return dice.chance(0.8) ? dice.pick(references) : array();
  }

  /** A random method descriptor. */
  String descriptor() {
    StringBuilder text = new StringBuilder("(");
    int parameters = dice.chance(0.06) ? dice.between(5, 11) : dice.below(4);
    for (int i = 0; i < parameters; i++) {
      text.append(type());
    }
    return text.append(')').append(dice.chance(0.2) ? "V" : type()).toString();
  }
}
