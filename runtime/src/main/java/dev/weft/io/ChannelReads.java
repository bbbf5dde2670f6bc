package dev.weft.io;

import dev.weft.Suspendable;
import dev.weft.abi.Hold;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ScatteringByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Stands for what reads from the JDK's channels in blocking mode, and accepts: a task waits for
 * input before it makes the JDK's own call, which does not block then. An interrupt, and closing by
 * somebody else, end the wait as they end the JDK's. Threads: any.
 */
public final class ChannelReads {
  private ChannelReads() {}

  /** Stands for {@link ServerSocketChannel#accept}. */
  @Suspendable
  public static SocketChannel accept(ServerSocketChannel channel) throws IOException {
    BlockingChannel blocking = BlockingChannel.ofTask(channel);
    if (blocking == null) {
      return acceptNow(channel);
    }
    if (channel.getLocalAddress() == null) {
      blocking.testInterrupt();
      return acceptNow(channel);
    }
    blocking.beginRead();
    try {
      return acceptNow(channel);
    } finally {
      blocking.endRead();
    }
  }

  /** Stands for {@link DatagramChannel#receive}. */
  @Suspendable
  public static SocketAddress receive(DatagramChannel channel, ByteBuffer target)
      throws IOException {
    BlockingChannel blocking = target.isReadOnly() ? null : BlockingChannel.ofTask(channel);
    if (blocking == null) {
      return receiveNow(channel, target);
    }
    if (channel.getLocalAddress() == null) {
      channel.bind(null); // as the JDK does first: nothing reaches one that has no address
    }
    blocking.beginRead();
    try {
      return receiveNow(channel, target);
    } finally {
      blocking.endRead();
    }
  }

  /** Stands for {@link SocketChannel#read(ByteBuffer)}. */
  @Suspendable
  public static int read(SocketChannel channel, ByteBuffer target) throws IOException {
    return readOne(channel, target);
  }

  /** Stands for {@link DatagramChannel#read(ByteBuffer)}. */
  @Suspendable
  public static int read(DatagramChannel channel, ByteBuffer target) throws IOException {
    return readOne(channel, target);
  }

  /** Stands for {@link ReadableByteChannel#read}: of these, and of pipes. */
  @Suspendable
  public static int read(ReadableByteChannel channel, ByteBuffer target) throws IOException {
    return readOne(channel, target);
  }

  /** Stands for {@link SocketChannel#read(ByteBuffer[])}. */
  @Suspendable
  public static long read(SocketChannel channel, ByteBuffer[] targets) throws IOException {
    return readMany(channel, targets, 0, targets.length);
  }

  /** Stands for {@link DatagramChannel#read(ByteBuffer[])}. */
  @Suspendable
  public static long read(DatagramChannel channel, ByteBuffer[] targets) throws IOException {
    return readMany(channel, targets, 0, targets.length);
  }

  /** Stands for {@link ScatteringByteChannel#read(ByteBuffer[])}. */
  @Suspendable
  public static long read(ScatteringByteChannel channel, ByteBuffer[] targets) throws IOException {
    return readMany(channel, targets, 0, targets.length);
  }

  /** Stands for {@link SocketChannel#read(ByteBuffer[], int, int)}. */
  @Suspendable
  public static long read(SocketChannel channel, ByteBuffer[] targets, int offset, int length)
      throws IOException {
    return readMany(channel, targets, offset, length);
  }

  /** Stands for {@link DatagramChannel#read(ByteBuffer[], int, int)}. */
  @Suspendable
  public static long read(DatagramChannel channel, ByteBuffer[] targets, int offset, int length)
      throws IOException {
    return readMany(channel, targets, offset, length);
  }

  /** Stands for {@link ScatteringByteChannel#read(ByteBuffer[], int, int)}. */
  @Suspendable
  public static long read(
      ScatteringByteChannel channel, ByteBuffer[] targets, int offset, int length)
      throws IOException {
    return readMany(channel, targets, offset, length);
  }

  // ---- whose channels ------------------------------------------------------------------------

  /** Whether a channel is the JDK's; one that is not may itself suspend. */
  public static boolean isOfJdk(ReadableByteChannel channel, ByteBuffer target, Class<?> caller) {
    return BlockingChannel.isOfJdk(channel);
  }

  /** The same. */
  public static boolean isOfJdk(
      ScatteringByteChannel channel, ByteBuffer[] targets, Class<?> caller) {
    return BlockingChannel.isOfJdk(channel);
  }

  /** The same. */
  public static boolean isOfJdk(
      ScatteringByteChannel channel,
      ByteBuffer[] targets,
      int offset,
      int length,
      Class<?> caller) {
    return BlockingChannel.isOfJdk(channel);
  }

  // ---- reading -------------------------------------------------------------------------------

  @Suspendable
  private static int readOne(ReadableByteChannel channel, ByteBuffer target) throws IOException {
    BlockingChannel blocking = target.isReadOnly() ? null : ofReader(channel);
    if (blocking == null) {
      return readNow(channel, target);
    }
    if (!target.hasRemaining()) {
      blocking.testInterrupt();
      return readNow(channel, target);
    }
    blocking.beginRead();
    try {
      return readNow(channel, target);
    } finally {
      blocking.endRead();
    }
  }

  @Suspendable
  private static long readMany(
      ScatteringByteChannel channel, ByteBuffer[] targets, int offset, int length)
      throws IOException {
    BlockingChannel blocking = hasRoom(targets, offset, length) ? ofReader(channel) : null;
    if (blocking == null) {
      return readNow(channel, targets, offset, length);
    }
    blocking.beginRead();
    try {
      return readNow(channel, targets, offset, length);
    } finally {
      blocking.endRead();
    }
  }

  /** False also for what the JDK refuses. */
  private static boolean hasRoom(ByteBuffer[] targets, int offset, int length) {
    boolean room = false;
    for (int i = Math.max(0, offset); i - length < offset && i < targets.length; i++) {
      if (targets[i] == null || targets[i].isReadOnly()) {
        return false;
      }
      room |= targets[i].hasRemaining();
    }
    return room;
  }

  /** Null for one that does not wait: what is not connected is refused by the JDK. */
  private static BlockingChannel ofReader(ReadableByteChannel channel) throws IOException {
    boolean waits =
        channel instanceof SocketChannel socket
            ? socket.isConnected() || socket.isConnectionPending()
            : channel instanceof DatagramChannel datagrams
                ? datagrams.isConnected()
                : channel instanceof Pipe.SourceChannel;
    return waits ? BlockingChannel.ofTask(channel) : null;
  }

  // ---- the JDK's own calls, which block the carrier where a task does not wait before -----------

  private static SocketChannel acceptNow(ServerSocketChannel channel) throws IOException {
    try {
      return channel.accept();
    } finally {
      Hold.check();
    }
  }

  private static SocketAddress receiveNow(DatagramChannel channel, ByteBuffer target)
      throws IOException {
    try {
      return channel.receive(target);
    } finally {
      Hold.check();
    }
  }

  private static int readNow(ReadableByteChannel channel, ByteBuffer target) throws IOException {
    try {
      return channel.read(target);
    } finally {
      Hold.check();
    }
  }

  private static long readNow(
      ScatteringByteChannel channel, ByteBuffer[] targets, int offset, int length)
      throws IOException {
    try {
      return channel.read(targets, offset, length);
    } finally {
      Hold.check();
    }
  }
}
