package dev.weft.existing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** A server with a thread for each connection, whose handlers answer in capital letters. */
final class UpperCaseServer implements AutoCloseable {
  private final ServerSocket listener;
  private final Handler handler;
  private final Thread acceptor = new Thread(this::accept, "acceptor");
  private final List<Thread> handlers = new ArrayList<>();
  private final Queue<Socket> connections = new ConcurrentLinkedQueue<>();

  /** What is done with a connection, which is closed afterwards. */
  interface Handler {
    void handle(Socket connection) throws IOException;
  }

  private UpperCaseServer(ServerSocket listener, Handler handler) {
    this.listener = listener;
    this.handler = handler;
  }

  /**
   * Starts one on a port that is free.
   *
   * @param backlog how many connections may wait to be accepted, as for {@link ServerSocket}
   */
  static UpperCaseServer start(int backlog, Handler handler) throws IOException {
    ServerSocket listener = new ServerSocket();
    listener.setReuseAddress(true);
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), backlog);
    UpperCaseServer server = new UpperCaseServer(listener, handler);
    server.acceptor.start();
    return server;
  }

  /** Where it listens. */
  SocketAddress address() {
    return listener.getLocalSocketAddress();
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = listener.accept();
        connections.add(connection);
        Thread thread = new Thread(() -> handle(connection));
        handlers.add(thread);
        thread.start();
      }
    } catch (SocketException e) {
      if (!listener.isClosed()) {
        throw new UncheckedIOException(e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void handle(Socket connection) {
    try (connection) {
      handler.handle(connection);
    } catch (IOException e) {
      if (!connection.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * A handler that answers until the client says no more.
   *
   * @param seen is told who says what
   */
  static Handler answering(Consumer<String> seen) {
    return connection -> {
      byte[] buffer = new byte[1024];
      int count = connection.getInputStream().read(buffer);
      while (count >= 0) {
        answer(connection, new String(buffer, 0, count, UTF_8), seen);
        count = connection.getInputStream().read(buffer);
      }
    };
  }

  /** Says it again, louder. */
  static void answer(Socket connection, String text, Consumer<String> seen) throws IOException {
    InetSocketAddress client = (InetSocketAddress) connection.getRemoteSocketAddress();
    seen.accept("client " + client.getHostString() + ":" + client.getPort() + " " + text);
    connection.getOutputStream().write(text.toUpperCase(Locale.ROOT).getBytes(UTF_8));
  }

  /** A client that is connected to it. */
  Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.connect(address());
    return socket;
  }

  /** What it answers to {@code text}: as many bytes. */
  static String ask(Socket socket, String text) throws IOException {
    byte[] sent = text.getBytes(UTF_8);
    socket.getOutputStream().write(sent);
    return new String(socket.getInputStream().readNBytes(sent.length), UTF_8);
  }

  /** Closes its side of all connections. */
  void disconnect() throws IOException {
    for (Socket connection : connections) {
      connection.close();
    }
  }

  /** Accepts no more, and waits for the end of all threads: those of its clients, too. */
  @Override
  public void close() throws IOException {
    listener.close();
    try {
      acceptor.join();
      for (Thread thread : handlers) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
