package dev.weft.fuzz.program;

import dev.weft.abi.Chaos;
import dev.weft.fuzz.coverage.Coverage;
import dev.weft.fuzz.fault.Fault;
import dev.weft.fuzz.fault.FaultCheck;
import dev.weft.fuzz.fault.Faults;
import dev.weft.fuzz.generate.ProgramGenerator;
import dev.weft.fuzz.run.Disagreement;
import dev.weft.fuzz.run.Fuzzer;
import dev.weft.fuzz.run.MachineTroubleException;
import dev.weft.fuzz.run.Tally;
import dev.weft.fuzz.run.Weaver;
import dev.weft.fuzz.shrink.Culprit;
import dev.weft.fuzz.shrink.RegressionFile;
import dev.weft.fuzz.shrink.Replay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The commands {@code programs}, {@code replay} and {@code faults} of test-apps/fuzz/run. */
public final class Main {
  private static final int MAX_FOUND = 20;
  private static final long REPORT_NANOS = 15_000_000_000L;

  private Main() {}

  /** Runs a command; ends the JVM with 1 if something was found, with 2 if the usage is wrong. */
  public static void main(String[] arguments) throws IOException {
    try {
      Options options =
          new Options(
              List.of(arguments).subList(1, arguments.length),
              List.of(
                  "--seed", "--programs", "--threads", "--save", "--file", "--only", "--seconds"),
              List.of("--coverage", "--table"));
      boolean clean =
          switch (arguments[0]) {
            case "programs" -> programs(options);
            case "replay" -> replay(options);
            case "faults" -> faults(options);
            default -> throw new IllegalArgumentException("no command: " + arguments[0]);
          };
      System.exit(clean ? 0 : 1);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  private static Path regressionFile() {
    return Path.of(System.getProperty("weft.fuzz.home", "."), "src/test/resources/regressions.txt");
  }

  private static boolean programs(Options options) {
    long seed = options.number("--seed", System.currentTimeMillis() * 1000);
    long count = options.number("--programs", 2000);
    long seconds = options.number("--seconds", Long.MAX_VALUE);
    Path save = Path.of(options.text("--save", regressionFile().toString()));
    Tally tally = new Tally();
    Coverage coverage = new Coverage();
    Weaver weaver = Weaver.ofAgent();
    AtomicInteger found = new AtomicInteger();
    System.out.printf(
        "seed %d, %d programs, Java %s%n", seed, count, System.getProperty("java.version"));
    Fuzzer fuzzer = new Fuzzer(weaver, ProgramGenerator::generate, seed, tally, coverage);
    Progress progress = new Progress(tally, REPORT_NANOS);
    boolean ended = true;
    try {
      fuzzer.run(
          (int) options.number("--threads", 2),
          next -> {
            progress.tell();
            return next < seed + count && progress.seconds() < seconds;
          },
          disagreement -> {
            report(disagreement, weaver, save);
            if (found.incrementAndGet() >= MAX_FOUND) {
              fuzzer.stop();
            }
          });
    } catch (MachineTroubleException e) {
      ended = false;
      System.out.println("ENDED EARLY by " + e.getMessage());
    }
    System.out.println(coverage);
    System.out.printf(
        "seed %d: %s; %,d suspensions forced by chaos; %.1f programs/s; %d disagreements%n",
        seed, tally, Chaos.forced(), progress.rate(), found.get());
    System.out.println("coverage: " + coverage.summary());
    boolean covered = coverage.faults().isEmpty();
    if (!covered) {
      coverage.faults().forEach(fault -> System.out.println("  " + fault));
    }
    return ended && found.get() == 0 && (covered || !options.has("--coverage"));
  }

  private static void report(Disagreement disagreement, Weaver weaver, Path save) {
    System.out.println("FOUND by seed " + disagreement.program().argument() + ": " + disagreement);
    Disagreement smallest = Culprit.of(disagreement, 1, weaver);
    System.out.println("SHRUNK: " + smallest);
    if (smallest.kind() == Disagreement.Kind.REFUSED_PLAIN) {
      return; // the generator's fault, not the weaver's
    }
    try {
      Files.createDirectories(save.toAbsolutePath().getParent());
      RegressionFile.append(save, smallest.program(), smallest.kind() + ", " + smallest.way());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean replay(Options options) throws IOException {
    Path file = Path.of(options.text("--file", regressionFile().toString()));
    List<Disagreement> found = Replay.of(RegressionFile.parse(Files.readString(file)));
    found.forEach(System.out::println);
    System.out.println(found.size() + " of the programs of " + file + " disagree");
    return found.isEmpty();
  }

  private static boolean faults(Options options) {
    Path jar = Path.of(System.getProperty("weft.agent.jar"));
    long seed = options.number("--seed", 1);
    FaultCheck check = new FaultCheck(jar, seed, options.number("--programs", 5000));
    boolean all = true;
    System.out.println("seed " + seed);
    for (Fault fault : Faults.all()) {
      if (options.text("--only", fault.name()).equals(fault.name())) {
        FaultCheck.Result result = check.check(fault, (int) options.number("--threads", 2));
        all &= result.found().isPresent();
        System.out.printf(
            "| %-28s | %5d | %-16s | %s |%n",
            fault.name(),
            result.programs(),
            result.found().map(d -> d.kind().toString()).orElse("NOT FOUND"),
            fault.description());
        if (options.has("--table")) {
          result.found().ifPresent(System.out::println);
        }
      }
    }
    return all;
  }
}
