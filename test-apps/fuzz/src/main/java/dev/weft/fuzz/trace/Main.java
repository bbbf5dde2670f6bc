package dev.weft.fuzz.trace;

import dev.weft.fuzz.trace.Traces.Difference;
import dev.weft.fuzz.trace.model.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** The commands {@code trace}, {@code trace-replay} and {@code trace-faults}. */
public final class Main {
  private static final long STUCK_NANOS = 120_000_000_000L;

  private final String command;
  private long seed = System.nanoTime();
  private long traces = 20_000;
  private long seconds = Long.MAX_VALUE / 2_000_000_000;
  private boolean forces;
  private Path file = Path.of(System.getProperty("weft.fuzz.home", "."), "traces.txt");

  private Main(String[] arguments) {
    command = arguments[0];
    for (int i = 1; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--seed" -> seed = Long.parseLong(arguments[++i]);
        case "--traces" -> traces = Long.parseLong(arguments[++i]);
        case "--seconds" -> seconds = Long.parseLong(arguments[++i]);
        case "--file" -> file = Path.of(arguments[++i]);
        case "--chaos" -> forces = true;
        default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
      }
    }
  }

  /** Runs a command; the exit status is 1 if something was found, 2 for a wrong usage. */
  public static void main(String[] arguments) throws IOException {
    Main main;
    try {
      main = new Main(arguments);
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    System.exit(main.run() ? 0 : 1);
  }

  private boolean run() throws IOException {
    return switch (command) {
      case "trace" -> fuzz();
      case "trace-replay" -> replay();
      case "trace-faults" -> plant();
      default -> throw new IllegalArgumentException(command);
    };
  }

  private boolean fuzz() throws IOException {
    System.out.println("trace --seed " + seed + (forces ? " --chaos" : ""));
    Traces run = new Traces(Fault.NONE, forces);
    watch(run);
    long start = System.nanoTime();
    long tried = 0;
    int found = 0;
    while (tried < traces && System.nanoTime() - start < seconds * 1_000_000_000L) {
      Optional<Difference> difference = run.run(seed + tried++);
      if (difference.isPresent()) {
        System.out.println(difference.get());
        Files.writeString(
            file,
            difference.get().seed() + " " + difference.get().script() + "\n",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
        found++;
      }
      if (tried % 50_000 == 0) {
        report(run, tried, found, start);
      }
    }
    report(run, tried, found, start);
    run.outcomes().forEach((word, count) -> System.out.printf("%10d %s%n", count, word));
    return found == 0;
  }

  private static void report(Traces run, long tried, int found, long start) {
    double elapsed = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%d traces, %d steps, %d differences, %.0f traces/s%n",
        tried, run.steps(), found, tried / elapsed);
  }

  /** A trace that hangs is a finding, too. */
  private static void watch(Traces run) {
    Thread fuzzing = Thread.currentThread();
    Thread watch =
        new Thread(
            () -> {
              long last = -1;
              long since = System.nanoTime();
              for (; ; ) {
                if (run.seed() != last) {
                  last = run.seed();
                  since = System.nanoTime();
                } else if (System.nanoTime() - since > STUCK_NANOS) {
                  System.out.println("trace " + last + " hangs:");
                  List.of(fuzzing.getStackTrace()).forEach(System.out::println);
                  Runtime.getRuntime().halt(1);
                }
                try {
                  Thread.sleep(1_000);
                } catch (InterruptedException e) {
                  return;
                }
              }
            },
            "watch");
    watch.setDaemon(true);
    watch.start();
  }

  private boolean replay() throws IOException {
    List<Difference> found = Regressions.of(file).replay(forces);
    found.forEach(System.out::println);
    System.out.println(found.size() + " differences");
    return found.isEmpty();
  }

  private boolean plant() {
    boolean all = true;
    for (Fault fault : Fault.values()) {
      if (fault == Fault.NONE) {
        continue;
      }
      Optional<Long> needed = FaultHunt.tracesNeeded(fault, seed, traces);
      System.out.println(
          fault + needed.map(count -> ": found by trace " + count).orElse(": not found"));
      all &= needed.isPresent();
    }
    return all;
  }
}
