package dev.weft.fuzz.classfiles;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM that gives {@link Verdicts}, and the next one where it stopped. */
final class Child implements AutoCloseable {
  private final String what;
  private final List<String> options;
  private final Path errors;
  private final long end;
  private long next;
  private Process process;
  private BufferedReader out;

  /** What a JVM says about a class, and what it took. */
  record Verdict(String text, long millis, long kilobytes) {}

  /**
   * A JVM that gives verdicts from {@code first} to before {@code end}.
   *
   * @param options of the JVM
   * @param errors where its standard error goes
   */
  Child(String what, List<String> options, Path errors, long first, long end) {
    this.what = what;
    this.options = options;
    this.errors = errors;
    this.next = first;
    this.end = end;
  }

  /** The next verdict; a JVM that ends without one is a verdict, too. */
  Verdict next() {
    try {
      if (process == null) {
        start();
      }
      String line = out.readLine();
      while (line != null && line.startsWith("[")) {
        line = out.readLine(); // a warning of the JVM's
      }
      if (line == null) {
        process.waitFor();
        String text = "JVM ended with status " + process.exitValue();
        process = null;
        next++;
        return new Verdict(text, 0, 0);
      }
      long number = Long.parseLong(line.substring(0, line.indexOf(' ')));
      if (number != next) {
        throw new IllegalStateException(next + " expected: " + line);
      }
      next++;
      int tab = line.lastIndexOf('\t');
      String[] cost = line.substring(tab + 1).split(" ", -1);
      String text = line.substring(line.indexOf(' ') + 1, tab);
      if (text.equals("STUCK")) {
        process.waitFor();
        process = null;
      }
      return new Verdict(text, Long.parseLong(cost[0]), Long.parseLong(cost[1]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:+BytecodeVerificationLocal",
            "-XX:+BytecodeVerificationRemote"));
    command.addAll(options);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Verdicts.class.getName(),
            what,
            Long.toString(next),
            Long.toString(end)));
    process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(new File(errors.toString())))
            .start();
    out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
      try {
        process.waitFor(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
