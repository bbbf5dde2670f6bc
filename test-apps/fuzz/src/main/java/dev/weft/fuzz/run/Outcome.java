package dev.weft.fuzz.run;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.regex.Pattern;

/** What can be seen of one run, as text: two runs agree when their texts are equal. */
final class Outcome {
  private static final String PROGRAM = "fuzzed.";
  private static final String LAUNCHER = "fuzzed.Launch";

  private static final Pattern LAMBDA = Pattern.compile("\\S+\\$\\$(Weft\\$)?Lambda\\S+");

  private Outcome() {}

  static String returned(Context context) {
    return context.log() + "returned";
  }

  static String threw(Context context, Throwable exception) {
    StringBuilder text = new StringBuilder(context.log()).append("threw ");
    describe(exception, text, Collections.newSetFromMap(new IdentityHashMap<>()));
    return text.toString();
  }

  private static void describe(Throwable exception, StringBuilder text, Set<Throwable> seen) {
    if (!seen.add(exception)) {
      return;
    }
    text.append(kindAndMessage(exception));
    for (StackTraceElement element : exception.getStackTrace()) {
      String name = element.getClassName();
      // The JVM shows the frames of lambda classes now and then.
      if (name.startsWith(PROGRAM) && !name.equals(LAUNCHER) && !name.contains("$$Lambda")) {
        text.append("\n  at ")
            .append(name)
            .append('.')
            .append(element.getMethodName())
            .append(':')
            .append(element.getLineNumber());
      }
    }
    if (exception.getCause() != null) {
      describe(exception.getCause(), text.append("\n cause "), seen);
    }
    for (Throwable suppressed : exception.getSuppressed()) {
      describe(suppressed, text.append("\n suppressed "), seen);
    }
  }

  /**
   * Whether two texts are equal but for how often a trace repeats the levels of a recursion, which
   * cannot be told of an exception that was held across a suspension; see docs/limits.md.
   */
  static boolean agreeButForRecursion(String expected, String actual) {
    String once = withoutRepetition(expected);
    return !(once.equals(expected) && actual.equals(withoutRepetition(actual)))
        && once.equals(withoutRepetition(actual));
  }

  private static String withoutRepetition(String text) {
    StringBuilder kept = new StringBuilder();
    Set<String> trace = new HashSet<>();
    for (String line : text.split("\n", -1)) {
      boolean element = line.startsWith("  at ");
      if (!element) {
        trace.clear();
      }
      if (!element || trace.add(line)) {
        kept.append(line).append('\n');
      }
    }
    return kept.toString();
  }

  /** Without what the JVM's messages say about class loaders, and about the woven code. */
  static String kindAndMessage(Throwable exception) {
    String message = String.valueOf(exception.getMessage());
    if (exception instanceof NullPointerException) {
      message = ""; // names the twin, see docs/limits.md
    } else if (exception instanceof ClassCastException && message.contains(" (")) {
      message = message.substring(0, message.indexOf(" ("));
    }
    return exception.getClass().getName() + ": " + LAMBDA.matcher(message).replaceAll("a lambda");
  }
}
