package existing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A thread for each connection, which answers each line with the same line. */
public final class EchoServer {
  private static final int BACKLOG = 1_000;

  private final AtomicInteger lines = new AtomicInteger();
  private final List<Thread> connections = new ArrayList<>();

  private EchoServer() {}

  /** Serves until the standard input ends, then says how much it served. */
  public static void main(String[] arguments) throws Exception {
    new EchoServer().serve();
  }

  private void serve() throws Exception {
    ServerSocket server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    Thread acceptor = new Thread(() -> accept(server), "acceptor");
    acceptor.start();
    Serving.untilInputEnds(server.getLocalPort());
    server.close();
    acceptor.join();
    for (Thread connection : connections) {
      connection.join();
    }
    System.out.println(connections.size() + " connections, " + lines + " lines");
  }

  private void accept(ServerSocket server) {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread connection = new Thread(() -> answer(socket), "connection " + connections.size());
        connections.add(connection);
        connection.start();
      }
    } catch (SocketException e) {
      System.out.println("closed: " + server.isClosed());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(Socket socket) {
    try (socket;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        PrintWriter out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.incrementAndGet();
        out.println(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
