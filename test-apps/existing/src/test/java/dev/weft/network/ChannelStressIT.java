package dev.weft.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.SuspendableCallable;
import dev.weft.hub.Task;
import dev.weft.hub.Timeout;
import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * {@link SocketStressIT} for channels in blocking mode and datagrams: reads are timed out and
 * killed, channels are closed and interrupted under those who wait, and their descriptors are used
 * again at once. The seed is printed; {@code -Dseed=} takes it, {@code -Dstress.millis=} lengthens
 * the run.
 */
class ChannelStressIT extends WaitingFixture {
  private static final int CLIENTS = 16;
  private static final int RECEIVERS = 4;
  private static final long NANOS = Long.getLong("stress.millis", 3_000) * 1_000_000L;
  private static final int LONGEST = 60_000;

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong datagrams = new AtomicLong();
  private final AtomicLong disturbed = new AtomicLong();
  private final AtomicLong closed = new AtomicLong();

  @Test
  void v79_disturbedReaders_loseNothing() throws Exception {
    System.out.println("ChannelStressIT: -Dseed=" + seed);
    long end = System.nanoTime() + NANOS;
    ServerSocketChannel byTasks = listener();
    ServerSocketChannel byThreads = listener();
    CompletableFuture<Object> acceptor = thread(() -> acceptAll(byThreads, false));
    run(
        () -> {
          Task<Object> server = Task.spawn(() -> acceptAll(byTasks, true));
          List<Task<Void>> all = new ArrayList<>();
          for (int i = 0; i < CLIENTS; i++) {
            SplittableRandom random = new SplittableRandom(seed + i);
            SocketAddress address = (i % 3 == 0 ? byThreads : byTasks).getLocalAddress();
            all.add(Task.spawn(() -> talk(address, random, end)));
          }
          for (int i = 0; i < RECEIVERS; i++) {
            SplittableRandom random = new SplittableRandom(seed - 1 - i);
            all.add(Task.spawn(() -> receiveAll(random, end)));
          }
          Timeout.call(Duration.ofNanos(NANOS).plusSeconds(60), () -> joinAll(all));
          byTasks.close();
          assertEquals(null, server.result());
        });
    byThreads.close();
    assertEquals(null, acceptor.join());
    System.out.println(
        "ChannelStressIT: "
            + bytes
            + " bytes, "
            + datagrams
            + " datagrams, "
            + disturbed
            + " disturbed reads, "
            + closed
            + " closed under readers");
    assertTrue(disturbed.get() > 0 && closed.get() > 0 && datagrams.get() > 0, "nothing happened");
  }

  /** Each connection is a task's or a thread's. */
  @Suspendable
  private static Object acceptAll(ServerSocketChannel listener, boolean inTasks)
      throws IOException {
    try {
      while (true) {
        SocketChannel channel = listener.accept();
        if (inTasks) {
          Task<String> unused = Task.spawn(() -> outcome(() -> echo(channel)));
        } else {
          CompletableFuture<String> unused = thread(() -> outcome(() -> echo(channel)));
        }
      }
    } catch (AsynchronousCloseException e) {
      return null;
    }
  }

  @Suspendable
  private static Object echo(SocketChannel channel) throws IOException {
    try (channel) {
      ByteBuffer buffer = ByteBuffer.allocate(4096);
      while (channel.read(buffer) >= 0) {
        channel.write(buffer.flip());
        buffer.clear();
      }
      return null;
    }
  }

  @Suspendable
  private void talk(SocketAddress address, SplittableRandom random, long end) throws Exception {
    while (System.nanoTime() - end < 0) {
      try (SocketChannel channel = SocketChannel.open(address)) {
        int messages = random.nextInt(1, 8);
        for (int i = 0; i < messages; i++) {
          exchange(channel, random.split());
        }
        if (random.nextBoolean()) {
          endUnderReader(channel, random.nextInt(3));
        }
      }
    }
  }

  /** Sends numbered bytes by one task, and reads them back by others, which are disturbed. */
  @Suspendable
  private void exchange(SocketChannel channel, SplittableRandom random) throws Exception {
    int length = random.nextInt(4) == 0 ? random.nextInt(1, LONGEST) : random.nextInt(1, 100);
    byte[] sent = new byte[length];
    random.nextBytes(sent);
    Task<Integer> writer = Task.spawn(() -> channel.write(ByteBuffer.wrap(sent)));
    ByteBuffer read = ByteBuffer.allocate(length);
    while (read.hasRemaining()) {
      switch (random.nextInt(5)) {
        case 0 -> inTime(random.nextInt(1_500_000), () -> channel.read(read));
        case 1 -> killed(Task.spawn(() -> channel.read(read)));
        default -> assertTrue(channel.read(read) > 0, "the connection has ended");
      }
    }
    assertEquals(ByteBuffer.wrap(sent), read.flip());
    assertEquals(length, writer.result());
    bytes.addAndGet(length);
  }

  @Suspendable
  private void inTime(long nanos, SuspendableCallable<?> body) throws Exception {
    try {
      Timeout.call(Duration.ofNanos(nanos), body);
    } catch (TimeoutException e) {
      disturbed.incrementAndGet();
    }
  }

  @Suspendable
  private void killed(Task<?> reader) throws Exception {
    Task.yieldNow();
    reader.kill();
    if (reader.isCancelled()) {
      disturbed.incrementAndGet();
    } else {
      reader.result();
    }
  }

  /** A task, a thread, or an interrupt closes it. */
  @Suspendable
  private void endUnderReader(SocketChannel channel, int by) throws Exception {
    Task<String> reader = Task.spawn(() -> outcome(() -> channel.read(ByteBuffer.allocate(1))));
    Task.yieldNow();
    String expected = "AsynchronousCloseException: null";
    switch (by) {
      case 0 -> channel.close();
      case 1 -> {
        CompletableFuture<String> closer = thread(() -> outcome(() -> closed(channel)));
        reader.join();
        assertEquals("true", closer.join());
      }
      default -> {
        reader.interrupt();
        expected = "ClosedByInterruptException: null";
      }
    }
    assertEquals(expected, reader.result());
    closed.incrementAndGet();
  }

  private static boolean closed(SocketChannel channel) throws IOException {
    channel.close();
    return true;
  }

  // ---- datagrams -----------------------------------------------------------------------------

  /** One is on its way at a time, so that the system has no reason to lose it. */
  @Suspendable
  private void receiveAll(SplittableRandom random, long end) throws Exception {
    while (System.nanoTime() - end < 0) {
      DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
      Closeable closer = socket;
      try (socket) {
        byte[] sent = new byte[random.nextInt(1, 500)];
        random.nextBytes(sent);
        DatagramPacket packet = new DatagramPacket(new byte[500], 500);
        packet.setLength(0);
        boolean late = random.nextBoolean();
        Task<Object> sender = Task.spawn(() -> send(socket, sent, late));
        while (packet.getLength() == 0) {
          receive(socket, packet, random.nextInt(4));
        }
        assertEquals(
            ByteBuffer.wrap(sent), ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
        sender.join();
        datagrams.incrementAndGet();
        if (random.nextInt(4) == 0) {
          Task<String> reader =
              Task.spawn(() -> outcome(() -> received(socket, new DatagramPacket(sent, 1))));
          Task.yieldNow();
          closer.close();
          assertEquals("SocketException: Socket closed", reader.result());
          closed.incrementAndGet();
        }
      }
    }
  }

  @Suspendable
  private void receive(DatagramSocket socket, DatagramPacket packet, int how) throws Exception {
    switch (how) {
      case 0 -> {
        socket.setSoTimeout(1);
        try {
          received(socket, packet);
        } catch (SocketTimeoutException e) {
          disturbed.incrementAndGet();
        }
        socket.setSoTimeout(0);
      }
      case 1 -> inTime(300_000, () -> received(socket, packet));
      case 2 -> killed(Task.spawn(() -> received(socket, packet)));
      default -> received(socket, packet);
    }
  }

  /** The length of a packet is what it has room for, before; zero says that nothing came. */
  @Suspendable
  private static Object received(DatagramSocket socket, DatagramPacket packet) throws IOException {
    DatagramPacket whole = new DatagramPacket(packet.getData(), packet.getData().length);
    socket.receive(whole);
    packet.setLength(whole.getLength());
    return null;
  }

  @Suspendable
  private static Object send(DatagramSocket socket, byte[] sent, boolean late) throws Exception {
    if (late) {
      Task.sleep(Duration.ofMillis(1)); // somebody waits by now
    }
    socket.send(new DatagramPacket(sent, sent.length, socket.getLocalSocketAddress()));
    return null;
  }
}
