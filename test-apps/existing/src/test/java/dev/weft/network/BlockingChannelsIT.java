package dev.weft.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.hub.Task;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Rule V79 of SEMANTICS.md for channels in blocking mode: what a thread would see, a task sees, and
 * it does not block its carrier.
 */
class BlockingChannelsIT extends WaitingFixture {
  @Test
  void v79_serverAndClients_shareOneThread() throws Exception {
    ServerSocketChannel listener = listener();
    run(
        () -> {
          Task<String> acceptor = Task.spawn(() -> outcome(() -> acceptAll(listener)));
          List<Task<String>> clients = new ArrayList<>();
          for (int i = 0; i < 50; i++) {
            String text = "text " + i;
            clients.add(Task.spawn(() -> ask(listener, text)));
          }
          for (int i = 0; i < 50; i++) {
            assertEquals("text " + i, clients.get(i).result());
          }
          untilWaiting(acceptor);
          listener.close();
          assertEquals("AsynchronousCloseException: null", acceptor.result());
        });
  }

  @Suspendable
  private static Void acceptAll(ServerSocketChannel listener) throws IOException {
    while (true) {
      SocketChannel channel = listener.accept();
      Task<Void> unused = Task.spawn(() -> echo(channel));
    }
  }

  @Suspendable
  private static void echo(SocketChannel channel) throws IOException {
    try (channel) {
      ByteBuffer buffer = ByteBuffer.allocate(64);
      while (channel.read(buffer) >= 0) {
        channel.write(buffer.flip());
        buffer.clear();
      }
    }
  }

  @Suspendable
  private static String ask(ServerSocketChannel listener, String text) throws IOException {
    try (SocketChannel channel = SocketChannel.open(listener.getLocalAddress())) {
      channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
      ByteBuffer answer = ByteBuffer.allocate(text.length());
      while (answer.hasRemaining()) {
        int unused = channel.read(answer);
      }
      return new String(answer.array(), UTF_8);
    }
  }

  @Test
  void v79_whatNobodyReadsYet_isWrittenAll_ofOneBufferAndOfMany() throws Exception {
    byte[] bytes = new byte[8_000_000];
    new Random(1).nextBytes(bytes);
    Ends ends = connected();
    run(
        () -> {
          Task<Integer> one = Task.spawn(() -> ends.client().write(ByteBuffer.wrap(bytes)));
          untilWaiting(one);
          assertArrayEquals(bytes, readAll(ends.server(), bytes.length));
          assertEquals(bytes.length, one.result());
          GatheringByteChannel many = ends.client();
          Task<Long> gathered =
              Task.spawn(
                  () ->
                      many.write(
                          new ByteBuffer[] {
                            ByteBuffer.wrap(bytes, 0, 5_000_000),
                            ByteBuffer.allocate(0),
                            ByteBuffer.wrap(bytes, 5_000_000, 3_000_000)
                          }));
          untilWaiting(gathered);
          assertArrayEquals(bytes, readAll(ends.server(), bytes.length));
          assertEquals(bytes.length, gathered.result());
        });
  }

  @Test
  void v79_closingAChannel_endsItsOperations_asOnThreads() throws Exception {
    assertSameOnBoth(
        "AsynchronousCloseException: nullfalse",
        this::connected,
        ends -> readOne(ends.client()),
        (ends, waiting) -> ends.client().close());
    assertSameOnBoth(
        "AsynchronousCloseException: nullfalse",
        this::listener,
        listener -> listener.accept(),
        (listener, waiting) -> listener.close());
  }

  @Test
  void v79_anInterrupt_closesTheChannel_asOnThreads() throws Exception {
    assertSameOnBoth(
        "ClosedByInterruptException: nulltrue",
        this::connected,
        ends -> readOne(ends.client()),
        (ends, waiting) -> waiting.interrupt());
    assertSameOnBoth(
        "ClosedByInterruptException: nulltrue",
        this::listener,
        listener -> listener.accept(),
        (listener, waiting) -> waiting.interrupt());
  }

  @Test
  void v79_anInterruptBefore_closesTheChannelEvenIfThereIsInput() throws Exception {
    Ends ends = connected();
    assertEquals(1, ends.server().write(ByteBuffer.wrap(new byte[] {1})));
    run(
        () -> {
          Thread.currentThread().interrupt();
          assertEquals("ClosedByInterruptException: null", outcome(() -> readOne(ends.client())));
          assertTrue(Thread.interrupted());
          Thread.currentThread().interrupt();
          assertEquals(
              "ClosedByInterruptException: null",
              outcome(() -> ends.server().write(ByteBuffer.wrap(new byte[] {1}))));
          assertTrue(Thread.interrupted());
        });
  }

  @Test
  void v79_aClosedDirection_isTheEndOfInput_asOnThreads() throws Exception {
    assertSameOnBoth(
        "-1false",
        this::connected,
        ends -> readOne(ends.client()),
        (ends, waiting) -> ends.server().shutdownOutput());
    assertSameOnBoth(
        "-1false",
        this::connected,
        ends -> readOne(ends.client()),
        (ends, waiting) -> ends.client().shutdownInput());
  }

  @Test
  void v79_aKilledReader_leavesTheChannelToTheNext() throws Exception {
    Ends ends = connected();
    run(
        () -> {
          Task<Integer> killed = Task.spawn(() -> readOne(ends.client()));
          untilWaiting(killed);
          Task<Integer> next = Task.spawn(() -> readOne(ends.client()));
          Task.yieldNow();
          killed.kill();
          assertTrue(killed.isDone());
          assertEquals(1, ends.server().write(ByteBuffer.wrap(new byte[] {9})));
          assertEquals(9, next.result());
        });
  }

  @Test
  void v79_severalReaders_getOneByteEach() throws Exception {
    Ends ends = connected();
    run(
        () -> {
          List<Task<Integer>> readers = new ArrayList<>();
          for (int i = 0; i < 10; i++) {
            readers.add(Task.spawn(() -> readOne(ends.client())));
          }
          untilWaiting(readers.get(0));
          byte[] bytes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
          assertEquals(10, ends.server().write(ByteBuffer.wrap(bytes)));
          for (int i = 0; i < 10; i++) {
            assertEquals(i, readers.get(i).result());
          }
        });
  }

  @Test
  void v79_whatCannotBeConnected_saysSoAsOnThreads() throws Exception {
    SocketAddress nobody;
    try (ServerSocketChannel listener = ServerSocketChannel.open().bind(anyPort())) {
      nobody = listener.getLocalAddress();
    }
    String onThread = outcome(() -> SocketChannel.open(nobody));
    SocketChannel unconnected = closing(SocketChannel.open());
    run(
        () -> {
          assertEquals(onThread, outcome(() -> SocketChannel.open(nobody)));
          assertEquals("NotYetConnectedException: null", outcome(() -> readOne(unconnected)));
          assertEquals(onThread, outcome(() -> unconnected.connect(nobody)));
          assertEquals("ClosedChannelException: null", outcome(() -> readOne(unconnected)));
        });
  }

  /** The system gives the lowest number that is free: the same one again and again here. */
  @Test
  void v79_descriptorsThatAreUsedAgain_areNotTakenForTheirPredecessors() throws Exception {
    ServerSocketChannel listener = listener();
    run(
        () -> {
          for (int i = 0; i < 200; i++) {
            SocketChannel client = closing(SocketChannel.open(listener.getLocalAddress()));
            try (client;
                SocketChannel server = listener.accept()) {
              Task<String> reader = Task.spawn(() -> outcome(() -> readOne(client)));
              untilWaiting(reader);
              if (i % 2 == 0) {
                assertEquals(1, server.write(ByteBuffer.wrap(new byte[] {(byte) (i / 2)})));
                assertEquals(String.valueOf(i / 2), reader.result());
              } else {
                open.remove(open.size() - 1).close();
                assertEquals("AsynchronousCloseException: null", reader.result());
              }
            }
          }
        });
  }

  @Test
  void v79_pipes_suspend() throws Exception {
    Pipe pipe = Pipe.open();
    ReadableByteChannel source = closing(pipe.source());
    WritableByteChannel sink = closing(pipe.sink());
    byte[] bytes = new byte[300_000];
    new Random(2).nextBytes(bytes);
    run(
        () -> {
          Task<Integer> writer = Task.spawn(() -> sink.write(ByteBuffer.wrap(bytes)));
          untilWaiting(writer);
          ByteBuffer all = ByteBuffer.allocate(bytes.length);
          while (all.hasRemaining()) {
            assertTrue(source.read(all) > 0);
          }
          assertArrayEquals(bytes, all.array());
          assertEquals(bytes.length, writer.result());
          Task<Integer> reader = Task.spawn(() -> source.read(ByteBuffer.allocate(1)));
          untilWaiting(reader);
          sink.close();
          assertEquals(-1, reader.result());
        });
  }

  /** As {@code WritableByteChannel.write} and {@code ReadableByteChannel.read}. */
  private interface Transfer {
    @Suspendable
    int transfer(ByteBuffer buffer) throws IOException;
  }

  /** Also by types that inherit the method, by references to it, and for channels of the user's. */
  @Test
  void v79_channelsOfAllTypes_areReadAndWritten() throws Exception {
    Pipe pipe = Pipe.open();
    Pipe.SourceChannel source = closing(pipe.source());
    Pipe.SinkChannel sink = closing(pipe.sink());
    ReadableByteChannel ofTheUser = new OneByte();
    run(
        () -> {
          Task<Integer> reader = Task.spawn(() -> source.read(ByteBuffer.allocate(1)));
          untilWaiting(reader);
          assertEquals(1, sink.write(ByteBuffer.allocate(1)));
          assertEquals(1, reader.result());
          Transfer read = source::read;
          Transfer write = ((WritableByteChannel) sink)::write;
          Task<Integer> byReference = Task.spawn(() -> read.transfer(ByteBuffer.allocate(1)));
          untilWaiting(byReference);
          assertEquals(1, write.transfer(ByteBuffer.allocate(1)));
          assertEquals(1, byReference.result());
          Transfer user = ofTheUser::read;
          assertEquals(1, ofTheUser.read(ByteBuffer.allocate(1)));
          assertEquals(1, user.transfer(ByteBuffer.allocate(1)));
        });
  }

  /** A channel that waits in its own way. */
  private static final class OneByte implements ReadableByteChannel {
    @Override
    @Suspendable
    public int read(ByteBuffer target) {
      Task.yieldNow();
      target.put((byte) 1);
      return 1;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
