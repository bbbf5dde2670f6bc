package bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes the results as Markdown. */
final class Table {

  private static final String ABSENT = "-";

  private final List<Column> columns;
  private final Results results;
  private final List<String> conditions;

  Table(List<Column> columns, Results results, List<String> conditions) {
    this.columns = List.copyOf(columns);
    this.results = results;
    this.conditions = List.copyOf(conditions);
  }

  /** Conditions, one table of all cells, and the targets as far as they can be judged. */
  String markdown() {
    List<String> lines = new ArrayList<>();
    for (String condition : conditions) {
      lines.add(condition);
      lines.add("");
    }
    lines.add(row("", Column::title));
    lines.add(row("---", column -> "---:"));
    for (Row row : results.rows()) {
      lines.add(row(row.title(), column -> times(row, column)));
    }
    for (int depth : results.depths()) {
      lines.add(row("heap, bytes, depth " + depth, column -> heap(depth, column)));
    }
    lines.addAll(new Targets(results, columns).markdown());
    return String.join("\n", lines) + "\n";
  }

  private String row(String first, Function<Column, String> cell) {
    return columns.stream()
        .map(cell)
        .collect(Collectors.joining(" | ", "| " + first + " | ", " |"));
  }

  private String times(Row row, Column column) {
    return results.find(row, column).map(Samples::text).orElse(ABSENT);
  }

  private String heap(int depth, Column column) {
    return results.findHeap(depth, column).map(HeapSize::text).orElse(ABSENT);
  }
}
