package dev.weft.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.Suspendable;
import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rule V78 of SEMANTICS.md with {@code patch=on}: tasks read what processes print. */
class ProcessStreamsIT extends SocketFixture {
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void endProcesses() {
    processes.forEach(Process::destroyForcibly);
  }

  private Process start(String... command) throws IOException {
    Process process = new ProcessBuilder(command).start();
    processes.add(process);
    return process;
  }

  @Suspendable
  private static String readAll(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), UTF_8);
  }

  @Test
  void v78_tasksReadFromProcesses_onOneThread() throws Exception {
    List<Process> cats = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      cats.add(start("cat"));
    }
    run(
        () -> {
          List<Task<String>> readers = new ArrayList<>();
          for (Process cat : cats) {
            readers.add(Task.spawn(() -> readLines(cat)));
          }
          for (Task<String> reader : readers) {
            untilWaiting(reader);
          }
          for (int i = 0; i < cats.size(); i++) {
            for (String text : List.of("one ", "line\nand ", i + "\n")) {
              cats.get(i).getOutputStream().write(text.getBytes(UTF_8));
              cats.get(i).getOutputStream().flush();
              Task.yieldNow();
            }
          }
          for (Process cat : cats) {
            cat.getOutputStream().close();
          }
          for (int i = 0; i < cats.size(); i++) {
            assertEquals("[one line, and " + i + "]", readers.get(i).result());
            assertEquals(0, cats.get(i).waitFor());
          }
        });
  }

  @Suspendable
  private static String readLines(Process process) throws IOException {
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    }
    return lines.toString();
  }

  /**
   * When a process ends, the JDK takes what is left in the pipe, and closes it, with the stream's
   * monitor: a moment for which it may keep out a task, and block its carrier.
   */
  @Test
  void v78_whatAProcessPrintsAtItsEnd_isAllRead() throws Exception {
    String expected = "text\n".repeat(3_000);
    for (int round = 0; round < 20; round++) {
      List<Process> many = new ArrayList<>();
      List<Process> few = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        many.add(start("sh", "-c", "yes text | head -n 3000"));
        few.add(start("sh", "-c", "echo text >&2; echo text"));
      }
      Hub.run(
          () -> {
            List<Task<String>> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
              for (Process process : List.of(many.get(i), few.get(i))) {
                readers.add(Task.spawn(() -> readAll(process.getInputStream())));
                readers.add(Task.spawn(() -> readAll(process.getErrorStream())));
              }
            }
            for (int i = 0; i < readers.size(); i += 4) {
              assertEquals(expected, readers.get(i).result());
              assertEquals("", readers.get(i + 1).result());
              assertEquals("text\n", readers.get(i + 2).result());
              assertEquals("text\n", readers.get(i + 3).result());
            }
          });
    }
  }

  @Test
  void v78_aKilledReader_leavesTheStreamToTheNext() throws Exception {
    Process cat = start("cat");
    run(
        () -> {
          Task<Integer> killed = Task.spawn(() -> cat.getInputStream().read());
          untilWaiting(killed);
          killed.kill();
          Task<Integer> next = Task.spawn(() -> cat.getInputStream().read());
          untilWaiting(next);
          cat.getOutputStream().write('x');
          cat.getOutputStream().flush();
          assertEquals('x', next.result());
        });
  }

  @Test
  void v78_closingAStreamOrDestroyingAProcess_endsItsReaders() throws Exception {
    Process closed = start("cat");
    Process destroyed = start("cat");
    run(
        () -> {
          Task<String> reader = Task.spawn(() -> outcome(() -> closed.getInputStream().read()));
          untilWaiting(reader);
          closed.getInputStream().close();
          assertEquals("-1", reader.result()); // as a thread, once the process has ended
          Task<String> other = Task.spawn(() -> outcome(() -> destroyed.getInputStream().read()));
          untilWaiting(other);
          destroyed.destroy();
          assertEquals("-1", other.result());
          assertEquals(143, destroyed.waitFor());
        });
  }
}
