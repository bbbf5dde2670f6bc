package dev.weft.agent.discover;

import java.util.ArrayList;
import java.util.List;

/**
 * A set of class-name patterns in the manner of Ant: {@code *} stands for any part of a name
 * without dots, {@code **} for any part with dots. {@code com.acme.**} matches the package and
 * those below it; a pattern without wildcards matches the class and the classes nested in it.
 *
 * <p>No regular expressions: this is asked of every class, and while the JVM starts.
 */
public final class ClassPatterns {
  /** Matches nothing. */
  public static final ClassPatterns NONE = new ClassPatterns(List.of());

  /** Patterns without blanks around them. */
  private final List<String> patterns;

  private ClassPatterns(List<String> patterns) {
    this.patterns = List.copyOf(patterns);
  }

  /**
   * Patterns separated by {@code |}.
   *
   * @throws IllegalArgumentException if one is empty or has characters no class name has
   */
  public static ClassPatterns parse(String text) {
    List<String> patterns = new ArrayList<>();
    int start = 0;
    for (int bar = text.indexOf('|'); bar >= 0; bar = text.indexOf('|', start)) {
      patterns.add(checked(text.substring(start, bar)));
      start = bar + 1;
    }
    patterns.add(checked(text.substring(start)));
    return new ClassPatterns(patterns);
  }

  /** These patterns and others. */
  public ClassPatterns and(ClassPatterns others) {
    List<String> all = new ArrayList<>(patterns);
    all.addAll(others.patterns);
    return new ClassPatterns(all);
  }

  /** One set for each pattern. */
  public List<ClassPatterns> each() {
    List<ClassPatterns> each = new ArrayList<>();
    for (String pattern : patterns) {
      each.add(new ClassPatterns(List.of(pattern)));
    }
    return each;
  }

  /** Whether there are no patterns. */
  public boolean isEmpty() {
    return patterns.isEmpty();
  }

  /** Whether a class matches; {@code internalName} has slashes. */
  public boolean matches(String internalName) {
    for (String pattern : patterns) {
      if (matches(pattern, internalName)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String pattern, String name) {
    if (pattern.indexOf('*') < 0) {
      int end = pattern.length();
      return name.length() >= end
          && matches(pattern, 0, name.substring(0, end), 0)
          && (name.length() == end || name.charAt(end) == '$');
    }
    return matches(pattern, 0, name, 0);
  }

  /** Whether the rest of a pattern matches the rest of a name. */
  private static boolean matches(String pattern, int patternStart, String name, int nameStart) {
    int p = patternStart;
    int n = nameStart;
    while (p < pattern.length()) {
      char c = pattern.charAt(p);
      if (c == '*') {
        boolean dots = pattern.startsWith("**", p);
        return matchesBehindStar(pattern, dots ? p + 2 : p + 1, name, n, dots);
      }
      if (n == name.length() || !isSame(c, name.charAt(n))) {
        return false;
      }
      p++;
      n++;
    }
    return n == name.length();
  }

  private static boolean matchesBehindStar(
      String pattern, int p, String name, int nameStart, boolean dots) {
    if (dots && p == pattern.length()) {
      return true;
    }
    for (int n = nameStart; ; n++) {
      if (matches(pattern, p, name, n)) {
        return true;
      }
      if (n == name.length() || (!dots && name.charAt(n) == '/')) {
        return false;
      }
    }
  }

  /** A pattern has dots where an internal name has slashes. */
  private static boolean isSame(char patternChar, char nameChar) {
    return nameChar == '/' ? patternChar == '.' : patternChar == nameChar;
  }

  /** The patterns as one writes them. */
  @Override
  public String toString() {
    return String.join("|", patterns);
  }

  private static String checked(String pattern) {
    String trimmed = pattern.strip();
    if (trimmed.isEmpty() || !isAllowed(trimmed)) {
      throw new IllegalArgumentException(
          "'"
              + pattern
              + "' is not a class pattern; write com.acme.** or com.acme.Job, and | between two");
    }
    return trimmed;
  }

  private static boolean isAllowed(String pattern) {
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c != '*' && c != '.' && c != '-' && !Character.isJavaIdentifierPart(c)) {
        return false;
      }
    }
    return true;
  }
}
