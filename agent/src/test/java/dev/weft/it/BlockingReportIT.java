package dev.weft.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.it.targets.Blocked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of {@code patch=report} about a program that knows nothing of Weft. */
class BlockingReportIT {
  /** Calls, open, what follows; the place is that of the mark in the source. */
  private static final List<String> ROWS =
      List.of(
          "A 4 0 substituted | java.lang.Thread.sleep | $Slow.pause | main",
          "B 1 0 pinned: in a class initialiser | java.lang.Thread.join | $Built.<clinit> | main",
          "C 1 0 pinned: in a constructor | java.lang.Thread.sleep | $Built.<init> | main",
          "D 3 0 substituted | java.lang.Thread.sleep | .main | main",
          "E 1 0 monitor | java.lang.Object.wait | .waits | main",
          "F 1 0 monitor | java.lang.Object.wait | .waits | main",
          "G 1 0 pinned: in synchronized | java.lang.Thread.sleep | .waits | main",
          "H 1 0 substituted | java.util.concurrent.FutureTask.get | .failing | main",
          "I 1 0 offload | java.io.InputStream.read of java.io.FileInputStream | .file | main",
          "J 1 0 socket/stream | java.net.ServerSocket.accept | .sockets | main",
          "K 1 0 socket/stream | java.io.BufferedReader.readLine | .sockets | main",
          "L 1 0 substituted | java.lang.Thread.join | .sockets | main",
          "M 1 0 socket/stream | java.net.Socket.<init> | .connect | client-*",
          "N 1 0 socket/stream | java.io.OutputStream.write of"
              + " java.net.Socket$SocketOutputStream | .connect | client-*",
          "O 2 0 substituted | java.lang.Thread.join | .latch | main",
          "P 2 1 j.u.c. | java.util.concurrent.CountDownLatch.await | .await | endless, worker-*");

  private static final Pattern ROW =
      Pattern.compile(" +\\d+\\.\\d +\\d+\\.\\d +(\\d+) +(\\d+)  (.*)");

  @TempDir Path temp;

  private Jvm.Result run(String options, String... more) throws IOException {
    Path read = Files.writeString(temp.resolve("read.txt"), "text");
    String[] arguments = new String[more.length + 1];
    arguments[0] = read.toString();
    System.arraycopy(more, 0, arguments, 1, more.length);
    Jvm jvm = options.isEmpty() ? Jvm.plain() : Jvm.withAgent(options);
    return jvm.run(Blocked.class, arguments);
  }

  private static List<String> expected() throws IOException {
    List<String> source =
        Files.readAllLines(Path.of("src/test/java/dev/weft/it/targets/Blocked.java"));
    TreeSet<String> rows = new TreeSet<>();
    for (String row : ROWS) {
      String mark = "// row " + row.charAt(0);
      int line = 1;
      while (!source.get(line - 1).endsWith(mark)) {
        line++;
      }
      String[] cells = row.substring(2).split(" \\| ", -1);
      cells[2] = Blocked.class.getName() + cells[2] + ":" + line;
      rows.add(String.join(" | ", cells));
    }
    return List.copyOf(rows);
  }

  private static List<String> rows(String report) {
    TreeSet<String> rows = new TreeSet<>();
    report
        .lines()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .forEach(row -> rows.add(row.group(1) + " " + row.group(2) + " " + row.group(3)));
    return List.copyOf(rows);
  }

  @Test
  void report_atTheEnd_hasExactlyTheCallsOfTheProgram() throws IOException {
    Jvm.Result plain = run("");
    Jvm.Result reported = run("patch=report");
    reported.printed(plain.out().strip());
    assertEquals(String.join("\n", expected()), String.join("\n", rows(reported.err())));
    assertTrue(
        reported.err().startsWith("weft: blocking calls: 16 places, 23 calls, 1 in progress, "),
        reported::err);
  }

  @Test
  void report_toAFile_leavesStandardErrorAlone() throws IOException {
    Path file = temp.resolve("reports").resolve("report.txt");
    Jvm.Result result = run("patch=report,report=" + file);
    assertEquals("", result.err());
    assertEquals(String.join("\n", expected()), String.join("\n", rows(Files.readString(file))));
  }

  @Test
  void report_onDemand_isTheSameAndBeginsAnew() throws IOException {
    Jvm.Result result = run("patch=report", "jmx");
    assertEquals(String.join("\n", expected()), String.join("\n", rows(result.out())));
    assertTrue(result.out().strip().endsWith("calls: 23\ncalls: 0"), result::out);
    assertEquals(1, rows(result.err()).size(), "what goes on: " + result.err());
  }

  @Test
  void report_ofExcludedClasses_isEmpty() throws IOException {
    Jvm.Result result = run("patch=report,exclude=dev.weft.it.**");
    assertTrue(
        result.err().startsWith("weft: blocking calls: 0 places, 0 calls, 0 in progress, 0.0 ms"),
        result::err);
  }

  @Test
  void report_fileThatCannotBe_oneMessage() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "no folder");
    String message = run("patch=report,report=" + file.resolve("x")).failedWithOneMessage(1);
    assertTrue(message.startsWith("weft: cannot write the file of report="), message);
  }
}
