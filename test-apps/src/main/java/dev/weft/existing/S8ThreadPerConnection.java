package dev.weft.existing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * S8 and S9: an echo server with a thread for each connection, and clients that send what is typed,
 * line by line, and want it back.
 */
public final class S8ThreadPerConnection {
  private static final int CLIENTS = 50;
  private static final String TYPED = "hello\n   \nhow are you\n\nbye\n";

  private S8ThreadPerConnection() {}

  public static void main(String[] args) throws Exception {
    AtomicInteger closed = new AtomicInteger();
    AtomicInteger echoes = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    try (ServerSocket server = new ServerSocket(0, CLIENTS, InetAddress.getLoopbackAddress())) {
      Thread acceptor = new Thread(() -> serve(server, closed), "server");
      acceptor.start();
      for (int i = 0; i < CLIENTS; i++) {
        Thread client =
            new Thread(() -> echoes.addAndGet(converse(server.getLocalPort())), "client-" + i);
        client.start();
        threads.add(client);
      }
      for (Thread client : threads) {
        client.join();
      }
      acceptor.join();
    }
    System.out.println(CLIENTS + " clients, " + echoes + " echoes, " + closed + " closed");
  }

  private static void serve(ServerSocket server, AtomicInteger closed) {
    try {
      List<Thread> handlers = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Socket connection = server.accept();
        Thread handler = new Thread(() -> echo(connection, closed));
        handler.start();
        handlers.add(handler);
      }
      for (Thread handler : handlers) {
        handler.join();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void echo(Socket connection, AtomicInteger closed) {
    try (connection) {
      InputStream in = connection.getInputStream();
      OutputStream out = connection.getOutputStream();
      byte[] buffer = new byte[1024];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        out.write(buffer, 0, count);
      }
      closed.incrementAndGet();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many lines came back as they were sent. */
  private static int converse(int port) {
    int echoes = 0;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      BufferedReader typed = new BufferedReader(new StringReader(TYPED));
      for (String line = typed.readLine(); line != null; line = typed.readLine()) {
        byte[] sent = line.strip().getBytes(StandardCharsets.UTF_8);
        if (sent.length > 0) {
          socket.getOutputStream().write(sent);
          byte[] back = socket.getInputStream().readNBytes(sent.length);
          echoes += new String(back, StandardCharsets.UTF_8).equals(line.strip()) ? 1 : 0;
        }
      }
      socket.shutdownOutput();
      if (socket.getInputStream().read() >= 0) {
        throw new IllegalStateException("more came back than was sent");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return echoes;
  }
}
