package dev.weft.continuation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Set;
import java.util.UUID;

/**
 * Values of variables as dumps show them: short, and without calling anybody's code. Immutable
 * values of the JDK are shown as such, a string by its beginning, an array by its length, and any
 * other object by its type and identity: its {@code toString} might be slow, wait for a lock, or
 * change something.
 */
final class ValueText {
  private static final int LONGEST = 60;

  /** Small and final, and their {@code toString} is their own. */
  private static final Set<Class<?>> PLAIN =
      Set.of(
          Boolean.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          Duration.class,
          Instant.class,
          LocalDate.class,
          LocalDateTime.class,
          LocalTime.class,
          UUID.class);

  private ValueText() {}

  static String of(Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof String string) {
      return quoted(string);
    }
    if (value instanceof Character character) {
      return character(character);
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value instanceof Class<?> type) {
      return type.getName();
    }
    Class<?> type = value.getClass();
    if (PLAIN.contains(type)) {
      return value.toString();
    }
    return type.isArray()
        ? array(type.getComponentType(), java.lang.reflect.Array.getLength(value))
        : type.getName() + "@" + Integer.toHexString(System.identityHashCode(value));
  }

  private static String array(Class<?> component, int length) {
    String brackets = "[" + length + "]";
    Class<?> innermost = component;
    while (innermost.isArray()) {
      brackets += "[]";
      innermost = innermost.getComponentType();
    }
    return innermost.getName() + brackets;
  }

  /**
   * The same of a primitive.
   *
   * @param descriptor its type
   * @param bits as a frame has it
   */
  static String ofPrimitive(char descriptor, long bits) {
    return switch (descriptor) {
      case 'Z' -> Boolean.toString(bits != 0);
      case 'C' -> character((char) bits);
      case 'F' -> Float.toString(Float.intBitsToFloat((int) bits));
      case 'D' -> Double.toString(Double.longBitsToDouble(bits));
      default -> Long.toString(bits);
    };
  }

  private static String character(char value) {
    StringBuilder text = new StringBuilder("'");
    append(value, text);
    return text.append('\'').toString();
  }

  private static String quoted(String value) {
    StringBuilder text = new StringBuilder("\"");
    int shown = Math.min(value.length(), LONGEST);
    for (int i = 0; i < shown; i++) {
      append(value.charAt(i), text);
    }
    text.append('"');
    return shown == value.length()
        ? text.toString()
        : text.append("... (").append(value.length()).append(" characters)").toString();
  }

  private static void append(char c, StringBuilder text) {
    switch (c) {
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      case '\t' -> text.append("\\t");
      default -> {
        if (c < ' ' || c == '\u007f') {
          text.append(String.format("\\u%04x", (int) c));
        } else {
          text.append(c);
        }
      }
    }
  }
}
