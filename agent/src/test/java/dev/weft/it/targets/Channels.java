package dev.weft.it.targets;

import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import dev.weft.waiting.Readiness;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Channels that block and one that does not, in tasks; all closed afterwards, and a file, too. */
public final class Channels {
  private Channels() {}

  public static void main(String[] arguments) throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Hub.run(
        () -> {
          Pipe pipe = Pipe.open();
          try (Pipe.SourceChannel source = pipe.source();
              Pipe.SinkChannel sink = pipe.sink()) {
            source.configureBlocking(false);
            Task<Integer> reader = Task.spawn(() -> readWhenReady(source));
            while (reader.waitsFor().isEmpty()) {
              Task.yieldNow();
            }
            sink.write(ByteBuffer.wrap(new byte[] {1}));
            System.out.print(reader.result());
          }
          try (FileInputStream file = new FileInputStream("/dev/null")) {
            System.out.print(file.read());
          }
          try (ServerSocketChannel listener = ServerSocketChannel.open().bind(any)) {
            Task<Void> server = Task.spawn(() -> answer(listener));
            System.out.println(ask(listener.getLocalAddress()));
            server.join();
          }
        });
  }

  private static int readWhenReady(Pipe.SourceChannel source) throws Exception {
    Readiness.of(source, SelectionKey.OP_READ).await();
    return source.read(ByteBuffer.allocate(10));
  }

  private static void answer(ServerSocketChannel listener) throws IOException {
    try (SocketChannel channel = listener.accept()) {
      channel.write(ByteBuffer.wrap(new byte[] {(byte) (readOne(channel) + 1)}));
    }
  }

  private static int ask(SocketAddress address) throws IOException {
    try (SocketChannel channel = SocketChannel.open(address)) {
      channel.write(ByteBuffer.wrap(new byte[] {1}));
      return readOne(channel);
    }
  }

  private static int readOne(SocketChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1);
    return channel.read(buffer) == 1 ? buffer.get(0) : -1;
  }
}
