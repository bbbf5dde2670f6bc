package dev.weft.agent.discover;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * One row of the table of substitutions: a method of the JDK and the method that stands for it.
 *
 * @param name of the JDK's method
 * @param parameters its descriptor up to the closing parenthesis
 * @param by what stands for it, and whose it is
 * @param bodies which bodies of woven classes call the substitute
 * @param text the row as it is written, without {@code leaf} and {@code plain}
 */
public record Substitution(
    String name, String parameters, CallTarget.Substitute by, Bodies bodies, String text) {
  /** Who calls a substitute. */
  public enum Bodies {
    /** Woven bodies call its twin. */
    WOVEN("woven bodies"),
    /** Plain bodies, too, call it: a task that blocks there is known to. */
    LEAF("woven and plain bodies"),
    /** All call it; it has no twin, as it never suspends. */
    PLAIN("woven and plain bodies");

    private final String text;

    Bodies(String text) {
      this.text = text;
    }

    private static Bodies of(String prefix) {
      return prefix == null ? WOVEN : prefix.startsWith("leaf") ? LEAF : PLAIN;
    }
  }

  private static final String NAME = "[\\p{javaJavaIdentifierPart}.]+";

  private static final Pattern ROW =
      Pattern.compile(
          "(leaf\\s+|plain\\s+)?(("
              + NAME
              + ")\\.("
              + NAME
              + ")\\s*\\(([^()]*)\\)\\s*=\\s*("
              + NAME
              + ")\\.("
              + NAME
              + ")(?:\\s+if\\s+("
              + NAME
              + "))?)");

  /** The letters of the primitive types. */
  private static final Type[] PRIMITIVES = {
    Type.BOOLEAN_TYPE,
    Type.BYTE_TYPE,
    Type.CHAR_TYPE,
    Type.SHORT_TYPE,
    Type.INT_TYPE,
    Type.LONG_TYPE,
    Type.FLOAT_TYPE,
    Type.DOUBLE_TYPE
  };

  /**
   * Reads a row.
   *
   * @throws IllegalArgumentException if it is none; the message says how one looks
   */
  public static Substitution parse(String line) {
    Matcher row = ROW.matcher(line.strip());
    if (!row.matches()) {
      throw new IllegalArgumentException(
          "'" + line.strip() + "' is not OWNER.NAME(PARAMETER TYPES) = CLASS.METHOD");
    }
    String guard = row.group(8);
    return new Substitution(
        row.group(4),
        parameters(row.group(5)),
        new CallTarget.Substitute(
            internal(row.group(3)),
            internal(row.group(6)),
            row.group(7),
            guard == null ? "" : guard),
        Bodies.of(row.group(1)),
        row.group(2).replaceAll("\\s+", " "));
  }

  private static String internal(String className) {
    return className.replace('.', '/');
  }

  private static String parameters(String types) {
    StringBuilder descriptor = new StringBuilder("(");
    if (!types.isBlank()) {
      for (String type : types.split(",", -1)) {
        descriptor.append(descriptor(type.strip()));
      }
    }
    return descriptor.append(')').toString();
  }

  private static String descriptor(String type) {
    if (type.endsWith("[]")) {
      return "[" + descriptor(type.substring(0, type.length() - 2).strip());
    }
    for (Type primitive : PRIMITIVES) {
      if (primitive.getClassName().equals(type)) {
        return primitive.getDescriptor();
      }
    }
    return "L" + internal(type) + ";";
  }

  /** How woven bodies call it. */
  CallTarget target() {
    return bodies == Bodies.PLAIN ? CallTarget.PLAIN : by;
  }

  /** Whether a method of this name and descriptor may be the one. */
  boolean fits(String methodName, String descriptor) {
    return name.equals(methodName) && descriptor.startsWith(parameters);
  }

  /** Whether both stand for the same method. */
  boolean replaces(Substitution other) {
    return other.by.receiver().equals(by.receiver()) && other.fits(name, parameters);
  }

  /**
   * Whether a class is the one that declares the substitute, or nested in it: there the JDK's
   * method is meant, or nobody could call it any more.
   */
  boolean isCalledPlainlyBy(String caller) {
    return caller.startsWith(by.owner())
        && (caller.length() == by.owner().length() || caller.charAt(by.owner().length()) == '$');
  }

  /** The declarations of the JDK's method in its class; more than one with covariant bridges. */
  List<MethodOutline> declarations(ClassOutline owner) {
    List<MethodOutline> found = new ArrayList<>();
    for (MethodOutline method : owner.methods().values()) {
      if (fits(method.name(), method.descriptor()) && !method.is(Opcodes.ACC_BRIDGE)) {
        found.add(method);
      }
    }
    return found;
  }

  /** How {@code explain} lists it. */
  @Override
  public String toString() {
    return text + "  (" + bodies.text + ")";
  }
}
