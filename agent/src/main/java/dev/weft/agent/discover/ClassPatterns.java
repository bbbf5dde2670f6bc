package dev.weft.agent.discover;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A set of class-name patterns in the manner of Ant: {@code *} stands for any part of a name
 * without dots, {@code **} for any part with dots. {@code com.acme.**} matches the package and
 * those below it; a pattern without wildcards matches the class and the classes nested in it.
 */
public final class ClassPatterns {
  /** Matches nothing. */
  public static final ClassPatterns NONE = new ClassPatterns(List.of());

  private final List<Pattern> patterns;

  private ClassPatterns(List<Pattern> patterns) {
    this.patterns = List.copyOf(patterns);
  }

  /**
   * Patterns separated by {@code |}.
   *
   * @throws IllegalArgumentException if one is empty or has characters no class name has
   */
  public static ClassPatterns parse(String text) {
    return new ClassPatterns(
        Arrays.stream(text.split("\\|", -1)).map(ClassPatterns::compile).toList());
  }

  /** These patterns and others. */
  public ClassPatterns and(ClassPatterns others) {
    return new ClassPatterns(Stream.concat(patterns.stream(), others.patterns.stream()).toList());
  }

  /** Whether there are no patterns. */
  public boolean isEmpty() {
    return patterns.isEmpty();
  }

  /** Whether a class matches; {@code internalName} has slashes. */
  public boolean matches(String internalName) {
    if (patterns.isEmpty()) {
      return false;
    }
    String name = internalName.replace('/', '.');
    for (Pattern pattern : patterns) {
      if (pattern.matcher(name).matches()) {
        return true;
      }
    }
    return false;
  }

  private static Pattern compile(String pattern) {
    String trimmed = pattern.strip();
    if (trimmed.isEmpty() || !trimmed.chars().allMatch(ClassPatterns::isAllowed)) {
      throw new IllegalArgumentException(
          "'"
              + pattern
              + "' is not a class pattern; write com.acme.** or com.acme.Job, and | between two");
    }
    StringBuilder regex = new StringBuilder();
    int i = 0;
    while (i < trimmed.length()) {
      if (trimmed.startsWith("**", i)) {
        regex.append(".*");
        i += 2;
      } else if (trimmed.charAt(i) == '*') {
        regex.append("[^.]*");
        i++;
      } else {
        regex.append(Pattern.quote(trimmed.substring(i, i + 1)));
        i++;
      }
    }
    return Pattern.compile(trimmed.contains("*") ? regex.toString() : regex + "(\\$.*)?");
  }

  private static boolean isAllowed(int c) {
    return c == '*' || c == '.' || c == '-' || Character.isJavaIdentifierPart(c);
  }
}
