package dev.weft.io;

import dev.weft.Suspendable;
import dev.weft.abi.Abi;
import dev.weft.waiting.Pollers;
import dev.weft.waiting.Readiness;
import dev.weft.waiting.Waiter;
import java.io.FileDescriptor;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;

/** What the JDK's own socket code calls, in its woven copies or where the agent put a call. */
public final class JdkSockets {
  /** What a socket knows of a task that reads or writes, instead of a native thread. */
  private static final long TASK = -2; // -1 is a virtual thread's

  private static final int POLLIN = 1;

  private JdkSockets() {}

  /** Stands for {@code NativeThread.current()}: a task may go on by another thread. */
  public static long currentThread() {
    return TASK;
  }

  /**
   * The native thread that is to be signalled when a socket is closed.
   *
   * @param stored the one that reads or writes; zero when none does
   * @param closing the calling one, which stands for a task: the JDK must see that somebody is
   *     there, and the signal must go to a thread that lives
   */
  public static long threadToSignal(long stored, long closing) {
    return stored == TASK ? closing : stored;
  }

  /** A channel, which is not open any more, gives its descriptor back next. */
  public static void closing(SelectableChannel channel) {
    Pollers.closing(channel);
  }

  /** A descriptor or a channel was closed. */
  public static void closed(Object target) {
    Pollers.closed(target);
  }

  /**
   * Stands for {@code NioSocketImpl.park}: waits until a descriptor is ready, or closed. The caller
   * tries again then.
   *
   * @param socket whose descriptor it is
   * @param event of poll(2)
   */
  @Suspendable
  public static void park(Object socket, FileDescriptor descriptor, int event) {
    readiness(descriptor, event).awaitUninterruptibly(Waiter.FOREVER);
  }

  /** The same, but no longer than {@code nanos}; zero for no limit. */
  @Suspendable
  public static void park(Object socket, FileDescriptor descriptor, int event, long nanos) {
    readiness(descriptor, event).awaitUninterruptibly(nanos == 0 ? Waiter.FOREVER : nanos);
  }

  /** Whether a task had better wait before it tries to read. */
  public static boolean isDrained(FileDescriptor descriptor) {
    return ReadHints.takeDrained(Abi.descriptors().number(descriptor));
  }

  /**
   * Somebody asks how much there is, and will read that without waiting, or has no time to wait:
   * the next read is tried at once.
   */
  public static void asked(FileDescriptor descriptor) {
    if (ReadHints.areAny()) {
      ReadHints.clear(Abi.descriptors().number(descriptor));
    }
  }

  /**
   * Notes what a read of a task has come to.
   *
   * @param read how many bytes, or what the JDK says instead
   * @param wanted how many bytes there was room for
   * @return {@code read}
   */
  public static int hasRead(int read, FileDescriptor descriptor, int wanted) {
    if (read > 0 && read < wanted) {
      ReadHints.setDrained(Abi.descriptors().number(descriptor));
    }
    return read;
  }

  /** Stands for {@code sun.nio.ch.Util.getTemporaryDirectBuffer}. */
  public static ByteBuffer takeBuffer(int size) {
    return IoBuffers.take(size);
  }

  /** Stands for {@code sun.nio.ch.Util.offerFirstTemporaryDirectBuffer}. */
  public static void giveBuffer(ByteBuffer buffer) {
    IoBuffers.give(buffer);
  }

  private static Readiness readiness(FileDescriptor descriptor, int event) {
    return event == POLLIN ? Readiness.toRead(descriptor) : Readiness.toWrite(descriptor);
  }
}
