package dev.weft.agent.cli;

import dev.weft.agent.AgentOptions;
import dev.weft.agent.RuntimeVersion;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The command line: {@code java -jar weft-agent.jar COMMAND ...}. */
public final class Main {
  private static final String HELP =
      """
      Weft: coroutines for plain Java.

      Run an application with the agent:
        java -javaagent:weft-agent.jar[=OPTION,...] -jar app.jar
      Options:
      %s

      Commands of this jar:
        weave DIR|JAR... -o OUT [--class-path CP] [--include P|P] [--exclude P|P] [--patch]
            weave class files ahead of time; running them still takes the agent;
            --patch: as with patch=on
        explain CLASS... --class-path CP [--include P|P] [--exclude P|P]
            for each method: woven or not, why, its suspend points and what each saves
        explain --substitutions [--class-path CP]
            the methods of the JDK that woven code calls otherwise, and what it calls instead
        --help, --version
      """;

  private Main() {}

  /** Runs a command; exits with 0 on success, 1 on failure, 2 on wrong use. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  /** Runs a command; returns the exit status. */
  static int run(List<String> words, PrintStream out, PrintStream err) {
    try {
      command(words, out);
      return 0;
    } catch (UsageException e) {
      err.println("weft: " + e.getMessage());
      return 2;
    } catch (FailureException e) {
      err.println("weft: " + e.getMessage());
      return 1;
    } catch (IOException | UncheckedIOException e) {
      err.println("weft: " + e);
      return 1;
    }
  }

  private static void command(List<String> words, PrintStream out) throws IOException {
    String command = words.isEmpty() ? "--help" : words.get(0);
    switch (command) {
      case "--help", "-h", "help" -> out.print(HELP.formatted(AgentOptions.help()));
      case "--version", "version" -> out.println("weft " + RuntimeVersion.own());
      case "weave" -> new WeaveCommand(out).run(Arguments.parse(words.subList(1, words.size())));
      case "explain" ->
          new ExplainCommand(out).run(Arguments.parse(words.subList(1, words.size())));
      default ->
          throw new UsageException(
              "unknown command '" + command + "'; valid are weave, explain, --help and --version");
    }
  }
}
