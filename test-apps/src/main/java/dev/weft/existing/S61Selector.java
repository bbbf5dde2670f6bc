package dev.weft.existing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * S61: driven by events. One thread serves all connections: a selector says which of them have
 * something to read, by {@code select}, {@code poll} or {@code epoll}, whatever the system has.
 */
public final class S61Selector {
  private static final int CLIENTS = 50;
  private static final List<String> LINES = List.of("hello", "how are you", "bye");

  private S61Selector() {}

  public static void main(String[] args) throws Exception {
    AtomicInteger echoes = new AtomicInteger();
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), CLIENTS);
      Thread server = new Thread(() -> serve(listener), "server");
      server.start();
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int port = listener.socket().getLocalPort();
        Thread client = new Thread(() -> echoes.addAndGet(converse(port)));
        client.start();
        clients.add(client);
      }
      for (Thread client : clients) {
        client.join();
      }
      server.join();
    }
    System.out.println(CLIENTS + " clients, " + echoes + " echoes, one thread");
    Thread misuse = new Thread(S61Selector::misuse);
    misuse.start();
    misuse.join();
  }

  /** Serves until all clients have come and gone. */
  private static void serve(ServerSocketChannel listener) {
    ByteBuffer buffer = ByteBuffer.allocate(1024);
    try (Selector selector = Selector.open()) {
      listener.configureBlocking(false);
      listener.register(selector, SelectionKey.OP_ACCEPT);
      int gone = 0;
      while (gone < CLIENTS) {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
          if (key.isAcceptable()) {
            SocketChannel connection = listener.accept();
            connection.configureBlocking(false);
            connection.register(selector, SelectionKey.OP_READ);
          } else if (!echo((SocketChannel) key.channel(), buffer)) {
            gone++;
          }
        }
        selector.selectedKeys().clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the client is still there. */
  private static boolean echo(SocketChannel connection, ByteBuffer buffer) throws IOException {
    buffer.clear();
    if (connection.read(buffer) < 0) {
      connection.close();
      return false;
    }
    buffer.flip();
    while (buffer.hasRemaining()) {
      connection.write(buffer); // so few bytes have room, or soon
    }
    return true;
  }

  /** How many lines came back as they were sent. */
  private static int converse(int port) {
    int echoes = 0;
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      for (String line : LINES) {
        echoes += UpperCaseServer.ask(socket, line).equals(line) ? 1 : 0;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return echoes;
  }

  private static void misuse() {
    try {
      Selector selector = Selector.open();
      System.out.println(
          "nothing to wait for, ready: " + selector.select(Math.max(1, Seconds.millis(1))));
      try {
        selector.select(-1);
      } catch (IllegalArgumentException e) {
        System.out.println("a negative timeout: " + e.getClass().getSimpleName());
      }
      selector.close();
      selector.select();
    } catch (ClosedSelectorException e) {
      System.out.println("a closed selector: " + e.getClass().getSimpleName());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
