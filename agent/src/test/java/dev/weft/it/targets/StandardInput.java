package dev.weft.it.targets;

import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A task that reads lines from the standard input, which has two, and then waits for the third. */
public final class StandardInput {
  private StandardInput() {}

  public static void main(String[] arguments) throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    Hub.run(
        () -> {
          Task<Void> reader = Task.spawn(() -> readInto(lines));
          while (lines.size() < 2 || reader.waitsFor().isEmpty()) {
            Task.yieldNow();
          }
          System.out.println(lines + ", then " + reader.waitsFor().get());
          reader.kill();
        });
  }

  private static void readInto(List<String> lines) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      lines.add(line);
    }
  }
}
