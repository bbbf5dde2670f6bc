package dev.weft.harness;

import dev.weft.proof.OrderRun;
import dev.weft.proof.SoakRun;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command behind {@code test-apps/run}: lists programs, or runs and judges them. */
public final class Harness {
  private final Launcher launcher;
  private final PrintStream out;

  /** A harness that reports to {@code out}. */
  public Harness(Launcher launcher, PrintStream out) {
    this.launcher = launcher;
    this.out = out;
  }

  /**
   * Runs the command line. The system properties {@code weft.java}, {@code weft.agent.jar} and
   * {@code weft.classpath}, which {@code test-apps/run} sets, say with what.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(args));
    if (!words.isEmpty() && words.get(0).equals("order")) {
      System.exit(OrderRun.run(words.subList(1, words.size())));
    }
    if (!words.isEmpty() && words.get(0).equals("soak")) {
      System.exit(SoakRun.run(words.subList(1, words.size())));
    }
    double scale = 1;
    int option = words.indexOf("--scale");
    if (option >= 0) {
      scale = scale(words.subList(option, words.size()));
      words.subList(option, option + 2).clear();
    }
    Launcher launcher =
        new Launcher(
            Path.of(System.getProperty("weft.java")),
            Path.of(System.getProperty("weft.agent.jar")),
            System.getProperty("weft.classpath"),
            List.of(),
            scale);
    System.exit(new Harness(launcher, System.out).run(words));
  }

  private static double scale(List<String> words) {
    try {
      double scale = Double.parseDouble(words.get(1));
      if (scale > 0 && scale <= 100) {
        return scale;
      }
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      // answered below
    }
    System.err.println("--scale needs a number above 0, such as 0.1");
    System.exit(2);
    return 0;
  }

  /**
   * Lists all programs if {@code words} is empty, else runs those it names.
   *
   * @return the exit status
   */
  public int run(List<String> words) throws IOException, InterruptedException {
    if (words.isEmpty()) {
      list();
      return 0;
    }
    List<Program> programs = new ArrayList<>();
    for (String word : words) {
      List<Program> found = Catalogue.find(word);
      if (found.isEmpty()) {
        out.println("There is no program or group '" + word + "'. There are:");
        list();
        return 2;
      }
      programs.addAll(found);
    }
    return runAll(programs);
  }

  private void list() {
    out.println();
    out.println("gallery      what generators, greenlets and continuations do");
    Catalogue.find(Catalogue.GALLERY).forEach(this::list);
    out.println("first-look   a program that knows nothing of Weft, woven by include= only");
    Catalogue.find(Catalogue.FIRST_LOOK).forEach(this::list);
    out.println("existing     programs with threads, which are tasks by patch=on");
    Catalogue.find(Catalogue.EXISTING).forEach(this::list);
    out.println("proofs       long runs that show what is promised; order --help says more");
    out.println("  order         the same program does the same each time, on JDK 17 and 25");
    out.println("  soak          storms of tasks on several hubs and threads: nothing is lost");
    out.println();
    out.println("test-apps/run gallery    runs a group; test-apps/run s41 runs one program");
  }

  private void list(Program program) {
    out.printf("  %-13s %s%n", program.name(), program.description());
  }

  /** Runs {@code programs}, and returns the exit status. */
  public int runAll(List<Program> programs) throws IOException, InterruptedException {
    List<String> failed = new ArrayList<>();
    long start = System.nanoTime();
    for (Program program : programs) {
      out.printf("%n== %s: %s%n", program.name(), program.description());
      Optional<String> mismatch = launcher.run(program, line -> out.println("   " + line));
      if (mismatch.isPresent()) {
        failed.add(program.name());
        out.println("== NOT AS EXPECTED: " + mismatch.get().stripTrailing());
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    out.println();
    if (failed.isEmpty()) {
      out.printf("%d of %1$d as expected, in %.1f s%n", programs.size(), seconds);
      return 0;
    }
    out.printf(
        "%d of %d not as expected: %s%n",
        failed.size(), programs.size(), String.join(", ", failed));
    return 1;
  }
}
