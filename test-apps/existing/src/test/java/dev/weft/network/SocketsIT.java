package dev.weft.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.hub.Hub;
import dev.weft.hub.ManualClock;
import dev.weft.hub.Task;
import dev.weft.hub.TaskExit;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Rule V79 of SEMANTICS.md: blocking sockets of the JDK, unchanged, in tasks. What a thread would
 * see, a task sees; another task runs meanwhile on the same thread, or the test would hang.
 */
class SocketsIT extends SocketFixture {
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

  /** Sends back what comes, until it ends. */
  @Suspendable
  static void echo(Socket socket) throws IOException {
    try (socket) {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      byte[] buffer = new byte[64];
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
    }
  }

  @Suspendable
  static void acceptAll(ServerSocket listener) throws IOException {
    while (true) {
      Socket socket = listener.accept();
      Task<Void> unused = Task.spawn(() -> echo(socket));
    }
  }

  @Suspendable
  static String ask(ServerSocket listener, String text) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(listener.getLocalSocketAddress());
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      byte[] answer = new byte[text.getBytes(StandardCharsets.UTF_8).length];
      int read = socket.getInputStream().readNBytes(answer, 0, answer.length);
      return new String(answer, 0, read, StandardCharsets.UTF_8);
    }
  }

  @Test
  void v79_serverAndClients_shareOneThread() throws Exception {
    ServerSocket listener = listen();
    run(
        () -> {
          Task<String> acceptor =
              Task.spawn(
                  () ->
                      outcome(
                          () -> {
                            acceptAll(listener);
                            return null;
                          }));
          List<Task<String>> clients = new ArrayList<>();
          for (int i = 0; i < 50; i++) {
            String text = "text " + i;
            clients.add(Task.spawn(() -> ask(listener, text)));
          }
          for (int i = 0; i < 50; i++) {
            assertEquals("text " + i, clients.get(i).result());
          }
          untilWaiting(acceptor);
          listener.close();
          assertEquals("SocketException: Socket closed", acceptor.result());
        });
  }

  @Test
  void v79_tasksAndThreads_talkToEachOther() throws Exception {
    ServerSocket listener = listen();
    run(
        () -> {
          Task<Void> server = Task.spawn(() -> echo(listener.accept()));
          CompletableFuture<String> client = thread(() -> ask(listener, "from a thread"));
          server.join();
          assertEquals("from a thread", client.join());
        });
  }

  @Test
  void v79_aSocketThatATaskHasRead_isReadByThreads() throws Exception {
    Pair pair = connection();
    pair.server().getOutputStream().write(1);
    run(() -> assertEquals(1, pair.client().getInputStream().read()));
    CompletableFuture<Integer> reader = thread(() -> pair.client().getInputStream().read());
    pair.server().getOutputStream().write(2);
    assertEquals(2, reader.join());
  }

  @Test
  void v79_readTimeouts_areThoseOfTheSocket_andOthersRunMeanwhile() throws Exception {
    Pair pair = connection();
    pair.client().setSoTimeout(20);
    ServerSocket listener = listen();
    listener.setSoTimeout(10);
    run(
        () -> {
          Task<String> reader =
              Task.spawn(() -> outcome(() -> pair.client().getInputStream().read()));
          Task<String> acceptor = Task.spawn(() -> outcome(() -> listener.accept()));
          assertEquals("SocketTimeoutException: Accept timed out", acceptor.result());
          assertEquals("SocketTimeoutException: Read timed out", reader.result());
          pair.server().getOutputStream().write(3);
          assertEquals(3, pair.client().getInputStream().read());
        });
  }

  /** Time is that of the hub's clock. */
  @Test
  void v79_readTimeouts_goByTheClockOfTheHub() throws Exception {
    Pair pair = connection();
    pair.client().setSoTimeout(3_600_000);
    ManualClock clock = new ManualClock();
    Hub.with()
        .clock(clock)
        .run(
            () -> {
              Task<String> reader =
                  Task.spawn(() -> outcome(() -> pair.client().getInputStream().read()));
              untilWaiting(reader);
              clock.advance(Duration.ofHours(1));
              assertEquals("SocketTimeoutException: Read timed out", reader.result());
            });
  }

  @Test
  void v79_closingByATask_wakesReaders_withTheExceptionOfThreads() throws Exception {
    Pair pair = connection();
    run(
        () -> {
          Task<String> reader =
              Task.spawn(() -> outcome(() -> pair.client().getInputStream().read()));
          untilWaiting(reader);
          pair.client().close();
          assertEquals("SocketException: Socket closed", reader.result());
          assertEquals(-1, pair.server().getInputStream().read()); // the other end sees it
        });
  }

  @Test
  void v79_closingByAThread_wakesReadersAndAcceptors() throws Exception {
    Pair pair = connection();
    ServerSocket listener = listen();
    run(
        () -> {
          Task<String> reader =
              Task.spawn(() -> outcome(() -> pair.client().getInputStream().read()));
          Task<String> acceptor = Task.spawn(() -> outcome(() -> listener.accept()));
          CompletableFuture<Void> closer =
              thread(
                  () -> {
                    spinUntilWaiting(reader);
                    pair.client().close();
                    spinUntilWaiting(acceptor);
                    listener.close();
                    return null;
                  });
          assertEquals("SocketException: Socket closed", reader.result());
          assertEquals("SocketException: Socket closed", acceptor.result());
          closer.join();
        });
  }

  @Test
  void v79_readingAndWritingAtOnce_moreThanTheBuffersHold() throws Exception {
    Pair pair = connection();
    byte[] much = new byte[3_000_000];
    new Random(1).nextBytes(much);
    run(
        () -> {
          Task<Void> echo = Task.spawn(() -> echo(pair.server()));
          Task<byte[]> reader =
              Task.spawn(() -> pair.client().getInputStream().readNBytes(much.length));
          pair.client().getOutputStream().write(much);
          assertArrayEquals(much, reader.result());
          pair.client().shutdownOutput(); // half of it: the other end sees the end and closes
          echo.join();
          assertEquals(-1, pair.client().getInputStream().read());
        });
  }

  @Test
  void v79_shuttingInputDown_endsAPendingRead() throws Exception {
    Pair pair = connection();
    run(
        () -> {
          Task<Integer> reader = Task.spawn(() -> pair.client().getInputStream().read());
          untilWaiting(reader);
          pair.client().shutdownInput();
          assertEquals(-1, reader.result());
        });
  }

  @Test
  void v79_interrupts_doNotEndARead_andStayPending() throws Exception {
    Pair pair = connection();
    run(
        () -> {
          Task<Boolean> reader =
              Task.spawn(
                  () -> {
                    assertEquals(5, pair.client().getInputStream().read());
                    return Task.current().orElseThrow().isInterrupted();
                  });
          untilWaiting(reader);
          reader.interrupt();
          Task.yieldNow();
          pair.server().getOutputStream().write(5);
          assertTrue(reader.result());
        });
  }

  @Test
  void v79_kills_endAReadAndAnAccept_andTheSocketsServeOthers() throws Exception {
    Pair pair = connection();
    ServerSocket listener = listen();
    run(
        () -> {
          List<String> log = new ArrayList<>();
          Task<Integer> reader =
              Task.spawn(
                  () -> {
                    try {
                      return pair.client().getInputStream().read();
                    } catch (TaskExit e) {
                      log.add("killed");
                      throw e;
                    }
                  });
          Task<Socket> acceptor = Task.spawn(() -> listener.accept());
          untilWaiting(reader);
          untilWaiting(acceptor);
          reader.kill();
          acceptor.kill();
          assertEquals(List.of("killed"), log);
          pair.server().getOutputStream().write(6);
          assertEquals(6, pair.client().getInputStream().read());
          Task<Void> server = Task.spawn(() -> echo(listener.accept()));
          assertEquals("still there", ask(listener, "still there"));
          server.join();
        });
  }

  @Test
  void v79_connectingToNobody_isRefused_asForThreads() throws Exception {
    ServerSocket listener = listen();
    InetSocketAddress gone = (InetSocketAddress) listener.getLocalSocketAddress();
    listener.close();
    String plain = outcome(() -> connect(gone, 0));
    run(
        () -> {
          assertEquals(plain, outcome(() -> connect(gone, 0)));
          assertEquals(plain, outcome(() -> connect(gone, 5_000)));
        });
    assertTrue(plain.startsWith("ConnectException: "), plain);
  }

  @Suspendable
  private static Object connect(InetSocketAddress address, int timeout) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(address, timeout);
      return socket;
    }
  }

  /** The numbers of descriptors are used again and again; no event goes astray. */
  @Test
  void v79_manyConnectionsOneAfterAnother_reuseDescriptors() throws Exception {
    ServerSocket listener = listen();
    run(
        () -> {
          Task<Void> acceptor = Task.spawn(() -> acceptAll(listener));
          for (int i = 0; i < 300; i++) {
            assertEquals("number " + i, ask(listener, "number " + i));
          }
          acceptor.kill();
        });
  }

  @Test
  void dumps_nameTheSocketsAndTheDirection() throws Exception {
    Pair pair = connection();
    run(
        () -> {
          Task<byte[]> reader =
              Task.spawn(() -> pair.client().getInputStream().readNBytes(HELLO.length));
          untilWaiting(reader);
          String dump = Hub.current().orElseThrow().dump();
          String ports =
              ":" + pair.client().getLocalPort() + " - /127.0.0.1:" + pair.client().getPort();
          assertTrue(dump.contains("waiting for input of descriptor "), dump);
          assertTrue(dump.contains(ports), dump);
          assertTrue(dump.contains("at java.net.Socket$SocketInputStream.read"), dump);
          pair.server().getOutputStream().write(HELLO);
          assertArrayEquals(HELLO, reader.result());
        });
  }

  @Test
  void v79_addresses_ofAcceptedSockets_areRight() throws Exception {
    ServerSocket listener = listen();
    run(
        () -> {
          Task<Socket> acceptor = Task.spawn(() -> closing(listener.accept()));
          Socket client = closing(new Socket());
          client.connect(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort()),
              5_000);
          Socket accepted = acceptor.result();
          assertEquals(client.getLocalSocketAddress(), accepted.getRemoteSocketAddress());
          assertEquals(client.getRemoteSocketAddress(), accepted.getLocalSocketAddress());
        });
  }
}
