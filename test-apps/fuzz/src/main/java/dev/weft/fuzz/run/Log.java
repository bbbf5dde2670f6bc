package dev.weft.fuzz.run;

import java.lang.reflect.Array;

/** The side effects of generated programs. Texts are equal exactly when the values are. */
public final class Log {
  private static final int MAX_DEPTH = 3;
  private static final ThreadLocal<int[]> DEPTH = ThreadLocal.withInitial(() -> new int[1]);

  private static final int MAX_TEXT = 1_000;

  private Log() {}

  /** Notes a value. */
  public static void add(int x) {
    Worker.served().note(Integer.toString(x));
  }

  /** Notes a value. */
  public static void add(long x) {
    Worker.served().note(x + "L");
  }

  /** Notes a value, NaN payloads included. */
  public static void add(float x) {
    Worker.served().note(Integer.toHexString(Float.floatToRawIntBits(x)) + "f");
  }

  /** Notes a value, NaN payloads included. */
  public static void add(double x) {
    Worker.served().note(Long.toHexString(Double.doubleToRawLongBits(x)) + "d");
  }

  /** Notes an object by its contents. */
  public static void add(Object x) {
    Worker.served().note(describe(x));
  }

  /** Notes whether two are the same, and returns the first. */
  public static Object same(Object x, Object y) {
    Worker.served().note(x == y ? "same" : "different");
    return x;
  }

  /** The beginning of a text: one that is doubled in a recursion would exhaust the heap. */
  public static String bounded(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }

  /** The value, or a number instead of NaN. */
  public static float real(float x) {
    return Float.isNaN(x) ? 0.5f : x;
  }

  /** The value, or a number instead of NaN. */
  public static double real(double x) {
    return Double.isNaN(x) ? 0.25 : x;
  }

  /** A text and an int. */
  public static String text(String text, int x) {
    return text + " " + x;
  }

  /** A text and a long. */
  public static String text(String text, long x) {
    return text + " " + x + "L";
  }

  /** A text and a float. */
  public static String text(String text, float x) {
    return text + " " + Integer.toHexString(Float.floatToRawIntBits(x)) + "f";
  }

  /** A text and a double. */
  public static String text(String text, double x) {
    return text + " " + Long.toHexString(Double.doubleToRawLongBits(x)) + "d";
  }

  /** A text and an object. */
  public static String text(String text, Object x) {
    return text + " " + describe(x);
  }

  static String describe(Object value) {
    int[] depth = DEPTH.get();
    if (depth[0] >= MAX_DEPTH) {
      return "...";
    }
    depth[0]++;
    try {
      return describeOnce(value);
    } finally {
      depth[0]--;
    }
  }

  private static String describeOnce(Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof Throwable exception) {
      return Outcome.kindAndMessage(exception);
    }
    Class<?> type = value.getClass();
    if (type.isArray()) {
      StringBuilder text = new StringBuilder(type.getSimpleName()).append('{');
      for (int i = 0; i < Array.getLength(value); i++) {
        Object element = Array.get(value, i);
        text.append(element instanceof Number n ? bits(n) : describe(element)).append(' ');
      }
      return text.append('}').toString();
    }
    if (value instanceof Number number) {
      return bits(number);
    }
    if (value instanceof String || (type.getName().startsWith("fuzzed.") && !type.isHidden())) {
      return value.toString().contains("$$") ? "a lambda" : value.toString();
    }
    return type.isHidden() || type.isSynthetic() ? "a lambda" : type.getName();
  }

  private static String bits(Number number) {
    if (number instanceof Float f) {
      return Integer.toHexString(Float.floatToRawIntBits(f)) + "f";
    }
    if (number instanceof Double d) {
      return Long.toHexString(Double.doubleToRawLongBits(d)) + "d";
    }
    return number.getClass().getSimpleName() + " " + number;
  }
}
