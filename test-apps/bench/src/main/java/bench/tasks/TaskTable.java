package bench.tasks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All that was measured so far, as Markdown. */
final class TaskTable {
  private static final String ABSENT = "-";

  private final List<Program> programs;
  private final List<String> conditions;
  private final Map<TaskWork, Map<Metric, Map<Program, Cell>>> cells =
      new EnumMap<>(TaskWork.class);

  TaskTable(List<Program> programs, List<String> conditions) {
    this.programs = List.copyOf(programs);
    this.conditions = List.copyOf(conditions);
  }

  void add(TaskWork work, Program program, Reading reading) {
    for (Metric metric : work.metrics()) {
      cells
          .computeIfAbsent(work, unused -> new EnumMap<>(Metric.class))
          .computeIfAbsent(metric, unused -> new LinkedHashMap<>())
          .computeIfAbsent(program, unused -> new Cell())
          .add(metric.of(reading, work));
    }
  }

  /** What a cell of the first metric is, to be shown while it runs. */
  String text(TaskWork work, Program program) {
    return work.metrics().stream()
        .map(metric -> cell(work, metric, program).text() + " " + metric.unit())
        .collect(Collectors.joining(", "));
  }

  private Cell cell(TaskWork work, Metric metric, Program program) {
    return cells
        .getOrDefault(work, Map.of())
        .getOrDefault(metric, Map.of())
        .getOrDefault(program, new Cell());
  }

  /** Conditions, the table of all cells, and the targets as far as they can be judged. */
  String markdown() {
    List<String> lines = new ArrayList<>();
    for (String condition : conditions) {
      lines.add(condition);
      lines.add("");
    }
    lines.add(row("", Program::title));
    lines.add(row("---", program -> "---:"));
    cells.forEach(
        (work, metrics) ->
            metrics.forEach(
                (metric, unused) ->
                    lines.add(
                        row(
                            work.title() + ", " + metric.unit(),
                            program -> shown(cell(work, metric, program))))));
    lines.addAll(targets());
    return String.join("\n", lines) + "\n";
  }

  private String row(String first, Function<Program, String> text) {
    return programs.stream()
        .map(text)
        .collect(Collectors.joining(" | ", "| " + first + " | ", " |"));
  }

  private static String shown(Cell cell) {
    return cell.isEmpty() ? ABSENT : cell.text();
  }

  // ---- targets -------------------------------------------------------------------------------

  private List<String> targets() {
    List<String> lines = new ArrayList<>();
    for (Program weft : programs.stream().filter(Program::weft).toList()) {
      cells.forEach(
          (work, metrics) -> {
            Metric metric = work.metrics().get(0);
            Cell ours = cell(work, metric, weft);
            if (!ours.isEmpty()) {
              lines.add(ahead(work, metric, ours, weft));
              for (Target target : work.targets()) {
                lines.add(target.line(work, weft, cell(work, target.metric(), weft)));
              }
            }
          });
    }
    if (!lines.isEmpty()) {
      lines.addAll(0, List.of("", "| Target | on | measured | |", "|---|---|---:|---|"));
    }
    return lines;
  }

  /** Whether the interval is below that of every peer, on whatever JDK. */
  private String ahead(TaskWork work, Metric metric, Cell ours, Program weft) {
    List<String> behind =
        programs.stream()
            .filter(peer -> !peer.weft())
            .filter(peer -> !cell(work, metric, peer).isEmpty())
            .filter(peer -> ours.high() >= cell(work, metric, peer).low())
            .map(Program::title)
            .toList();
    String verdict = behind.isEmpty() ? "met" : "not ahead of " + String.join("; ", behind);
    return String.join(
        " | ",
        "| " + work.title() + ": ahead of all, intervals apart",
        weft.title(),
        ours.text(),
        verdict + " |");
  }
}
