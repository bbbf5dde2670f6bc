package bench.tasks;

import java.util.Map;
import java.util.TreeMap;

/**
 * What one process has printed, by name, and its time as {@code process}.
 *
 * @param values nanoseconds and bytes
 */
record Reading(Map<String, Double> values) {

  /**
   * Reads {@code name=value} pairs with spaces between; negative values are unknown.
   *
   * @throws IllegalArgumentException if that is something else
   */
  static Reading parse(String line, long processNanos) {
    Map<String, Double> values = new TreeMap<>();
    for (String pair : line.trim().split(" ")) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("expected name=value pairs, got: " + line);
      }
      values.put(pair.substring(0, equals), Double.valueOf(pair.substring(equals + 1)));
    }
    values.put("process", (double) processNanos);
    return new Reading(values);
  }

  /** That value; NaN if it is unknown. */
  double get(String name) {
    double value = values.getOrDefault(name, -1.0);
    return value < 0 ? Double.NaN : value;
  }

  /** As a JSON object. */
  String json() {
    StringBuilder text = new StringBuilder("{");
    values.forEach(
        (name, value) ->
            text.append(text.length() == 1 ? "" : ", ")
                .append('"' + name + "\": ")
                .append(value.longValue()));
    return text.append('}').toString();
  }
}
