package dev.weft.it.targets;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.management.ObjectName;

/**
 * Knows nothing of Weft, and blocks in many ways. Each call that a report should have is marked by
 * the row of {@code BlockingReportIT} that says what of it.
 */
public final class Blocked {
  private static final Object LOCK = new Object();

  private Blocked() {}

  /** A stream of the application's that blocks in its own way. */
  private static final class Slow extends InputStream {
    private final InputStream in;

    Slow(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      pause();
      return in.read();
    }

    private static void pause() throws IOException {
      try {
        Thread.sleep(0, 1); // row A
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int next = read();
      if (next < 0) {
        return -1;
      }
      bytes[offset] = (byte) next;
      return 1;
    }
  }

  /** Blocks in its initialiser and in its constructor. */
  private static final class Built {
    static final boolean DONE;

    static {
      try {
        new Thread().join(); // row B
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      DONE = true;
    }

    private final double value;

    Built(double value) throws InterruptedException {
      this.value = value;
      Thread.sleep(1); // row C
    }
  }

  /** Prints what came of it all; with arguments, a file to read and then the report by JMX. */
  public static void main(String[] arguments) throws Exception {
    double half = 0.5;
    long sum = 40;
    for (int i = 0; i < 3; i++) {
      Thread.sleep(1); // row D
    }
    sum += waits() + failing() + inMemory() + file(arguments[0]) + (Built.DONE ? 1 : 0);
    half += new Built(half).value + sockets() + slowly();
    latch();
    endless();
    System.out.println(sum + " " + half);
    if (arguments.length > 1) {
      byJmx();
    }
  }

  private static synchronized int waits() throws InterruptedException {
    Blocked.class.wait(1); // row E
    synchronized (LOCK) {
      LOCK.wait(1); // row F
      Thread.sleep(1); // row G
    }
    return 1;
  }

  private static long failing() throws InterruptedException {
    FutureTask<Long> task =
        new FutureTask<>(
            () -> {
              throw new IllegalStateException("failed");
            });
    task.run();
    try {
      return 7 + task.get(); // row H
    } catch (ExecutionException e) {
      return e.getCause().getMessage().length();
    } finally {
      task.cancel(false);
    }
  }

  private static int inMemory() throws IOException {
    InputStream in = new ByteArrayInputStream(new byte[] {1, 2, 3});
    return in.read() + in.read(new byte[2], 0, 1);
  }

  private static int file(String name) throws IOException {
    try (InputStream in = new FileInputStream(name)) {
      byte[] bytes = new byte[2];
      return in.read(bytes, 0, 1); // row I
    }
  }

  private static double slowly() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new Slow(new ByteArrayInputStream("ab\n".getBytes(StandardCharsets.US_ASCII))),
                StandardCharsets.US_ASCII))) {
      String line = reader.readLine();
      return line.length() + (reader.read() < 0 ? 0.25 : 1);
    }
  }

  private static int sockets() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread client = new Thread(() -> connect(server.getLocalPort()), "client-7");
      client.start();
      try (Socket socket = server.accept(); // row J
          BufferedReader reader =
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
        StringBuilder text = new StringBuilder(reader.readLine()); // row K
        client.join(); // row L
        return text.length();
      }
    }
  }

  private static void connect(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) { // row M
      byte[] line = {'h', 'i', '\n'};
      socket.getOutputStream().write(line); // row N
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void latch() throws InterruptedException {
    CountDownLatch latch = new CountDownLatch(1);
    Thread[] threads = new Thread[2];
    for (int i = 0; i < threads.length; i++) {
      threads[i] = new Thread(() -> await(latch), "worker-" + i);
      threads[i].start();
    }
    latch.countDown();
    for (Thread thread : threads) {
      thread.join(); // row O
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(); // row P
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void endless() {
    Thread thread = new Thread(() -> await(new CountDownLatch(1)), "endless");
    thread.setDaemon(true);
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  private static void byJmx() throws Exception {
    ObjectName name = new ObjectName("dev.weft:type=BlockingReport");
    var server = ManagementFactory.getPlatformMBeanServer();
    System.out.print(server.invoke(name, "report", null, null));
    System.out.println("calls: " + server.getAttribute(name, "Calls"));
    server.invoke(name, "reset", null, null);
    System.out.println("calls: " + server.getAttribute(name, "Calls"));
  }
}
