package dev.weft.io;

import dev.weft.Suspendable;
import dev.weft.abi.Hold;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;

/**
 * Stands for what writes to the JDK's channels in blocking mode, and connects: a task waits until
 * the channel takes something before it makes the JDK's own call, with no more than it takes then
 * without blocking. Datagrams are sent at once, unless the task was interrupted: they hardly wait.
 * Threads: any.
 */
public final class ChannelWrites {
  /**
   * The system calls a socket writable when a third of its buffer is free: this is less, with what
   * each segment costs beside its bytes, for the smallest buffer that sockets begin with (64 KB).
   */
  private static final int SOCKET_CHUNK = 8_192;

  /** A pipe is writable when it takes this much: POSIX's PIPE_BUF, on Linux. */
  private static final int PIPE_CHUNK = 4_096;

  /** IOV_MAX, of all systems that the JDK writes so on. */
  private static final int MOST_GATHERED = 1_024;

  private ChannelWrites() {}

  // ---- connecting ----------------------------------------------------------------------------

  /** Stands for {@link SocketChannel#open(SocketAddress)}. */
  @Suspendable
  public static SocketChannel open(SocketAddress remote) throws IOException {
    if (!(remote instanceof InetSocketAddress)) {
      return openNow(remote); // of a file system: nobody is far away
    }
    SocketChannel channel = SocketChannel.open();
    boolean connected = false;
    try {
      connected = connect(channel, remote);
      return channel;
    } finally {
      if (!connected) {
        channel.close();
      }
    }
  }

  /** Stands for {@link SocketChannel#connect}. */
  @Suspendable
  public static boolean connect(SocketChannel channel, SocketAddress remote) throws IOException {
    BlockingChannel blocking =
        remote instanceof InetSocketAddress address && !address.isUnresolved()
            ? BlockingChannel.ofTask(channel)
            : null;
    if (blocking == null) {
      return connectNow(channel, remote);
    }
    blocking.beginConnect();
    try {
      if (!channel.isOpen() || channel.isConnected() || !channel.isBlocking()) {
        return connectNow(channel, remote); // somebody else was first
      }
      channel.configureBlocking(false);
      try {
        boolean connected = channel.connect(remote);
        while (!connected) {
          blocking.awaitConnected();
          connected = channel.finishConnect();
        }
      } finally {
        if (channel.isOpen()) {
          channel.configureBlocking(true);
        }
      }
      return true;
    } finally {
      blocking.endConnect();
    }
  }

  // ---- writing -------------------------------------------------------------------------------

  /** Stands for {@link SocketChannel#write(ByteBuffer)}. */
  @Suspendable
  public static int write(SocketChannel channel, ByteBuffer source) throws IOException {
    return writeOne(channel, source);
  }

  /** Stands for {@link WritableByteChannel#write}: of sockets and pipes. */
  @Suspendable
  public static int write(WritableByteChannel channel, ByteBuffer source) throws IOException {
    return writeOne(channel, source);
  }

  /** Stands for {@link SocketChannel#write(ByteBuffer[])}. */
  @Suspendable
  public static long write(SocketChannel channel, ByteBuffer[] sources) throws IOException {
    return writeMany(channel, sources, 0, sources.length);
  }

  /** Stands for {@link GatheringByteChannel#write(ByteBuffer[])}. */
  @Suspendable
  public static long write(GatheringByteChannel channel, ByteBuffer[] sources) throws IOException {
    return writeMany(channel, sources, 0, sources.length);
  }

  /** Stands for {@link SocketChannel#write(ByteBuffer[], int, int)}. */
  @Suspendable
  public static long write(SocketChannel channel, ByteBuffer[] sources, int offset, int length)
      throws IOException {
    return writeMany(channel, sources, offset, length);
  }

  /** Stands for {@link GatheringByteChannel#write(ByteBuffer[], int, int)}. */
  @Suspendable
  public static long write(
      GatheringByteChannel channel, ByteBuffer[] sources, int offset, int length)
      throws IOException {
    return writeMany(channel, sources, offset, length);
  }

  // ---- datagrams -----------------------------------------------------------------------------

  /** Stands for {@link DatagramChannel#send}. */
  @Suspendable
  public static int send(DatagramChannel channel, ByteBuffer source, SocketAddress target)
      throws IOException {
    testInterrupt(channel);
    return sendNow(channel, source, target);
  }

  /** Stands for {@link DatagramChannel#write(ByteBuffer)}. */
  @Suspendable
  public static int write(DatagramChannel channel, ByteBuffer source) throws IOException {
    testInterrupt(channel);
    return writeNow(channel, source);
  }

  /** Stands for {@link DatagramChannel#write(ByteBuffer[])}. */
  @Suspendable
  public static long write(DatagramChannel channel, ByteBuffer[] sources) throws IOException {
    testInterrupt(channel);
    return writeNow(channel, sources, 0, sources.length);
  }

  /** Stands for {@link DatagramChannel#write(ByteBuffer[], int, int)}. */
  @Suspendable
  public static long write(DatagramChannel channel, ByteBuffer[] sources, int offset, int length)
      throws IOException {
    testInterrupt(channel);
    return writeNow(channel, sources, offset, length);
  }

  private static void testInterrupt(DatagramChannel channel) throws IOException {
    BlockingChannel blocking = BlockingChannel.ofTask(channel);
    if (blocking != null) {
      blocking.testInterrupt();
    }
  }

  // ---- whose channels ------------------------------------------------------------------------

  /** Whether a channel is the JDK's; one that is not may itself suspend. */
  public static boolean isOfJdk(WritableByteChannel channel, ByteBuffer source, Class<?> caller) {
    return BlockingChannel.isOfJdk(channel);
  }

  /** The same. */
  public static boolean isOfJdk(
      GatheringByteChannel channel, ByteBuffer[] sources, Class<?> caller) {
    return BlockingChannel.isOfJdk(channel);
  }

  /** The same. */
  public static boolean isOfJdk(
      GatheringByteChannel channel, ByteBuffer[] sources, int offset, int length, Class<?> caller) {
    return BlockingChannel.isOfJdk(channel);
  }

  // ---- in pieces -----------------------------------------------------------------------------

  @Suspendable
  private static int writeOne(WritableByteChannel channel, ByteBuffer source) throws IOException {
    BlockingChannel blocking = source == null ? null : ofWriter(channel);
    if (blocking == null) {
      return writeNow(channel, source);
    }
    if (!source.hasRemaining()) {
      blocking.testInterrupt();
      return writeNow(channel, source);
    }
    int before = source.remaining();
    blocking.beginWrite();
    try {
      writeAll(blocking, channel, source);
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      if (source.remaining() == before) {
        throw e; // else the next one says so, as when the JDK's call ends in the middle
      }
    } finally {
      blocking.endWrite();
    }
    return before - source.remaining();
  }

  @Suspendable
  private static long writeMany(
      GatheringByteChannel channel, ByteBuffer[] sources, int offset, int length)
      throws IOException {
    BlockingChannel blocking = ofWriter(channel);
    if (blocking == null) {
      return writeNow(channel, sources, offset, length);
    }
    Objects.checkFromIndexSize(offset, length, sources.length);
    long before = remaining(sources, offset, length);
    if (before == 0) {
      blocking.testInterrupt();
      return writeNow(channel, sources, offset, length);
    }
    int end = gathered(sources, offset, length);
    blocking.beginWrite();
    try {
      for (int i = offset; i < end; i++) {
        writeAll(blocking, channel, sources[i]);
      }
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      if (remaining(sources, offset, length) == before) {
        throw e;
      }
    } finally {
      blocking.endWrite();
    }
    return before - remaining(sources, offset, length);
  }

  /** Up to which one the JDK would write: it hands no more to the system in one call. */
  private static int gathered(ByteBuffer[] sources, int offset, int length) {
    int end = offset;
    for (int used = 0; end < offset + length && used < MOST_GATHERED; end++) {
      used += sources[end].hasRemaining() ? 1 : 0;
    }
    return end;
  }

  private static long remaining(ByteBuffer[] sources, int offset, int length) {
    long remaining = 0;
    for (int i = offset; i < offset + length; i++) {
      remaining += sources[i].remaining();
    }
    return remaining;
  }

  @Suspendable
  private static void writeAll(
      BlockingChannel blocking, WritableByteChannel channel, ByteBuffer source) throws IOException {
    int chunk = channel instanceof SocketChannel ? SOCKET_CHUNK : PIPE_CHUNK;
    while (source.hasRemaining()) {
      blocking.awaitWritable();
      if (writeSome(channel, source, chunk) == 0) {
        return; // it does not block any more
      }
    }
  }

  private static int writeSome(WritableByteChannel channel, ByteBuffer source, int most)
      throws IOException {
    int limit = source.limit();
    source.limit(Math.min(limit, source.position() + most));
    try {
      return writeNow(channel, source);
    } finally {
      source.limit(limit);
    }
  }

  private static BlockingChannel ofWriter(WritableByteChannel channel) throws IOException {
    boolean waits =
        channel instanceof SocketChannel socket
            ? socket.isConnected() || socket.isConnectionPending()
            : channel instanceof Pipe.SinkChannel;
    return waits ? BlockingChannel.ofTask(channel) : null;
  }

  // ---- the JDK's own calls, which block the carrier where a task does not wait before -----------

  private static SocketChannel openNow(SocketAddress remote) throws IOException {
    try {
      return SocketChannel.open(remote);
    } finally {
      Hold.check();
    }
  }

  private static boolean connectNow(SocketChannel channel, SocketAddress remote)
      throws IOException {
    try {
      return channel.connect(remote);
    } finally {
      Hold.check();
    }
  }

  private static int sendNow(DatagramChannel channel, ByteBuffer source, SocketAddress target)
      throws IOException {
    try {
      return channel.send(source, target);
    } finally {
      Hold.check();
    }
  }

  private static int writeNow(WritableByteChannel channel, ByteBuffer source) throws IOException {
    try {
      return channel.write(source);
    } finally {
      Hold.check();
    }
  }

  private static long writeNow(
      GatheringByteChannel channel, ByteBuffer[] sources, int offset, int length)
      throws IOException {
    try {
      return channel.write(sources, offset, length);
    } finally {
      Hold.check();
    }
  }
}
