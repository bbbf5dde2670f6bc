package dev.weft.conformance.suites;

import com.sun.management.OperatingSystemMXBean;
import dev.weft.SuspendableRunnable;
import dev.weft.abi.Chaos;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The program of the JVM that runs one suite: plainly, without the agent, or inside a coroutine.
 *
 * <p>Arguments: {@code plain} or {@code woven}; {@code JUPITER} or {@code JUNIT4}; a file with the
 * names of the test classes; a file for the outcomes, one a line, and behind them the counts.
 */
public final class SuiteProcess {
  private SuiteProcess() {}

  /** Runs the suite. */
  public static void main(String[] arguments) throws IOException {
    boolean woven = arguments[0].equals("woven");
    List<String> classes = Files.readAllLines(Path.of(arguments[2]));
    Writer file = Files.newBufferedWriter(Path.of(arguments[3]));
    Outcomes outcomes = new Outcomes(file);
    Place place = woven ? new InCoroutine() : new InPlainCode();
    switch (Suite.Engine.valueOf(arguments[1])) {
      case JUPITER -> JupiterSuite.run(classes, outcomes, place);
      case JUNIT4 -> JUnit4Suite.run(classes, outcomes, place);
      default -> throw new AssertionError(arguments[1]);
    }
    if (woven) {
      outcomes.write("#forced\t" + Chaos.forced());
      outcomes.write("#suspended\t" + Probe.suspended());
      outcomes.write("#pinned\t" + Probe.pinned());
      Probe.obstacles()
          .forEach((frame, count) -> outcomes.write("#obstacle\t" + count + " " + frame));
    }
    outcomes.write(SuiteResult.COMPLETE + cpuMillis());
    file.close();
    System.exit(0); // whatever threads the tests have left
  }

  /** Not the time on the clock: the machine may have other work. */
  private static long cpuMillis() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return system.getProcessCpuTime() / 1_000_000;
  }

  /** Where a suite is run. */
  interface Place {
    /** Runs it to its end. */
    void run(SuspendableRunnable suite) throws Exception;
  }

  private static final class InPlainCode implements Place {
    @Override
    public void run(SuspendableRunnable suite) throws Exception {
      suite.run();
    }
  }

  private static final class InCoroutine implements Place {
    @Override
    public void run(SuspendableRunnable suite) {
      Probe.drive(suite);
    }
  }
}
