package bench.echo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A process that is told lines and answers lines; its errors go to a file. */
final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader said;
  private final PrintStream told;

  ServerProcess(List<String> command, Path log) throws IOException {
    process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    said =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    told = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
  }

  /** Its next line. */
  String line() throws IOException {
    String line = said.readLine();
    if (line == null) {
      throw new IOException("the process has ended: see the log");
    }
    return line;
  }

  String ask(String question) throws IOException {
    told.println(question);
    return line();
  }

  @Override
  public void close() {
    told.close();
    process.destroyForcibly();
    process.onExit().join();
  }
}
