package dev.weft.io;

import dev.weft.Suspendable;
import dev.weft.abi.Abi;
import dev.weft.sync.Mutex;
import dev.weft.waiting.Readiness;
import dev.weft.waiting.Strand;
import dev.weft.waiting.Waiter;
import java.io.FileDescriptor;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * What tasks wait for before they call an operation of a channel in blocking mode: until the
 * operation would not block. One task at a time in each direction, as with the JDK's own locks; so
 * what one waits for is not taken by another task. It may be taken by a thread: then the operation
 * blocks the carrier.
 *
 * <p>Threads: any.
 */
final class BlockingChannel {
  private static final Map<SelectableChannel, BlockingChannel> KNOWN = new WeakHashMap<>();

  private final FileDescriptor descriptor;
  private final Mutex reading = new Mutex("reading of a channel");
  private final Mutex writing = new Mutex("writing of a channel");

  private BlockingChannel(FileDescriptor descriptor) {
    this.descriptor = descriptor;
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
   * alone: in a thread, and when the channel does not block, is closed, or is none of the JDK's.
   */
  static BlockingChannel ofTask(Object channel) {
    return channel instanceof SelectableChannel selectable
            && isOfJdk(channel)
            && selectable.isOpen()
            && selectable.isBlocking()
            && Strand.ofCallerOrNull() != null
            && Watched.YES
        ? of(selectable)
        : null;
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

  private static BlockingChannel of(SelectableChannel channel) {
    synchronized (KNOWN) {
      BlockingChannel known = KNOWN.get(channel);
      if (known == null) {
        FileDescriptor descriptor = Abi.descriptors().of(channel);
        if (descriptor == null) {
          return null;
        }
        known = new BlockingChannel(descriptor);
        KNOWN.put(channel, known);
      }
      return known;
    }
  }

  /** Begins to read: ends when there is something, or nothing will come. */
  @Suspendable
  void beginRead(SelectableChannel channel) throws IOException {
    boolean ready = beginRead(channel, Waiter.FOREVER);
    assert ready;
  }

  /**
   * The same within {@code nanos}.
   *
   * @return false when that time has passed, and it has not begun
   */
  @Suspendable
  boolean beginRead(SelectableChannel channel, long nanos) throws IOException {
    reading.lock();
    boolean ready = false;
    try {
      ready = await(channel, Readiness.toRead(channel, descriptor), nanos);
      return ready;
    } finally {
      if (!ready) {
        reading.unlock();
      }
    }
  }

  /** The same; an interrupt stays pending, and a channel that is closed is ready. */
  @Suspendable
  boolean beginReadUninterruptibly(SelectableChannel channel, long nanos) {
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

  /** Begins to write, or to connect; waits for nobody but who does already. */
  @Suspendable
  void beginWrite(SelectableChannel channel) throws IOException {
    writing.lock();
    if (Strand.ofCallerOrNull().testInterrupt()) {
      writing.unlock();
      throw closedByInterrupt(channel);
    }
  }

  /** Waits until something can be written, or it is connected, after {@link #beginWrite}. */
  @Suspendable
  void awaitWritable(SelectableChannel channel) throws IOException {
    boolean ready = await(channel, Readiness.toWrite(channel, descriptor), Waiter.FOREVER);
    assert ready;
  }

  /** Ends what {@link #beginWrite} has begun. */
  void endWrite() {
    writing.unlock();
  }

  /**
   * Waits as the JDK's channels do.
   *
   * @throws ClosedByInterruptException if the task was interrupted, before or now
   * @throws AsynchronousCloseException if somebody has closed the channel meanwhile
   */
  @Suspendable
  private static boolean await(SelectableChannel channel, Readiness readiness, long nanos)
      throws IOException {
    boolean ready;
    try {
      ready = readiness.await(nanos);
    } catch (InterruptedException e) {
      throw closedByInterrupt(channel);
    }
    if (!channel.isOpen()) {
      throw new AsynchronousCloseException();
    }
    return ready;
  }

  /** Who is interrupted in an operation of a channel closes it, and stays interrupted. */
  private static IOException closedByInterrupt(SelectableChannel channel) throws IOException {
    Strand.ofCallerOrNull().interrupt();
    channel.close();
    return new ClosedByInterruptException();
  }
}
