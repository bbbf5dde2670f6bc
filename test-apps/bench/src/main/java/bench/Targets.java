package bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Sets what Weft measures against its targets, column by column. */
final class Targets {

  private static final Row DEPTH_1 = row("B1Resume.resume", Map.of("depth", "1"));
  private static final Row DEPTH_100 = row("B1Resume.resume", Map.of("depth", "100"));
  private static final Row ONE_METHOD = row("B1mMixed.resume", Map.of("methods", "1"));
  private static final Row EIGHT_METHODS = row("B1mMixed.resume", Map.of("methods", "8"));
  private static final Row INTS = row("B2Generator.ints", Map.of());
  private static final Row WALK = row("B2Generator.walk", Map.of());
  private static final Row NESTED = row("B2Generator.walkNested", Map.of());
  private static final Row INSIDE = row("B8Fib.inside", Map.of());
  private static final Row OUTSIDE = row("B8Fib.outside", Map.of());
  private static final Row UNWOVEN = row("B8Fib.unwoven", Map.of());

  private static final List<Ratio> RATIOS =
      List.of(
          new Ratio("depth 100 to depth 1", DEPTH_100, Peers.WEFT, DEPTH_1, 1.2, 1.2),
          new Ratio("depth 1 to Kotlin's", DEPTH_1, Peers.KOTLIN, DEPTH_1, 0.7, 1.0),
          new Ratio("ints to Kotlin's", INTS, Peers.KOTLIN, INTS, 0.6, 1.0),
          new Ratio("walk by recursion to Kotlin's", WALK, Peers.KOTLIN, WALK, 0.5, 0.5),
          new Ratio("walk by yieldFrom to Kotlin's", NESTED, Peers.KOTLIN, NESTED, 0.5, 0.5),
          new Ratio("8 methods to one", EIGHT_METHODS, Peers.WEFT, ONE_METHOD, 2.5, 2.5),
          new Ratio("fib inside to unwoven", INSIDE, Peers.WEFT, UNWOVEN, 1.3, 1.5),
          new Ratio("fib outside to unwoven", OUTSIDE, Peers.WEFT, UNWOVEN, 1.0, 1.0));

  private static final double HEAP_BYTES = 110;

  private final Results results;
  private final List<Column> columns;

  Targets(Results results, List<Column> columns) {
    this.results = results;
    this.columns = List.copyOf(columns);
  }

  /**
   * Weft's time in one row over somebody's time in the same or another row.
   *
   * @param other whose time divides: Weft's own, of the same column, or a peer's on the same JDK
   * @param floor what must hold even if the target is missed
   */
  private record Ratio(
      String title, Row above, String other, Row below, double target, double floor) {}

  /** A second table, or nothing if Weft was not measured. */
  List<String> markdown() {
    List<Column> weft = columns.stream().filter(one -> one.peer().equals(Peers.WEFT)).toList();
    List<String> lines = new ArrayList<>();
    for (Ratio ratio : RATIOS) {
      for (Column column : weft) {
        OptionalDouble measured = measured(ratio, column);
        if (measured.isPresent()) {
          lines.add(line(ratio.title, column, measured.getAsDouble(), ratio.target, ratio.floor));
        }
      }
    }
    for (Column column : weft) {
      Optional<HeapSize> heap = results.findHeap(1, column);
      if (heap.isPresent()) {
        double bytes = heap.get().collected();
        lines.add(line("heap bytes, depth 1", column, bytes, HEAP_BYTES, HEAP_BYTES));
      }
    }
    if (!lines.isEmpty()) {
      lines.addAll(0, List.of("", "| Target | on | measured | at most | floor | |"));
      lines.add(2, "|---|---|---:|---:|---:|---|");
    }
    return lines;
  }

  private OptionalDouble measured(Ratio ratio, Column column) {
    Optional<Column> other =
        ratio.other.equals(Peers.WEFT)
            ? Optional.of(column)
            : columns.stream()
                .filter(one -> one.peer().equals(ratio.other) && one.jdk() == column.jdk())
                .findFirst();
    OptionalDouble above = results.median(ratio.above, column);
    OptionalDouble below =
        other.isPresent() ? results.median(ratio.below, other.get()) : OptionalDouble.empty();
    return above.isPresent() && below.isPresent()
        ? OptionalDouble.of(above.getAsDouble() / below.getAsDouble())
        : OptionalDouble.empty();
  }

  private static String line(
      String title, Column column, double measured, double target, double floor) {
    String verdict = measured <= target ? "met" : measured <= floor ? "floor met" : "missed";
    return String.join(
        " | ",
        "| " + title,
        column.title(),
        Samples.number(measured),
        Samples.number(target),
        Samples.number(floor),
        verdict + " |");
  }

  private static Row row(String benchmark, Map<String, String> parameters) {
    return new Row("bench." + benchmark, parameters);
  }
}
