package dev.weft.io;

import dev.weft.Suspendable;
import dev.weft.abi.Hold;
import dev.weft.waiting.Waiter;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.TimeUnit;

/**
 * Stands for {@link DatagramSocket#receive}: a task waits for a datagram before it makes the JDK's
 * own call. Threads: any.
 */
public final class Datagrams {
  /** Older JDKs say only that such a socket was closed. */
  private static final boolean TELLS_OF_INTERRUPTS = Runtime.version().feature() >= 21;

  private Datagrams() {}

  /** Stands for {@link DatagramSocket#receive}. */
  @Suspendable
  public static void receive(DatagramSocket socket, DatagramPacket packet) throws IOException {
    DatagramChannel channel = packet == null ? null : BlockingChannel.of(socket);
    BlockingChannel blocking = channel == null ? null : BlockingChannel.ofTask(channel);
    if (blocking == null) {
      receiveNow(socket, packet);
      return;
    }
    if (channel.getLocalAddress() == null) {
      channel.bind(null); // as the JDK does first: nothing reaches one that has no address
    }
    if (!begin(blocking, socket)) {
      throw new SocketTimeoutException("Receive timed out");
    }
    try {
      receiveNow(socket, packet);
    } finally {
      blocking.endRead();
    }
  }

  /** The JDK's own call, which blocks the carrier where a task does not wait before. */
  private static void receiveNow(DatagramSocket socket, DatagramPacket packet) throws IOException {
    try {
      socket.receive(packet);
    } finally {
      Hold.check();
    }
  }

  /** Waits; false when it takes longer than the socket's timeout. */
  @Suspendable
  private static boolean begin(BlockingChannel blocking, DatagramSocket socket) throws IOException {
    long timeout = TimeUnit.MILLISECONDS.toNanos(socket.getSoTimeout());
    long nanos = timeout == 0 ? Waiter.FOREVER : timeout;
    if (socket.getChannel() == null) {
      return blocking.beginReadUninterruptibly(nanos);
    }
    try {
      return blocking.beginRead(nanos); // a channel's socket can be interrupted
    } catch (ClosedByInterruptException e) {
      throw TELLS_OF_INTERRUPTS ? e : closed(e);
    } catch (ClosedChannelException e) {
      throw closed(e);
    }
  }

  private static SocketException closed(ClosedChannelException cause) {
    SocketException closed = new SocketException("Socket closed");
    closed.initCause(cause);
    return closed;
  }
}
