package dev.weft.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.hub.Task;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Rule V79 of SEMANTICS.md: what tasks do otherwise than threads when they read, which nobody can
 * tell by what is read.
 */
class ReadsIT extends SocketFixture {

  /** The JDK keeps a buffer for each thread, outside the heap. */
  @Test
  void v79_tasksThatWaitForInput_holdNoBuffers() throws Exception {
    ServerSocket listener = listen();
    long before = directBuffers();
    run(
        () -> {
          Task<Void> server = Task.spawn(() -> SocketsIT.acceptAll(listener));
          List<Socket> clients = new ArrayList<>();
          for (int i = 0; i < 100; i++) {
            Socket client = closing(new Socket());
            client.connect(listener.getLocalSocketAddress());
            client.getOutputStream().write(i);
            assertEquals(i, client.getInputStream().read());
            clients.add(client);
          }
          long more = directBuffers() - before;
          assertTrue(more < 50, () -> more + " buffers");
          for (Socket client : clients) {
            client.close();
          }
          server.kill();
        });
  }

  private static long directBuffers() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getCount)
        .sum();
  }

  /** To try would cost a system call, which mostly says that there is nothing. */
  @Test
  void v79_readBehindOneThatGotLess_letsOthersRunFirst_thoughThereIsSomething() throws Exception {
    Pair pair = connection();
    List<String> order = new ArrayList<>();
    run(
        () -> {
          InputStream in = pair.client().getInputStream();
          OutputStream out = pair.server().getOutputStream();
          for (int size : List.of(1, 10)) { // what the first read of two has room for
            out.write(1);
            assertEquals(1, in.read(new byte[size]));
            out.write(2);
            Task<Boolean> other = Task.spawn(() -> order.add("other"));
            assertEquals(2, in.read());
            order.add("read");
            other.join();
          }
        });
    assertEquals(List.of("read", "other", "other", "read"), order);
  }

  /** After it a task waits before it tries; what has come meanwhile is there, all the same. */
  @Test
  void v79_readsBehindOneThatGotLess_findWhatHasCome_theEnd_andTheirTimeouts() throws Exception {
    Pair pair = connection();
    run(
        () -> {
          byte[] buffer = new byte[10];
          InputStream in = pair.client().getInputStream();
          OutputStream out = pair.server().getOutputStream();
          for (int i = 1; i <= 5; i++) {
            out.write(new byte[i]);
            assertEquals(i, in.read(buffer));
          }
          Task<Integer> waiting = Task.spawn(() -> in.read(buffer));
          untilWaiting(waiting);
          out.write(new byte[10]);
          assertEquals(10, waiting.result());
          out.write(1);
          assertEquals(1, in.read(buffer));
          pair.client().setSoTimeout(5);
          assertEquals("SocketTimeoutException: Read timed out", outcome(() -> in.read(buffer)));
          out.write(new byte[25]);
          assertEquals(25, in.readNBytes(25).length);
          pair.server().shutdownOutput();
          assertEquals(-1, in.read(buffer));
        });
  }

  /**
   * Streams of the JDK read on without waiting while something is available, and are not prepared
   * to be ended there: what they have read before would be lost.
   */
  @Test
  void v79_whatIsKnownToBeThere_isReadAtOnce() throws Exception {
    Pair pair = connection();
    run(
        () -> {
          InputStream in = pair.client().getInputStream();
          OutputStream out = pair.server().getOutputStream();
          byte[] buffer = new byte[10];
          out.write(1);
          assertEquals(1, in.read(buffer));
          out.write(2);
          assertEquals(1, in.available());
          assertReadsAtOnce(in, buffer);
          out.write(3);
          pair.client().setSoTimeout(60_000); // which may have passed before it would try
          assertReadsAtOnce(in, buffer);
        });
  }

  @Suspendable
  private static void assertReadsAtOnce(InputStream in, byte[] buffer) throws Exception {
    boolean[] ran = new boolean[1];
    Task<Void> other =
        Task.spawn(
            () -> {
              ran[0] = true;
            });
    assertEquals(1, in.read(buffer));
    assertFalse(ran[0]);
    other.join();
  }
}
