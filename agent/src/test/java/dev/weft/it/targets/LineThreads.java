package dev.weft.it.targets;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server of lines with a thread for each connection, and as many clients, all connected at the
 * same time: a program that knows nothing of tasks. Tells how many lines were answered, and by how
 * many threads of the JVM.
 */
public final class LineThreads {
  private static final int CLIENTS = 200;
  private static final int LINES = 5;

  private static final CountDownLatch CONNECTED = new CountDownLatch(2 * CLIENTS);
  private static final AtomicInteger ANSWERED = new AtomicInteger();

  private LineThreads() {}

  public static void main(String[] arguments) throws Exception {
    try (ServerSocket listener = new ServerSocket(0, CLIENTS, InetAddress.getLoopbackAddress())) {
      List<Thread> threads = new ArrayList<>();
      threads.add(new Thread(() -> acceptAll(listener), "acceptor"));
      for (int i = 0; i < CLIENTS; i++) {
        String name = "client " + i;
        threads.add(new Thread(() -> talk(listener, name), name));
      }
      for (Thread thread : threads) {
        thread.start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    System.out.println(ANSWERED + " lines");
    System.err.println("peak " + ManagementFactory.getThreadMXBean().getPeakThreadCount());
  }

  private static void acceptAll(ServerSocket listener) {
    try {
      for (int i = 0; i < CLIENTS; i++) {
        Socket socket = listener.accept();
        new Thread(() -> answer(socket), "server " + i).start();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answer(Socket socket) {
    try (socket) {
      untilAllAreConnected();
      BufferedReader in = reader(socket);
      PrintWriter out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.println("you said " + line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void talk(ServerSocket listener, String name) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()));
      untilAllAreConnected();
      BufferedReader in = reader(socket);
      PrintWriter out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8);
      for (int i = 0; i < LINES; i++) {
        out.println(name + " " + i);
        if (in.readLine().equals("you said " + name + " " + i)) {
          ANSWERED.incrementAndGet();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void untilAllAreConnected() {
    CONNECTED.countDown();
    try {
      CONNECTED.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }
}
