package dev.weft.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.hub.Task;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule V79 of SEMANTICS.md for datagrams: they suspend, and are received as by threads. */
class DatagramsIT extends WaitingFixture {
  private DatagramSocket datagrams() throws IOException {
    return closing(new DatagramSocket(0, InetAddress.getLoopbackAddress()));
  }

  private static void send(SocketAddress to, int value) throws IOException {
    try (DatagramSocket sender = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      sender.send(new DatagramPacket(new byte[] {(byte) value}, 1, to));
    }
  }

  @Suspendable
  private static int receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[1], 1);
    socket.receive(packet);
    return packet.getData()[0];
  }

  @Test
  void v79_datagrams_suspend_andEachReachesOneReceiver() throws Exception {
    DatagramSocket socket = datagrams();
    run(
        () -> {
          List<Task<Integer>> receivers = new ArrayList<>();
          for (int i = 0; i < 10; i++) {
            receivers.add(Task.spawn(() -> receive(socket)));
          }
          untilWaiting(receivers.get(0));
          for (int i = 0; i < 10; i++) {
            send(socket.getLocalSocketAddress(), i);
          }
          for (int i = 0; i < 10; i++) {
            assertEquals(i, receivers.get(i).result());
          }
        });
  }

  @Test
  void v79_datagramTimeouts_areThoseOfTheSocket() throws Exception {
    DatagramSocket socket = datagrams();
    socket.setSoTimeout(10);
    DatagramSocket ofChannel = datagramChannel().socket();
    ofChannel.setSoTimeout(10);
    run(
        () -> {
          assertEquals("SocketTimeoutException: Receive timed out", outcome(() -> receive(socket)));
          assertEquals(
              "SocketTimeoutException: Receive timed out", outcome(() -> receive(ofChannel)));
          send(socket.getLocalSocketAddress(), 4);
          assertEquals(4, receive(socket));
          send(ofChannel.getLocalSocketAddress(), 5);
          assertEquals(5, receive(ofChannel));
        });
  }

  @Test
  void v79_closingADatagramSocket_endsReceiving_asOnThreads() throws Exception {
    assertSameOnBoth(
        "SocketException: Socket closedfalse",
        this::datagrams,
        socket -> receive(socket),
        (socket, waiting) -> socket.close());
    assertSameOnBoth(
        "SocketException: Socket closedfalse",
        () -> datagramChannel().socket(),
        socket -> receive(socket),
        (socket, waiting) -> socket.close());
    assertSameOnBoth(
        "AsynchronousCloseException: nullfalse",
        this::datagramChannel,
        channel -> channel.receive(ByteBuffer.allocate(1)),
        (channel, waiting) -> channel.close());
  }

  private DatagramChannel datagramChannel() throws IOException {
    return closing(DatagramChannel.open()).bind(anyPort());
  }

  @Test
  void v79_anInterruptWhileReceiving_endsIt_ifItIsAChannels_asOnThreads() throws Exception {
    assertSameOnBoth(
        "7true",
        this::datagrams,
        socket -> receive(socket),
        (socket, waiting) -> {
          waiting.interrupt();
          send(socket.getLocalSocketAddress(), 7);
        });
    List<String> outcomes =
        onBoth(
            () -> datagramChannel().socket(),
            socket -> receive(socket),
            (socket, waiting) -> waiting.interrupt());
    assertEquals(outcomes.get(1), outcomes.get(0)); // which differs between JDKs
    assertSameOnBoth(
        "ClosedByInterruptException: nulltrue",
        this::datagramChannel,
        channel -> channel.receive(ByteBuffer.allocate(1)),
        (channel, waiting) -> waiting.interrupt());
  }

  @Test
  void v79_datagramChannels_suspend() throws Exception {
    DatagramChannel one = datagramChannel();
    DatagramChannel other = datagramChannel();
    one.connect(other.getLocalAddress());
    run(
        () -> {
          ByteBuffer read = ByteBuffer.allocate(4);
          Task<Integer> reader = Task.spawn(() -> one.read(read));
          untilWaiting(reader);
          assertEquals(2, other.send(ByteBuffer.allocate(2), one.getLocalAddress()));
          assertEquals(2, reader.result());
          ByteBuffer received = ByteBuffer.allocate(4);
          Task<SocketAddress> receiver = Task.spawn(() -> other.receive(received));
          untilWaiting(receiver);
          assertEquals(3, one.write(ByteBuffer.allocate(3)));
          assertEquals(one.getLocalAddress(), receiver.result());
          assertEquals(3, received.position());
        });
  }

  @Test
  void v79_anInterruptBeforeSending_closesTheChannel() throws Exception {
    DatagramChannel channel = datagramChannel();
    SocketAddress itself = channel.getLocalAddress();
    run(
        () -> {
          Thread.currentThread().interrupt();
          assertEquals(
              "ClosedByInterruptException: null",
              outcome(() -> channel.send(ByteBuffer.allocate(1), itself)));
          assertTrue(Thread.interrupted());
        });
  }
}
