package dev.weft.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import dev.weft.interop.Stages;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Rule V82 of SEMANTICS.md, on sockets: the JDK's readers, writers and buffered streams in tasks.
 * They lock themselves, and keep the lock while they wait: as a task, not as a thread.
 */
class StreamsIT extends SocketFixture {
  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  private static PrintWriter printer(Socket socket) throws IOException {
    return new PrintWriter(
        new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8), true);
  }

  /** Answers lines, as a chat server would. */
  @Suspendable
  private static void answer(Socket socket) throws IOException {
    try (socket;
        BufferedReader in = reader(socket);
        PrintWriter out = printer(socket)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.println("you said " + line);
      }
    }
  }

  @Test
  void v82_lines_areReadAndPrinted_byManyTasksOfOneThread() throws Exception {
    ServerSocket listener = listen();
    run(
        () -> {
          Task<Void> acceptor =
              Task.spawn(
                  () -> {
                    while (true) {
                      Socket socket = listener.accept();
                      Task<Void> unused = Task.spawn(() -> answer(socket));
                    }
                  });
          List<Task<Void>> clients = new ArrayList<>();
          for (int i = 0; i < 20; i++) {
            String name = "client " + i + " ü€𝄞";
            clients.add(Task.spawn(() -> talk(listener, name)));
          }
          for (Task<Void> client : clients) {
            client.result();
          }
          acceptor.kill();
        });
  }

  @Suspendable
  private static void talk(ServerSocket listener, String name) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(listener.getLocalSocketAddress());
      BufferedReader in = reader(socket);
      PrintWriter out = printer(socket);
      for (int i = 0; i < 5; i++) {
        out.println(name + " " + i);
        assertEquals("you said " + name + " " + i, in.readLine());
      }
      socket.shutdownOutput();
      assertEquals(null, in.readLine());
    }
  }

  @Test
  void v82_textLargerThanAllBuffers_isWrittenAndRead() throws Exception {
    Pair pair = connection();
    int lines = 60_000;
    run(
        () -> {
          Task<Integer> reader =
              Task.spawn(
                  () -> {
                    BufferedReader in = reader(pair.server());
                    int count = 0;
                    for (String line = in.readLine(); line != null; line = in.readLine()) {
                      assertEquals("line with a number: " + count, line);
                      count++;
                    }
                    return count;
                  });
          BufferedWriter out =
              new BufferedWriter(
                  new OutputStreamWriter(pair.client().getOutputStream(), StandardCharsets.UTF_8));
          for (int i = 0; i < lines; i++) {
            out.write("line with a number: " + i);
            out.newLine();
          }
          out.close();
          assertEquals(lines, reader.result());
        });
  }

  @Test
  void v82_dataStreams_throughBuffers() throws Exception {
    Pair pair = connection();
    run(
        () -> {
          Task<String> reader =
              Task.spawn(
                  () -> {
                    DataInputStream in =
                        new DataInputStream(
                            new BufferedInputStream(pair.server().getInputStream()));
                    StringBuilder read = new StringBuilder();
                    for (int i = 0; i < 3; i++) {
                      read.append(in.readInt()).append(' ').append(in.readLong()).append(' ');
                      read.append(in.readUTF()).append(' ').append(in.readDouble()).append(' ');
                      byte[] bytes = new byte[in.readUnsignedShort()];
                      in.readFully(bytes);
                      read.append(bytes.length).append('|');
                    }
                    return read + outcome(() -> in.readByte());
                  });
          DataOutputStream out =
              new DataOutputStream(new BufferedOutputStream(pair.client().getOutputStream()));
          for (int i = 0; i < 3; i++) {
            out.writeInt(i);
            out.flush();
            Task.yieldNow();
            out.writeLong(-i);
            out.writeUTF("ü" + i);
            out.flush();
            Task.yieldNow();
            out.writeDouble(i / 2.0);
            out.writeShort(40_000);
            out.write(new byte[40_000]);
          }
          out.close();
          assertEquals(
              "0 0 ü0 0.0 40000|1 -1 ü1 0.5 40000|2 -2 ü2 1.0 40000|"
                  + EOFException.class.getSimpleName()
                  + ": null",
              reader.result());
        });
  }

  /** Two tasks read lines of one reader: each line goes to one of them, whole. */
  @Test
  void v82_tasksThatShareAReader_getWholeLines() throws Exception {
    Pair pair = connection();
    run(
        () -> {
          BufferedReader shared = reader(pair.server());
          List<Task<List<String>>> readers = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            readers.add(Task.spawn(() -> allLines(shared)));
          }
          writeInPieces(pair.client(), 200);
          TreeSet<String> all = new TreeSet<>();
          for (Task<List<String>> reader : readers) {
            all.addAll(reader.result());
          }
          assertEquals(200, all.size());
          assertTrue(all.stream().allMatch(line -> line.matches("line \\d+ ends")), all::toString);
        });
  }

  /** And a task and a thread: the thread runs the JDK's own code. */
  @Test
  void v82_aTaskAndAThreadThatShareAReader_getWholeLines() throws Exception {
    Pair pair = connection();
    BufferedReader shared = reader(pair.server());
    run(
        () -> {
          Task<List<String>> task = Task.spawn(() -> allLines(shared));
          untilWaiting(task); // inside of the reader, with its monitor
          CompletableFuture<List<String>> thread = thread(() -> allLines(shared));
          CompletableFuture<Void> writer =
              thread(
                  () -> {
                    writeInPieces(pair.client(), 300);
                    return null;
                  });
          TreeSet<String> all = new TreeSet<>(task.result());
          all.addAll(thread.join());
          writer.join();
          assertEquals(300, all.size());
          assertTrue(all.stream().allMatch(line -> line.matches("line \\d+ ends")), all::toString);
        });
  }

  /**
   * A thread is inside, with the monitor itself, and waits for a line that a task will send: the
   * task that wants to enter must not keep the hub.
   */
  @Test
  void v82_aTaskThatWaitsForAThreadInAReader_doesNotKeepItsHub() throws Exception {
    Pair pair = connection();
    BufferedReader shared = reader(pair.server());
    CompletableFuture<String> thread = new CompletableFuture<>();
    Thread inside =
        new Thread(() -> thread.complete(outcome(() -> shared.readLine())), "inside of the reader");
    inside.setDaemon(true);
    inside.start();
    while (!isReading(inside)) {
      Thread.onSpinWait();
    }
    run(
        () -> {
          Task<String> task = Task.spawn(() -> shared.readLine());
          Task.yieldNow(); // it has come to the monitor, and blocks the carrier
          PrintWriter out = printer(pair.client());
          out.println("first");
          assertEquals("first", Stages.await(thread));
          out.println("second");
          assertEquals("second", task.result());
        });
  }

  private static boolean isReading(Thread thread) {
    for (StackTraceElement element : thread.getStackTrace()) {
      if (element.getClassName().equals("sun.nio.ch.NioSocketImpl")) {
        return true;
      }
    }
    return false;
  }

  /** A task is suspended inside, another one comes through plain code. */
  @Test
  void v82_aPinnedTaskThatWaitsForATaskInAReader_doesNotKeepItsHub() throws Exception {
    Pair pair = connection();
    BufferedReader shared = reader(pair.server());
    run(
        () -> {
          Task<String> suspended = Task.spawn(() -> shared.readLine());
          untilWaiting(suspended);
          Task<String> pinned = Task.spawn(() -> readHolding(shared));
          Task.yieldNow(); // it waits as a thread does
          PrintWriter out = printer(pair.client());
          out.println("first");
          assertEquals("first", suspended.result());
          out.println("second");
          assertEquals("second", pinned.result());
        });
  }

  @Suspendable
  private static synchronized String readHolding(BufferedReader reader) throws IOException {
    return reader.readLine();
  }

  @Suspendable
  private static List<String> allLines(BufferedReader reader) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      lines.add(line);
    }
    return lines;
  }

  @Suspendable
  private static void writeInPieces(Socket socket, int lines) throws IOException {
    for (int i = 0; i < lines; i++) {
      socket.getOutputStream().write(("line " + i).getBytes(StandardCharsets.US_ASCII));
      if (Task.current().isPresent()) {
        Task.yieldNow();
      }
      socket.getOutputStream().write(" ends\n".getBytes(StandardCharsets.US_ASCII));
    }
    socket.shutdownOutput();
  }

  /** Who is killed inside gives the monitor back. */
  @Test
  void v82_killedReaders_leaveTheReaderToOthers() throws Exception {
    Pair pair = connection();
    run(
        () -> {
          BufferedReader shared = reader(pair.server());
          Task<String> first = Task.spawn(() -> shared.readLine());
          untilWaiting(first);
          Task<String> second = Task.spawn(() -> shared.readLine());
          while (!second.toString().contains("the monitor of InputStreamReader")) {
            Task.yieldNow();
          }
          assertTrue(
              Hub.current().orElseThrow().dump().contains("held by \"task-2\""),
              Hub.current().orElseThrow().dump());
          first.kill();
          untilWaiting(second);
          pair.client().getOutputStream().write("hello\n".getBytes(StandardCharsets.US_ASCII));
          assertEquals("hello", second.result());
        });
  }

  @Test
  void v82_timeoutsInsideOfAReader_leaveItUsable() throws Exception {
    Pair pair = connection();
    pair.server().setSoTimeout(10);
    run(
        () -> {
          BufferedReader in = reader(pair.server());
          assertEquals("SocketTimeoutException: Read timed out", outcome(() -> in.readLine()));
          pair.client().getOutputStream().write("late\n".getBytes(StandardCharsets.US_ASCII));
          assertEquals("late", in.readLine());
        });
  }
}
