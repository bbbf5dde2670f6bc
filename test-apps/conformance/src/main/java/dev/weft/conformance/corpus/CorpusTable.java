package dev.weft.conformance.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The result as a Markdown table, a row for each unit. */
final class CorpusTable {
  private CorpusTable() {}

  static String of(CorpusResult result) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| Unit | Classes | Methods | Suspend points | Refused | Growth | Classes/s | MB/s |");
    lines.add("|---|---:|---:|---:|---|---:|---:|---:|");
    result.reports().forEach(report -> lines.add(row(report)));
    lines.add(row(result.total()));
    return String.join("\n", lines);
  }

  private static String row(UnitReport report) {
    double seconds = report.nanos() / 1e9;
    String refusals =
        report.refusals().entrySet().stream()
            .map(refusal -> refusal.getValue() + " " + refusal.getKey())
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "| %s | %,d | %,d | %,d | %s | %.2f | %,.0f | %.1f |",
        report.unit(),
        report.classes(),
        report.methods(),
        report.points(),
        refusals.isEmpty() ? "0" : refusals,
        report.growth(),
        report.classes() / seconds,
        report.before() / seconds / 1e6);
  }
}
