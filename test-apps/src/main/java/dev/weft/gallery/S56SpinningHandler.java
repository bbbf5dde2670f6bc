package dev.weft.gallery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Suspendable;
import dev.weft.SuspendableConsumer;
import dev.weft.hub.BlockedHub;
import dev.weft.hub.Hub;
import dev.weft.io.Server;
import dev.weft.sync.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Locale;

/**
 * S56: a server that answers in capital letters, a task for each connection; then with the handler
 * of the course. It does not look for the end of the stream: when the client has gone there is
 * nothing to read, at once, again and again, and no other task has a turn. A monitor says who it
 * is. (Threads that became tasks are made to share: {@code threads-s56}.)
 */
public final class S56SpinningHandler {
  private static final Duration LIMIT = Duration.ofMillis(500);

  private S56SpinningHandler() {}

  public static void main(String[] args) throws Exception {
    Pace.hub(() -> talk(S56SpinningHandler::answer, "hello", "world"));
    System.out.println("-- the handler of the course");
    Promise<Socket> deserted = Promise.fromOutside("a client that leaves");
    Promise<String> warning = Promise.fromOutside("the monitor");
    Pace.hub(
        Hub.with().monitor(LIMIT, report -> stop(report, deserted, warning)),
        () -> {
          talk(socket -> answerForever(socket, deserted), "hello");
          System.out.println("warned: " + warning.result());
        });
  }

  /** As an administrator would. */
  private static void stop(BlockedHub report, Promise<Socket> deserted, Promise<String> warning) {
    if (deserted.isDone() && report.culprit().endsWith(".answerForever")) {
      warning.complete("a task keeps all others from running, in " + report.culprit());
      closeQuietly(deserted.resultNow());
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Serves a client for each line, one after the other, until all have been served. */
  @Suspendable
  private static void talk(SuspendableConsumer<Socket> handler, String... lines) throws Exception {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (Server server = Server.start(address, handler)) {
      for (String line : lines) {
        try (Socket socket = new Socket()) {
          socket.connect(new InetSocketAddress(address.getAddress(), server.port()));
          socket.getOutputStream().write(line.getBytes(UTF_8));
          byte[] answer = socket.getInputStream().readNBytes(line.length());
          System.out.println(line + ": " + new String(answer, UTF_8));
        }
      }
      server.stop(Duration.ofSeconds(10));
      System.out.println("connections left: " + server.connections());
    }
  }

  @Suspendable
  private static void answerForever(Socket socket, Promise<Socket> deserted) throws IOException {
    byte[] buffer = new byte[1024];
    try {
      while (true) {
        int count = socket.getInputStream().read(buffer);
        if (count > 0) {
          shout(socket, buffer, count);
        } else {
          deserted.complete(socket);
        }
      }
    } catch (SocketException e) {
      System.out.println("the handler was stopped: " + socket.isClosed());
    }
  }

  @Suspendable
  private static void answer(Socket socket) throws IOException {
    byte[] buffer = new byte[1024];
    int count = socket.getInputStream().read(buffer);
    while (count >= 0) {
      shout(socket, buffer, count);
      count = socket.getInputStream().read(buffer);
    }
  }

  @Suspendable
  private static void shout(Socket socket, byte[] buffer, int count) throws IOException {
    String text = new String(buffer, 0, count, UTF_8);
    socket.getOutputStream().write(text.toUpperCase(Locale.ROOT).getBytes(UTF_8));
  }
}
