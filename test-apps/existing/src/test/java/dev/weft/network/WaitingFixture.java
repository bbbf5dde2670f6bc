package dev.weft.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.hub.Task;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ScatteringByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** What waits in tasks as in threads. That it suspends is seen by what the task waits for. */
abstract class WaitingFixture extends SocketFixture {
  /** What waits for a channel or a socket. */
  interface Body<C> {
    @Suspendable
    Object call(C channel) throws Exception;
  }

  /** What disturbs whoever waits: a task or a thread, by its thread. */
  interface Disturbance<C> {
    void disturb(C channel, Thread waiting) throws Exception;
  }

  static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** What comes of a body in a task and in a thread, with its interrupt flag, disturbed alike. */
  <C> List<String> onBoth(Callable<C> opener, Body<C> body, Disturbance<C> disturbance)
      throws Exception {
    List<String> outcomes = new ArrayList<>();
    C ofTask = opener.call();
    run(
        () -> {
          CompletableFuture<Thread> waiting = new CompletableFuture<>();
          Task<String> task =
              Task.spawn(
                  () -> {
                    waiting.complete(Thread.currentThread());
                    return outcome(() -> body.call(ofTask)) + Thread.interrupted();
                  });
          untilWaiting(task);
          disturbance.disturb(ofTask, waiting.join());
          outcomes.add(task.result());
        });
    C ofThread = opener.call();
    CompletableFuture<Thread> waiting = new CompletableFuture<>();
    CompletableFuture<String> outcome =
        thread(
            () -> {
              waiting.complete(Thread.currentThread());
              return outcome(() -> body.call(ofThread)) + Thread.interrupted();
            });
    while (!isInSystemCall(waiting.join().getStackTrace())) {
      Thread.onSpinWait();
    }
    disturbance.disturb(ofThread, waiting.join());
    outcomes.add(outcome.join());
    return outcomes;
  }

  private static boolean isInSystemCall(StackTraceElement[] trace) {
    return trace.length > 0
        && trace[0].isNativeMethod()
        && Set.of("accept", "poll", "read0", "receive0").contains(trace[0].getMethodName());
  }

  <C> void assertSameOnBoth(
      String expected, Callable<C> opener, Body<C> body, Disturbance<C> disturbance)
      throws Exception {
    assertEquals(List.of(expected, expected), onBoth(opener, body, disturbance));
  }

  ServerSocketChannel listener() throws IOException {
    return closing(ServerSocketChannel.open()).bind(anyPort());
  }

  /** Two ends of a connection. */
  record Ends(SocketChannel client, SocketChannel server) {}

  Ends connected() throws IOException {
    try (ServerSocketChannel listener = ServerSocketChannel.open().bind(anyPort())) {
      SocketChannel client = closing(SocketChannel.open(listener.getLocalAddress()));
      return new Ends(client, closing(listener.accept()));
    }
  }

  @Suspendable
  static int readOne(SocketChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1);
    return channel.read(buffer) == 1 ? buffer.get(0) : -1;
  }

  @Suspendable
  static byte[] readAll(ScatteringByteChannel channel, int count) throws IOException {
    byte[] bytes = new byte[count];
    ByteBuffer[] halves = {
      ByteBuffer.wrap(bytes, 0, count / 2), ByteBuffer.wrap(bytes, count / 2, count - count / 2)
    };
    while (halves[1].hasRemaining()) {
      assertTrue(channel.read(halves) > 0);
    }
    return bytes;
  }
}
