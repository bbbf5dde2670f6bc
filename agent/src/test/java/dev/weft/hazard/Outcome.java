package dev.weft.hazard;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.StringJoiner;

/**
 * What can be seen of one run of a program.
 *
 * @param result its described result, or its described exception
 * @param log its side effects
 */
record Outcome(String result, List<String> log) {

  static Outcome returned(Object result) {
    return new Outcome("returned " + describe(result), Log.take());
  }

  static Outcome threw(Throwable exception) {
    return new Outcome("threw " + whole(exception), Log.take());
  }

  @Override
  public String toString() {
    return result + "\n  log " + log;
  }

  /** A text that is equal exactly when the values are: NaN payloads, types and lines included. */
  static String describe(Object value) {
    if (value instanceof Float f) {
      return f + "f/" + Integer.toHexString(Float.floatToRawIntBits(f));
    }
    if (value instanceof Double d) {
      return d + "d/" + Long.toHexString(Double.doubleToRawLongBits(d));
    }
    if (value instanceof Long l) {
      return l + "L";
    }
    if (value instanceof Throwable exception) {
      // Inside a coroutine, traces are not whole yet; see whole() for those that leave it.
      return asTarget(exception.getClass().getName()) + ": " + message(exception);
    }
    if (value instanceof Collection<?> collection) {
      StringJoiner text = new StringJoiner(", ", "[", "]");
      collection.forEach(element -> text.add(describe(element)));
      return text.toString();
    }
    if (value != null && value.getClass().isArray()) {
      StringJoiner text = new StringJoiner(", ", value.getClass().getSimpleName() + "{", "}");
      for (int i = 0; i < Array.getLength(value); i++) {
        text.add(describe(Array.get(value, i)));
      }
      return text.toString();
    }
    return asTarget(String.valueOf(value));
  }

  /** Type, message and lines of an exception that left the program, and of its causes. */
  private static String whole(Throwable exception) {
    StringBuilder text = new StringBuilder(describe(exception));
    text.append(" at ").append(targetLines(exception));
    if (exception.getCause() != null) {
      text.append(" cause (").append(whole(exception.getCause())).append(')');
    }
    for (Throwable suppressed : exception.getSuppressed()) {
      text.append(" suppressed (").append(whole(suppressed)).append(')');
    }
    return text.toString();
  }

  /** The JVM's own messages for null pointers name the method that was called: the woven twin. */
  private static String message(Throwable exception) {
    String message = asTarget(String.valueOf(exception.getMessage()));
    return exception instanceof NullPointerException
        ? message
            .replace("$weft$", "")
            .replace(", dev.weft.abi.FrameStack)", ")")
            .replace("(dev.weft.abi.FrameStack)", "()")
        : message;
  }

  private static List<String> targetLines(Throwable exception) {
    List<String> lines = new ArrayList<>();
    for (StackTraceElement element : exception.getStackTrace()) {
      String className = asTarget(element.getClassName());
      if (className.startsWith(Target.PACKAGE)) {
        lines.add(
            className.substring(Target.PACKAGE.length())
                + "."
                + element.getMethodName()
                + ":"
                + element.getLineNumber());
      }
    }
    return lines;
  }

  /** Unwoven originals run under another package name. */
  private static String asTarget(String text) {
    return text.replace(Target.ORIGINAL_PACKAGE, Target.PACKAGE);
  }
}
