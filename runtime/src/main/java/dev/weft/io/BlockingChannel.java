package dev.weft.io;

import dev.weft.Suspendable;
import dev.weft.abi.Abi;
import dev.weft.abi.Descriptors;
import dev.weft.waiting.Readiness;
import dev.weft.waiting.Strand;
import dev.weft.waiting.Waiter;
import java.io.FileDescriptor;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a task waits for before it calls an operation of a channel in blocking mode: until the
 * operation would not block. It holds the channel's own lock meanwhile, as a thread does that is
 * blocked in the operation: so tasks and threads take turns, and nobody takes what another was
 * woken for.
 *
 * <p>Threads: the task's.
 */
final class BlockingChannel {
  private static final int READING = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;

  private final SelectableChannel channel;
  private final FileDescriptor descriptor;
  private final ReentrantLock reading;
  private final ReentrantLock writing;

  private BlockingChannel(
      SelectableChannel channel,
      FileDescriptor descriptor,
      ReentrantLock reading,
      ReentrantLock writing) {
    this.channel = channel;
    this.descriptor = descriptor;
    this.reading = reading;
    this.writing = writing;
  }

  /** Whether this JDK's channels tell that they are closed, which who waits must learn. */
  private static final class Watched {
    static final boolean YES = watch();

    private static boolean watch() {
      try {
        Abi.watchClosing();
        return Abi.descriptors() != null;
      } catch (IllegalStateException e) {
        System.err.println("[weft] channels in blocking mode block tasks' carriers: " + e);
        return false;
      }
    }
  }

  /**
   * What the calling task waits for before it uses {@code channel}; null when it is for the JDK
   * alone: in a thread, and when the channel does not block, is closed, is of a file system, or is
   * none of the JDK's.
   */
  static BlockingChannel ofTask(Object channel) throws IOException {
    if (!(channel instanceof SelectableChannel selectable)
        || !isOfJdk(channel)
        || !selectable.isOpen()
        || Strand.ofCallerOrNull() == null
        || !mayBlock(selectable)
        || !Watched.YES) {
      return null;
    }
    Descriptors descriptors = Abi.descriptors();
    FileDescriptor descriptor = descriptors.of(selectable);
    ReentrantLock reading = descriptors.readLock(selectable);
    ReentrantLock writing = descriptors.writeLock(selectable);
    return descriptor == null
            || (reading == null && (selectable.validOps() & READING) != 0)
            || (writing == null && (selectable.validOps() & SelectionKey.OP_WRITE) != 0)
        ? null
        : new BlockingChannel(selectable, descriptor, reading, writing);
  }

  /** A task that connects lets its channel not block meanwhile. */
  private static boolean mayBlock(SelectableChannel channel) throws IOException {
    if (channel instanceof SocketChannel socket) {
      return (socket.isBlocking() || socket.isConnectionPending())
          && !(socket.getRemoteAddress() instanceof UnixDomainSocketAddress);
    }
    return channel.isBlocking();
  }

  /** The channel by which {@code socket} works; null when the caller is no task, or it has none. */
  static DatagramChannel of(DatagramSocket socket) {
    return Strand.ofCallerOrNull() != null && !socket.isClosed() && Watched.YES
        ? Abi.descriptors().channel(socket)
        : null;
  }

  /** Whether a channel is the JDK's: those of others are called as the source says. */
  static boolean isOfJdk(Object channel) {
    return channel != null && channel.getClass().getClassLoader() == null;
  }

  // ---- reading -------------------------------------------------------------------------------

  /** Begins to read: ends when there is something, or nothing will come. */
  @Suspendable
  void beginRead() throws IOException {
    boolean ready = beginRead(Waiter.FOREVER);
    assert ready;
  }

  /**
   * The same within {@code nanos}.
   *
   * @return false when that time has passed, and it has not begun
   */
  @Suspendable
  boolean beginRead(long nanos) throws IOException {
    reading.lock();
    boolean ready = false;
    try {
      ready = await(Readiness.toRead(channel, descriptor), nanos);
      return ready;
    } finally {
      if (!ready) {
        reading.unlock();
      }
    }
  }

  /** The same; an interrupt stays pending, and a channel that is closed is ready. */
  @Suspendable
  boolean beginReadUninterruptibly(long nanos) {
    reading.lock();
    boolean ready = false;
    try {
      ready = Readiness.toRead(channel, descriptor).awaitUninterruptibly(nanos);
      return ready;
    } finally {
      if (!ready) {
        reading.unlock();
      }
    }
  }

  /** Ends what {@link #beginRead} has begun. */
  void endRead() {
    reading.unlock();
  }

  // ---- writing -------------------------------------------------------------------------------

  /** Begins to write; waits for nobody but who does already. */
  @Suspendable
  void beginWrite() throws IOException {
    writing.lock();
    boolean begun = false;
    try {
      testInterrupt();
      begun = true;
    } finally {
      if (!begun) {
        writing.unlock();
      }
    }
  }

  /** Waits until something can be written, or it is connected, after {@link #beginWrite}. */
  @Suspendable
  void awaitWritable() throws IOException {
    boolean ready = await(Readiness.toWrite(channel, descriptor), Waiter.FOREVER);
    assert ready;
  }

  /** Ends what {@link #beginWrite} has begun. */
  void endWrite() {
    writing.unlock();
  }

  // ---- connecting ----------------------------------------------------------------------------

  /** Begins to connect: nobody else reads, writes or connects meanwhile. */
  @Suspendable
  void beginConnect() throws IOException {
    reading.lock();
    boolean begun = false;
    try {
      beginWrite();
      begun = true;
    } finally {
      if (!begun) {
        reading.unlock();
      }
    }
  }

  /** Waits until it is connected, or cannot be, after {@link #beginConnect}. */
  @Suspendable
  void awaitConnected() throws IOException {
    boolean ready = awaitOpen(Readiness.toWrite(channel, descriptor), Waiter.FOREVER);
    assert ready;
  }

  /** Ends what {@link #beginConnect} has begun. */
  void endConnect() {
    writing.unlock();
    reading.unlock();
  }

  // ---- waiting -------------------------------------------------------------------------------

  /**
   * Who is interrupted before an operation of a channel closes it, and stays interrupted.
   *
   * @throws ClosedByInterruptException if the task is
   */
  void testInterrupt() throws IOException {
    if (Strand.ofCallerOrNull().testInterrupt()) {
      throw closedByInterrupt();
    }
  }

  /**
   * Waits, unless the channel was closed, or does not block any more, while others had its lock.
   */
  @Suspendable
  private boolean await(Readiness readiness, long nanos) throws IOException {
    return !channel.isOpen() || !channel.isBlocking() || awaitOpen(readiness, nanos);
  }

  /**
   * Waits as the JDK's channels do.
   *
   * @throws ClosedByInterruptException if the task was interrupted, before or now
   * @throws AsynchronousCloseException if somebody has closed the channel meanwhile
   */
  @Suspendable
  private boolean awaitOpen(Readiness readiness, long nanos) throws IOException {
    boolean ready;
    try {
      ready = readiness.await(nanos);
    } catch (InterruptedException e) {
      throw closedByInterrupt();
    }
    if (!channel.isOpen()) {
      throw new AsynchronousCloseException();
    }
    return ready;
  }

  private IOException closedByInterrupt() throws IOException {
    Strand.ofCallerOrNull().interrupt();
    channel.close();
    return new ClosedByInterruptException();
  }
}
