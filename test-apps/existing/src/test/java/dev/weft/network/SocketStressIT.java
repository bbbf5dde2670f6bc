package dev.weft.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.hub.Task;
import dev.weft.hub.Timeout;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Clients on one hub talk to echoing tasks and threads, while reads are timed out, killed and
 * interrupted and sockets are closed under those who wait: no byte is lost or comes twice, and
 * nobody waits for ever. The seed is printed; {@code -Dseed=} takes it, {@code -Dstress.millis=}
 * lengthens the run.
 */
class SocketStressIT extends SocketFixture {
  private static final int CLIENTS = 24;
  private static final long NANOS = Long.getLong("stress.millis", 3_000) * 1_000_000L;
  private static final int LONGEST = 100_000;

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong connections = new AtomicLong();
  private final AtomicLong disturbed = new AtomicLong();
  private final AtomicLong closed = new AtomicLong();

  @Test
  void v79_disturbedReaders_loseNothing() throws Exception {
    System.out.println("SocketStressIT: -Dseed=" + seed);
    long end = System.nanoTime() + NANOS;
    ServerSocket byTasks = listen();
    ServerSocket byThreads = listen();
    CompletableFuture<Object> acceptor = thread(() -> acceptWithThreads(byThreads));
    run(
        () -> {
          Task<Void> server = Task.spawn(() -> SocketsIT.acceptAll(byTasks));
          List<Task<Void>> clients = new ArrayList<>();
          for (int i = 0; i < CLIENTS; i++) {
            SplittableRandom random = new SplittableRandom(seed + i);
            ServerSocket listener = i % 3 == 0 ? byThreads : byTasks;
            clients.add(Task.spawn(() -> talk(listener, random, end)));
          }
          Timeout.call(Duration.ofNanos(NANOS).plusSeconds(60), () -> joinAll(clients));
          server.kill();
        });
    byThreads.close();
    assertEquals(null, acceptor.join());
    System.out.println(
        "SocketStressIT: "
            + connections
            + " connections, "
            + bytes
            + " bytes, "
            + disturbed
            + " disturbed reads, "
            + closed
            + " closed under readers");
    assertTrue(disturbed.get() > 0 && closed.get() > 0, "nothing was disturbed");
  }

  /** Plain code: each connection is a thread's. */
  private static Object acceptWithThreads(ServerSocket listener) throws IOException {
    while (true) {
      try {
        Socket socket = listener.accept();
        CompletableFuture<Object> unused =
            thread(
                () -> {
                  SocketsIT.echo(socket);
                  return null;
                });
      } catch (SocketException e) {
        if (listener.isClosed()) {
          return null;
        }
        throw e;
      }
    }
  }

  @Suspendable
  private void talk(ServerSocket listener, SplittableRandom random, long end) throws Exception {
    while (System.nanoTime() - end < 0) {
      try (Socket socket = new Socket()) {
        socket.connect(listener.getLocalSocketAddress());
        connections.incrementAndGet();
        int messages = random.nextInt(1, 8);
        for (int i = 0; i < messages; i++) {
          exchange(socket, random.split());
        }
        if (random.nextInt(3) == 0) {
          closeUnderReader(socket, random);
        }
      }
    }
  }

  /** Sends numbered bytes by one task, and reads them back by others, which are disturbed. */
  @Suspendable
  private void exchange(Socket socket, SplittableRandom random) throws Exception {
    int length = random.nextInt(4) == 0 ? random.nextInt(1, LONGEST) : random.nextInt(1, 100);
    boolean late = random.nextBoolean();
    Task<Void> writer = Task.spawn(() -> write(socket.getOutputStream(), length, late));
    int[] read = new int[1]; // how many came back, whoever has read them
    while (read[0] < length) {
      switch (random.nextInt(6)) {
        case 0 -> readTimed(socket, read, length);
        case 1 -> readInTime(socket, read, length, random.nextInt(1_500_000));
        case 2 -> readKilled(socket, read, length);
        case 3 -> readInterrupted(socket, read, length);
        default -> readSome(socket.getInputStream(), read, length);
      }
    }
    assertEquals(length, read[0]);
    writer.result();
    bytes.addAndGet(length);
  }

  @Suspendable
  private static void write(OutputStream out, int length, boolean late) throws Exception {
    if (late) {
      Task.sleep(Duration.ofMillis(1)); // somebody waits by now
    }
    byte[] sent = new byte[length];
    for (int i = 0; i < length; i++) {
      sent[i] = (byte) (i * 31 + i / 251);
    }
    out.write(sent);
  }

  @Suspendable
  private static void readSome(InputStream in, int[] read, int length) throws IOException {
    byte[] buffer = new byte[Math.min(4096, length - read[0])];
    int count = in.read(buffer);
    assertTrue(count > 0, "the connection has ended");
    for (int i = 0; i < count; i++) {
      int index = read[0] + i;
      assertEquals((byte) (index * 31 + index / 251), buffer[i]);
    }
    read[0] += count;
  }

  @Suspendable
  private void readTimed(Socket socket, int[] read, int length) throws IOException {
    socket.setSoTimeout(1);
    try {
      readSome(socket.getInputStream(), read, length);
    } catch (SocketTimeoutException e) {
      disturbed.incrementAndGet();
    } finally {
      socket.setSoTimeout(0);
    }
  }

  @Suspendable
  private void readInTime(Socket socket, int[] read, int length, long nanos) throws Exception {
    try {
      Timeout.call(
          Duration.ofNanos(nanos),
          () -> {
            readSome(socket.getInputStream(), read, length);
            return null;
          });
    } catch (TimeoutException e) {
      disturbed.incrementAndGet();
    }
  }

  @Suspendable
  private void readKilled(Socket socket, int[] read, int length) throws Exception {
    Task<Void> reader = Task.spawn(() -> readSome(socket.getInputStream(), read, length));
    Task.yieldNow();
    reader.kill();
    if (reader.isCancelled()) {
      disturbed.incrementAndGet();
    } else {
      reader.result();
    }
  }

  @Suspendable
  private void readInterrupted(Socket socket, int[] read, int length) throws Exception {
    Task<Void> reader = Task.spawn(() -> readSome(socket.getInputStream(), read, length));
    Task.yieldNow();
    reader.interrupt(); // does not end it
    reader.result();
    disturbed.incrementAndGet();
  }

  @Suspendable
  private void closeUnderReader(Socket socket, SplittableRandom random) throws Exception {
    InputStream in = socket.getInputStream();
    Task<String> reader = Task.spawn(() -> outcome(() -> in.read()));
    if (random.nextBoolean()) {
      Task.yieldNow();
      socket.close();
    } else {
      CompletableFuture<Object> closer =
          thread(
              () -> {
                socket.close();
                return null;
              });
      reader.join();
      closer.join();
    }
    assertEquals("SocketException: Socket closed", reader.result());
    closed.incrementAndGet();
  }
}
