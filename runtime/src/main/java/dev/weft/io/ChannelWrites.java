package dev.weft.io;

import dev.weft.Suspendable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;

/**
 * Stands for what writes to the JDK's channels in blocking mode, and connects: a task waits until
 * the channel takes something before it makes the JDK's own call, with no more than it takes then
 * without blocking. Datagrams are sent as ever: they hardly wait. Threads: any.
 */
public final class ChannelWrites {
  /**
   * The system calls a socket writable when a third of its buffer is free: this is less, with what
   * each segment costs beside its bytes, for the smallest buffer that sockets begin with (64 KB).
   */
  private static final int SOCKET_CHUNK = 8_192;

  /** A pipe is writable when it takes this much: POSIX's PIPE_BUF, on Linux. */
  private static final int PIPE_CHUNK = 4_096;

  private ChannelWrites() {}

  // ---- connecting ----------------------------------------------------------------------------

  /** Stands for {@link SocketChannel#open(SocketAddress)}. */
  @Suspendable
  public static SocketChannel open(SocketAddress remote) throws IOException {
    if (!(remote instanceof InetSocketAddress)) {
      return SocketChannel.open(remote); // of a file system: nobody is far away
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
        channel.isConnected() || channel.isConnectionPending()
            ? null
            : BlockingChannel.ofTask(channel);
    if (blocking == null) {
      return channel.connect(remote);
    }
    blocking.beginWrite(channel);
    try {
      channel.configureBlocking(false);
      try {
        boolean connected = channel.connect(remote);
        while (!connected) {
          blocking.awaitWritable(channel);
          connected = channel.finishConnect();
        }
      } finally {
        if (channel.isOpen()) {
          channel.configureBlocking(true);
        }
      }
      return true;
    } finally {
      blocking.endWrite();
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

  @Suspendable
  private static int writeOne(WritableByteChannel channel, ByteBuffer source) throws IOException {
    BlockingChannel blocking = source.hasRemaining() ? ofWriter(channel) : null;
    if (blocking == null) {
      return channel.write(source);
    }
    int before = source.remaining();
    blocking.beginWrite((SelectableChannel) channel);
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
    Objects.checkFromIndexSize(offset, length, sources.length);
    long before = remaining(sources, offset, length);
    BlockingChannel blocking = before > 0 ? ofWriter(channel) : null;
    if (blocking == null) {
      return channel.write(sources, offset, length);
    }
    blocking.beginWrite((SelectableChannel) channel);
    try {
      for (int i = offset; i < offset + length; i++) {
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
      blocking.awaitWritable((SelectableChannel) channel);
      writeSome(channel, source, chunk);
    }
  }

  private static void writeSome(WritableByteChannel channel, ByteBuffer source, int most)
      throws IOException {
    int limit = source.limit();
    source.limit(Math.min(limit, source.position() + most));
    try {
      int unused = channel.write(source);
    } finally {
      source.limit(limit);
    }
  }

  private static BlockingChannel ofWriter(WritableByteChannel channel) {
    boolean waits =
        channel instanceof SocketChannel socket
            ? socket.isConnected()
            : channel instanceof Pipe.SinkChannel;
    return waits ? BlockingChannel.ofTask(channel) : null;
  }
}
