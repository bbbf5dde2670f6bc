package dev.weft.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.Suspendable;
import dev.weft.SuspendableRunnable;
import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/**
 * What does not suspend even with {@code patch=on}: the task blocks its carrier, which is reported,
 * and the other tasks of its hub run on, among them the one that it waits for.
 */
class BlockingIoIT extends SocketFixture {
  private final Set<String> blocked = ConcurrentHashMap.newKeySet();

  /** Runs a body on a hub, and notes the methods of this class that have blocked a carrier. */
  private void runNoting(SuspendableRunnable body) throws Exception {
    Hub.with().onPinned(pin -> blocked.add(pin.culprit().getMethodName())).run(body);
  }

  /** Lets the others run until a task has blocked its carrier there. */
  @Suspendable
  private void untilBlocked(String method) throws InterruptedException {
    while (!blocked.contains(method)) {
      Task.yieldNow();
    }
  }

  @Test
  void v79_socketsThatConnectWhenTheyAreMade_work() throws Exception {
    ServerSocket listener = listen();
    runNoting(
        () -> {
          Task<Void> server = Task.spawn(() -> SocketsIT.echo(listener.accept()));
          Task<Integer> client = Task.spawn(() -> made(listener));
          assertEquals(7, client.result());
          server.join();
        });
  }

  @Suspendable
  private static int made(ServerSocket listener) throws IOException {
    try (Socket socket = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
      socket.getOutputStream().write(7);
      return socket.getInputStream().read();
    }
  }

  @Test
  void v79_datagrams_blockACarrier_andTheHubGoesOn() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (DatagramSocket receiver = new DatagramSocket(0, loopback);
        DatagramSocket sender = new DatagramSocket(0, loopback)) {
      runNoting(
          () -> {
            Task<Integer> task = Task.spawn(() -> receive(receiver));
            untilBlocked("receive");
            sender.send(new DatagramPacket(new byte[] {5}, 1, receiver.getLocalSocketAddress()));
            assertEquals(5, task.result());
          });
    }
  }

  @Suspendable
  private static int receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[1], 1);
    socket.receive(packet);
    return packet.getData()[0];
  }

  @Test
  void v79_channelsInBlockingMode_blockACarrier_andTheHubGoesOn() throws Exception {
    ServerSocketChannel listener = closing(ServerSocketChannel.open());
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    runNoting(
        () -> {
          Task<Integer> server = Task.spawn(() -> acceptAndRead(listener));
          untilBlocked("acceptAndRead");
          try (SocketChannel client = SocketChannel.open(listener.getLocalAddress())) {
            untilBlocked("readOne");
            assertEquals(1, client.write(ByteBuffer.wrap(new byte[] {6})));
            assertEquals(6, server.result());
          }
        });
  }

  @Suspendable
  private static int acceptAndRead(ServerSocketChannel listener) throws IOException {
    try (SocketChannel channel = listener.accept()) {
      return readOne(channel);
    }
  }

  @Suspendable
  private static int readOne(SocketChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1);
    return channel.read(buffer) == 1 ? buffer.get(0) : -1;
  }
}
