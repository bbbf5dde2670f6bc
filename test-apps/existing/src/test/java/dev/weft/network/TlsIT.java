package dev.weft.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.hub.Task;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rule V79 of SEMANTICS.md, with TLS: the JDK's sockets of that kind in tasks, servers and clients
 * on one hub. Handshakes and reading suspend.
 */
class TlsIT extends SocketFixture {
  private static SSLContext context;

  @BeforeAll
  static void makeContext(@TempDir Path folder) throws Exception {
    context = TlsKeys.context(folder.resolve("keys"));
  }

  private ServerSocket listenWithTls() throws IOException {
    return closing(
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress()));
  }

  /** Two ends, of which nobody has said anything yet. */
  private Pair connectionWithTls() throws IOException {
    try (ServerSocket listener = listenWithTls()) {
      Socket client = closing(context.getSocketFactory().createSocket());
      client.connect(listener.getLocalSocketAddress());
      return new Pair(client, closing(listener.accept()));
    }
  }

  @Suspendable
  private static String ask(ServerSocket listener, String text) throws IOException {
    try (Socket socket = context.getSocketFactory().createSocket()) {
      socket.connect(listener.getLocalSocketAddress());
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(text.length());
      return new String(answer, StandardCharsets.US_ASCII);
    }
  }

  @Test
  void v79_serverAndClients_shareOneHub() throws Exception {
    ServerSocket listener = listenWithTls();
    run(
        () -> {
          Task<String> acceptor =
              Task.spawn(
                  () ->
                      outcome(
                          () -> {
                            SocketsIT.acceptAll(listener);
                            return null;
                          }));
          List<Task<String>> clients = new ArrayList<>();
          for (int i = 0; i < 20; i++) {
            String text = "text " + i;
            clients.add(Task.spawn(() -> ask(listener, text)));
          }
          for (int i = 0; i < 20; i++) {
            assertEquals("text " + i, clients.get(i).result());
          }
          listener.close();
          assertEquals("SocketException: Socket closed", acceptor.result());
        });
  }

  @Test
  void v79_handshakes_suspend() throws Exception {
    Pair pair = connectionWithTls();
    run(
        () -> {
          Task<Void> server =
              Task.spawn(
                  () -> {
                    ((SSLSocket) pair.server()).startHandshake();
                  });
          untilWaiting(server); // for the client's first message
          Task<Void> client =
              Task.spawn(
                  () -> {
                    ((SSLSocket) pair.client()).startHandshake();
                  });
          client.result();
          server.result();
        });
  }

  /** Both ends have shaken hands, and wait for each other. */
  private interface Conversation {
    @Suspendable
    void with(Socket client, Socket server) throws Exception;
  }

  private void converse(Conversation conversation) throws Exception {
    Pair pair = connectionWithTls();
    run(
        () -> {
          Task<Integer> server = Task.spawn(() -> pair.server().getInputStream().read());
          pair.client().getOutputStream().write(1);
          assertEquals(1, server.result());
          Task<Integer> client = Task.spawn(() -> pair.client().getInputStream().read());
          pair.server().getOutputStream().write(2);
          assertEquals(2, client.result());
          conversation.with(pair.client(), pair.server());
        });
  }

  @Test
  void v79_reading_suspends_andADumpSaysForWhat() throws Exception {
    converse(
        (client, server) -> {
          Task<Integer> reader = Task.spawn(() -> client.getInputStream().read());
          untilWaiting(reader);
          assertTrue(reader.toString().contains("input of descriptor"), reader::toString);
          server.getOutputStream().write(3);
          assertEquals(3, reader.result());
        });
  }

  @Test
  void v79_manyRecords_inBothDirections() throws Exception {
    byte[] much = new byte[1_000_000];
    new Random(1).nextBytes(much);
    converse(
        (client, server) -> {
          Task<Void> echo = Task.spawn(() -> SocketsIT.echo(server));
          Task<byte[]> reader = Task.spawn(() -> client.getInputStream().readNBytes(much.length));
          client.getOutputStream().write(much);
          assertArrayEquals(much, reader.result());
          client.shutdownOutput();
          echo.join();
        });
  }

  @Test
  void v79_timeoutsKillsAndClosing_areThoseOfSockets() throws Exception {
    converse(
        (client, server) -> {
          client.setSoTimeout(10);
          InputStream in = client.getInputStream();
          assertEquals("SocketTimeoutException: Read timed out", outcome(() -> in.read()));
          client.setSoTimeout(0);
          Task<Integer> killed = Task.spawn(() -> in.read());
          untilWaiting(killed);
          killed.kill();
          server.getOutputStream().write(4);
          assertEquals(4, in.read());
          Task<String> reader = Task.spawn(() -> outcome(() -> in.read()));
          untilWaiting(reader);
          client.close();
          assertEquals("SocketException: Socket closed", reader.result());
        });
  }

  @Test
  void v79_tasksAndThreads_talkToEachOther() throws Exception {
    ServerSocket listener = listenWithTls();
    run(
        () -> {
          Task<Void> server = Task.spawn(() -> SocketsIT.echo(listener.accept()));
          CompletableFuture<String> client = thread(() -> ask(listener, "from a thread"));
          server.join();
          assertEquals("from a thread", client.join());
        });
  }
}
