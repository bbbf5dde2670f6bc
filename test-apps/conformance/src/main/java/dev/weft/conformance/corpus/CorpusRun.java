package dev.weft.conformance.corpus;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The command behind {@code test-apps/conformance/run corpus}. */
public final class CorpusRun {
  private static final String USAGE =
      """
      usage: test-apps/conformance/run corpus [--jdk 17|25] [--part jars|jdk] [--record]

        --jdk     on this JDK only
        --part    the jars of target/corpus only, or the classes of the JDK only
        --record  writes the growth to corpus-growth.tsv, which else is the limit
      """;

  private final Path module;
  private final PrintStream out;
  private final boolean record;

  private CorpusRun(Path module, PrintStream out, boolean record) {
    this.module = module;
    this.out = out;
    this.record = record;
  }

  /** Runs the command line; {@code test-apps/conformance/run} sets the system properties. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Map<String, String> options = options(List.of(arguments));
    Map<Integer, Path> jdks = new LinkedHashMap<>();
    jdks.put(17, Path.of(System.getProperty("weft.java")));
    if (System.getProperty("weft.jdk25").isEmpty()) {
      System.out.println("There is no JDK 25; WEFT_JDK25 can name one.");
    } else {
      jdks.put(25, ForkedJava.command(System.getProperty("weft.jdk25")));
    }
    if (options.containsKey("--jdk")) {
      jdks.keySet().retainAll(List.of(Integer.valueOf(options.get("--jdk"))));
    }
    List<String> parts =
        options.containsKey("--part") ? List.of(options.get("--part")) : List.of("jars", "jdk");
    CorpusRun run =
        new CorpusRun(
            Path.of(System.getProperty("weft.conformance")),
            System.out,
            options.containsKey("--record"));
    Path agent = Path.of(System.getProperty("weft.agent.jar"));
    boolean holds = true;
    for (Map.Entry<Integer, Path> jdk : jdks.entrySet()) {
      for (String part : parts) {
        holds &= run.run(jdk.getKey(), new ForkedJava(jdk.getValue(), agent), part);
      }
    }
    System.exit(holds ? 0 : 1);
  }

  private static Map<String, String> options(List<String> words) {
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("--record")) {
        options.put(word, "");
      } else if ((word.equals("--jdk") || word.equals("--part")) && i + 1 < words.size()) {
        options.put(word, words.get(++i));
      } else {
        System.out.print(USAGE);
        System.exit(word.equals("--help") ? 0 : 2);
      }
    }
    return options;
  }

  private boolean run(int jdk, ForkedJava java, String part)
      throws IOException, InterruptedException {
    List<Object> corpus = new ArrayList<>(List.of(part));
    if (part.equals("jars")) {
      corpus.add(module.resolve("target/corpus"));
    }
    CorpusResult result =
        CorpusResult.of(java, corpus, module.resolve("target/work/" + part + "-" + jdk));
    Growth growth = Growth.read(module.resolve("corpus-growth.tsv"));
    if (record) {
      growth.record(jdk, result.reports());
    }
    List<String> violations = new ArrayList<>(result.violations());
    violations.addAll(growth.excesses(jdk, result.reports()));
    out.printf("%n%s on JDK %d%n%n%s%n%n", part, jdk, CorpusTable.of(result));
    out.printf(
        "%,d classes do not link unwoven. Woven, %,d errors.%n",
        result.unlinkedPlain(), result.errors().size());
    violations.forEach(violation -> out.println("VIOLATED: " + violation));
    Files.writeString(
        module.resolve("target/work/" + part + "-" + jdk + ".md"), CorpusTable.of(result) + "\n");
    return violations.isEmpty();
  }
}
