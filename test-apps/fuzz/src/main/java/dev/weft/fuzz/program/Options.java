package dev.weft.fuzz.program;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What stands behind a command: {@code --name value} and {@code --flag}. */
final class Options {
  private final Map<String, String> values = new HashMap<>();

  /**
   * Reads them.
   *
   * @param flags the names that take no value
   * @throws IllegalArgumentException if they are not well formed
   */
  Options(List<String> arguments, List<String> names, List<String> flags) {
    for (int i = 0; i < arguments.size(); i++) {
      String name = arguments.get(i);
      if (flags.contains(name)) {
        values.put(name, "true");
      } else if (!names.contains(name) || i + 1 == arguments.size()) {
        throw new IllegalArgumentException("unknown, or without a value: " + name);
      } else {
        values.put(name, arguments.get(++i));
      }
    }
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  long number(String name, long otherwise) {
    return values.containsKey(name) ? Long.parseLong(values.get(name)) : otherwise;
  }
}
