package bench.echo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Connections that say nothing, in a process of its own: a line of input, a number, makes as many
 * as there are to be; {@code all} sends one message on each and waits for all to come back, one
 * after the other. Answers a line with the milliseconds it took.
 */
public final class IdleClients {
  /** Addresses they come from, 127.0.0.1 and on: each has its own ports. */
  private static final int SOURCES = 8;

  private final List<SocketChannel> channels = new ArrayList<>();
  private final InetSocketAddress server;

  private IdleClients(int port) {
    this.server = new InetSocketAddress("127.0.0.1", port);
  }

  /** Argument: port. */
  public static void main(String[] args) throws IOException {
    IdleClients clients = new IdleClients(Integer.parseInt(args[0]));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      long start = System.nanoTime();
      if (line.equals("all")) {
        clients.sendAll();
      } else {
        clients.open(Integer.parseInt(line));
      }
      System.out.printf(Locale.ROOT, "%.1f%n", (System.nanoTime() - start) / 1e6);
    }
    System.exit(0);
  }

  /** Each is served once, so that its thread or task stands in its second read. */
  private void open(int count) throws IOException {
    while (channels.size() < count) {
      SocketChannel channel = SocketChannel.open();
      channel.bind(new InetSocketAddress("127.0.0." + (1 + channels.size() % SOURCES), 0));
      channel.connect(server);
      channels.add(channel);
      send(channel);
      receive(channel);
    }
  }

  private void sendAll() throws IOException {
    for (SocketChannel channel : channels) {
      send(channel);
    }
    for (SocketChannel channel : channels) {
      receive(channel);
    }
  }

  private static void send(SocketChannel channel) throws IOException {
    byte[] message = "x".repeat(Load.SIZE - 1).concat("\n").getBytes(StandardCharsets.US_ASCII);
    channel.write(ByteBuffer.wrap(message));
  }

  private static void receive(SocketChannel channel) throws IOException {
    ByteBuffer back = ByteBuffer.allocate(Load.SIZE);
    while (back.hasRemaining()) {
      if (channel.read(back) < 0) {
        throw new IOException("the server has closed a connection");
      }
    }
  }
}
