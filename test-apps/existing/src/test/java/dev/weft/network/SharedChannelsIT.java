package dev.weft.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import dev.weft.waiting.Readiness;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule V79 for channels that are used in several ways, or by several at once. */
class SharedChannelsIT extends WaitingFixture {
  @Test
  void v79_aChannelThatBlockedBefore_isWaitedForWhenItDoesNot() throws Exception {
    Ends ends = connected();
    run(
        () -> {
          assertEquals(1, ends.server().write(ByteBuffer.allocate(1)));
          assertEquals(0, readOne(ends.client()));
          ends.client().configureBlocking(false);
          Task<Integer> reader =
              Task.spawn(
                  () -> {
                    Readiness.of(ends.client(), SelectionKey.OP_READ).await();
                    return readOne(ends.client());
                  });
          untilWaiting(reader);
          assertEquals(1, ends.server().write(ByteBuffer.wrap(new byte[] {5})));
          assertEquals(5, reader.result());
        });
  }

  /** A write is cut into pieces, and nobody else's gets between them. */
  @Test
  void v79_writesOfTasksAndThreads_areNotMixed() throws Exception {
    int length = 200_000;
    int each = 20;
    Ends ends = connected();
    run(
        () -> {
          List<Task<?>> writers = new ArrayList<>();
          for (byte b : new byte[] {1, 2}) {
            writers.add(Task.spawn(() -> writeTimes(ends.client(), b, length, each)));
          }
          CompletableFuture<Object> thread =
              thread(() -> writeTimes(ends.client(), (byte) 3, length, each));
          for (int i = 0; i < 3 * each; i++) {
            byte[] message = readAll(ends.server(), length);
            for (byte b : message) {
              assertEquals(message[0], b);
            }
          }
          for (Task<?> writer : writers) {
            writer.join();
          }
          thread.join();
        });
  }

  @Suspendable
  private static Object writeTimes(SocketChannel channel, byte value, int length, int times)
      throws IOException {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, value);
    for (int i = 0; i < times; i++) {
      assertEquals(length, channel.write(ByteBuffer.wrap(bytes)));
    }
    return null;
  }

  /** Of a file system: as ever, in carriers that block. */
  @Test
  void v79_unixSockets_workAsOnThreads(@TempDir Path folder) throws Exception {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("s"));
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(address, 1);
      Hub.run(
          () -> {
            List<Task<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
              clients.add(Task.spawn(() -> connectAndRead(address)));
            }
            Task.yieldNow(); // more than its backlog wait
            for (int i = 0; i < 5; i++) {
              try (SocketChannel server = listener.accept()) {
                assertEquals(1, server.write(ByteBuffer.wrap(new byte[] {4})));
              }
            }
            for (Task<Integer> client : clients) {
              assertEquals(4, client.result());
            }
          });
    }
  }

  @Suspendable
  private static int connectAndRead(SocketAddress address) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      assertTrue(channel.connect(address));
      return readOne(channel);
    }
  }
}
