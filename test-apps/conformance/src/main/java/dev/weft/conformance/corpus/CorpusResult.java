package dev.weft.conformance.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of a corpus: woven, and linked both as it was and as it is.
 *
 * @param reports one per unit
 * @param unlinkedPlain classes that do not link unwoven
 * @param errors of the weaver: classes that link unwoven only, or end in other errors woven; calls
 *     of twins that do not exist; classes the weaver failed on
 */
record CorpusResult(List<UnitReport> reports, int unlinkedPlain, List<String> errors) {

  /** At most so many of a corpus's methods may be refused. */
  static final double MAX_REFUSED = 0.005;

  /** Weaves and links in JVMs of their own; intermediate files go to {@code work}. */
  static CorpusResult of(ForkedJava java, List<Object> corpus, Path work)
      throws IOException, InterruptedException {
    List<Object> weave = new ArrayList<>(corpus);
    weave.add(work);
    java.run(WeaveStep.class, List.of("-Xmx3g"), weave.toArray());
    List<String> link = List.of("-Xmx600m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    for (String store : List.of("plain", "woven")) {
      java.run(LinkStep.class, link, work.resolve(store), work.resolve(store + ".failures"));
    }
    List<UnitReport> reports =
        Files.readAllLines(work.resolve("units")).stream().map(UnitReport::parse).toList();
    Map<String, String> plain = failures(work.resolve("plain.failures"));
    List<String> errors = new ArrayList<>();
    failures(work.resolve("woven.failures"))
        .forEach(
            (name, failure) -> {
              if (!kind(failure).equals(kind(plain.getOrDefault(name, "")))) {
                errors.add(name + " " + failure);
              }
            });
    for (String message : Files.readAllLines(work.resolve("messages"))) {
      if (message.startsWith(WeaveStep.MISSING_TWIN) || message.startsWith(WeaveStep.FAILED)) {
        errors.add(message);
      }
    }
    return new CorpusResult(reports, plain.size(), errors);
  }

  /** All units together. */
  UnitReport total() {
    return reports.stream().reduce(UnitReport.empty("all"), UnitReport::plus);
  }

  /** The claims that do not hold; empty if all is well. */
  List<String> violations() {
    List<String> violations = new ArrayList<>(errors);
    UnitReport total = total();
    if (total.refused() > MAX_REFUSED * total.methods()) {
      violations.add(
          total.refused() + " of " + total.methods() + " methods refused, more than 0.5 %");
    }
    return violations;
  }

  private static Map<String, String> failures(Path file) throws IOException {
    Map<String, String> failures = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      int tab = line.indexOf('\t');
      failures.put(line.substring(0, tab), line.substring(tab + 1));
    }
    return failures;
  }

  /** The class of the error. */
  private static String kind(String failure) {
    int tab = failure.indexOf('\t');
    return tab < 0 ? failure : failure.substring(0, tab);
  }
}
