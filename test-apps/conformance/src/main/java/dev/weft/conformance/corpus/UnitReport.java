package dev.weft.conformance.corpus;

import java.util.Map;
import java.util.TreeMap;

/**
 * What weaving one unit came to. Prints as, and is read from, a line of tab-separated fields.
 *
 * @param classes of the unit
 * @param woven classes that are not as they were
 * @param methods that are neither constructors, initialisers, abstract nor native
 * @param points suspend points
 * @param refusals methods by reason; native ones, which cannot be woven by definition, apart
 * @param before bytes of all class files
 * @param after bytes of all class files, woven
 * @param nanos processor time to weave
 * @param digest of the woven class files, in their order
 */
record UnitReport(
    String unit,
    int classes,
    int woven,
    int methods,
    long points,
    Map<String, Integer> refusals,
    long before,
    long after,
    long nanos,
    String digest) {

  private static final String NATIVE = "NATIVE";

  /** Refused methods, but for native ones. */
  int refused() {
    return refusals.entrySet().stream()
        .filter(refusal -> !refusal.getKey().equals(NATIVE))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  double growth() {
    return (double) after / before;
  }

  /** The sum of two reports; its digest is empty. */
  UnitReport plus(UnitReport other) {
    Map<String, Integer> all = new TreeMap<>(refusals);
    other.refusals.forEach((reason, count) -> all.merge(reason, count, Integer::sum));
    return new UnitReport(
        unit,
        classes + other.classes,
        woven + other.woven,
        methods + other.methods,
        points + other.points,
        all,
        before + other.before,
        after + other.after,
        nanos + other.nanos,
        "");
  }

  /** A report on nothing. */
  static UnitReport empty(String unit) {
    return new UnitReport(unit, 0, 0, 0, 0, new TreeMap<>(), 0, 0, 0, "");
  }

  String line() {
    StringBuilder reasons = new StringBuilder();
    refusals.forEach(
        (reason, count) -> reasons.append(reason).append('=').append(count).append(' '));
    return String.join(
        "\t",
        unit,
        String.valueOf(classes),
        String.valueOf(woven),
        String.valueOf(methods),
        String.valueOf(points),
        reasons.toString().strip(),
        String.valueOf(before),
        String.valueOf(after),
        String.valueOf(nanos),
        digest);
  }

  static UnitReport parse(String line) {
    String[] fields = line.split("\t", -1);
    Map<String, Integer> refusals = new TreeMap<>();
    for (String refusal : fields[5].split(" ", -1)) {
      int equals = refusal.indexOf('=');
      if (equals > 0) {
        refusals.put(refusal.substring(0, equals), Integer.valueOf(refusal.substring(equals + 1)));
      }
    }
    return new UnitReport(
        fields[0],
        Integer.parseInt(fields[1]),
        Integer.parseInt(fields[2]),
        Integer.parseInt(fields[3]),
        Long.parseLong(fields[4]),
        refusals,
        Long.parseLong(fields[6]),
        Long.parseLong(fields[7]),
        Long.parseLong(fields[8]),
        fields[9]);
  }
}
