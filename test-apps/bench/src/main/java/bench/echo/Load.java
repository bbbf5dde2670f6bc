package bench.echo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Locale;

/**
 * The other end, a process of its own: connections that each send a message of 64 bytes, wait for
 * all of it to come back, check its number and send the next. One thread and one selector. Prints
 * messages a second.
 */
public final class Load {
  /** Bytes of a message; the last one ends a line. */
  static final int SIZE = 64;

  /** Of the servers: as programs have them, larger than a message. */
  static final int BUFFER = 1_024;

  private static final byte FILLING = 'x';
  private static final byte END = '\n';

  private final Selector selector;
  private long echoed;

  private Load(Selector selector) {
    this.selector = selector;
  }

  /** Arguments: port, connections, seconds to warm up, seconds to measure. */
  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(args[0]);
    int connections = Integer.parseInt(args[1]);
    try (Selector selector = Selector.open()) {
      Load load = new Load(selector);
      for (int i = 0; i < connections; i++) {
        load.add(new InetSocketAddress("127.0.0.1", port), i);
      }
      load.run(Long.parseLong(args[2]));
      long before = load.echoed;
      long start = System.nanoTime();
      load.run(Long.parseLong(args[3]));
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(Locale.ROOT, "%.0f%n", (load.echoed - before) / seconds);
    }
    System.exit(0);
  }

  /** A connection, and the message under way. */
  private static final class Message {
    final ByteBuffer out = ByteBuffer.allocateDirect(SIZE);
    final ByteBuffer in = ByteBuffer.allocateDirect(SIZE);
    long number;

    Message(long number) {
      this.number = number;
      while (out.hasRemaining()) {
        out.put(out.remaining() == 1 ? END : FILLING);
      }
    }

    void send(SocketChannel channel) throws IOException {
      out.clear();
      for (int i = 0; i < 16; i++) { // in text, so that readers of lines echo it, too
        out.put(i, (byte) ('a' + (number >>> (4 * i) & 15)));
      }
      channel.write(out);
      if (out.hasRemaining()) {
        throw new IOException("a message did not fit into the socket's buffer");
      }
    }

    boolean isBack() {
      long back = 0;
      for (int i = 0; i < 16; i++) {
        back |= (long) (in.get(i) - 'a') << (4 * i);
      }
      return back == number && in.get(SIZE - 1) == END;
    }
  }

  private void add(InetSocketAddress address, int number) throws IOException {
    SocketChannel channel = SocketChannel.open(address);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    Message message = new Message((long) number << 32);
    channel.register(selector, SelectionKey.OP_READ, message);
    message.send(channel);
  }

  private void run(long seconds) throws IOException {
    long end = System.nanoTime() + seconds * 1_000_000_000;
    while (System.nanoTime() < end) {
      selector.select(this::received, 100);
    }
  }

  private void received(SelectionKey key) {
    SocketChannel channel = (SocketChannel) key.channel();
    Message message = (Message) key.attachment();
    try {
      if (channel.read(message.in) < 0) {
        throw new IOException("the server has closed a connection");
      }
      if (!message.in.hasRemaining()) {
        if (!message.isBack()) {
          throw new IOException("something else came back than was sent");
        }
        echoed++;
        message.in.clear();
        message.number++;
        message.send(channel);
      }
    } catch (IOException e) {
      e.printStackTrace();
      System.exit(1);
    }
  }
}
