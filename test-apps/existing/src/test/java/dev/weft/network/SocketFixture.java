package dev.weft.network;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.weft.Suspendable;
import dev.weft.SuspendableCallable;
import dev.weft.SuspendableRunnable;
import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import dev.weft.hub.Timeout;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;

/** A hub with real sockets on the loopback interface. */
abstract class SocketFixture {
  final List<Closeable> open = new ArrayList<>();

  /** Runs a body on a hub. */
  void run(SuspendableRunnable body) throws Exception {
    Hub.with().run(body);
  }

  @AfterEach
  void closeAll() throws IOException {
    for (Closeable each : open) {
      each.close();
    }
  }

  <T extends Closeable> T closing(T closeable) {
    open.add(closeable);
    return closeable;
  }

  ServerSocket listen() throws IOException {
    return closing(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
  }

  /** Two ends of a connection. */
  record Pair(Socket client, Socket server) {}

  /** A new connection, made by plain code. */
  Pair connection() throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Socket client =
          closing(new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort()));
      return new Pair(client, closing(listener.accept()));
    }
  }

  /** Waits for the end of all; prints what they wait for if a {@link Timeout} comes first. */
  @Suspendable
  static Object joinAll(List<Task<Void>> all) throws InterruptedException {
    try {
      for (Task<Void> each : all) {
        each.result();
      }
      return null;
    } catch (Timeout.Signal e) {
      System.out.println(Hub.current().orElseThrow().dump());
      throw e;
    }
  }

  /** Lets the others run until {@code task} waits for input or output. */
  @Suspendable
  static void untilWaiting(Task<?> task) throws InterruptedException {
    while (task.waitsFor().isEmpty() || !task.toString().contains("put of")) {
      assertFalse(task.isDone(), () -> task + " has ended");
      Task.yieldNow();
    }
  }

  /** The same, by a thread. */
  static void spinUntilWaiting(Task<?> task) {
    while (!task.toString().contains("put of")) {
      assertFalse(task.isDone(), () -> task + " has ended");
      Thread.onSpinWait();
    }
  }

  /** A daemon thread, and what comes of it. */
  static <T> CompletableFuture<T> thread(SuspendableCallable<T> body) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(body.call());
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  /** What a body ends with: its result, or its exception. */
  @Suspendable
  static String outcome(SuspendableCallable<?> body) {
    try {
      return String.valueOf(body.call());
    } catch (Exception e) {
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
  }
}
