package dev.weft.waiting;

import dev.weft.Suspendable;
import dev.weft.abi.Abi;
import dev.weft.abi.Descriptors;
import dev.weft.abi.FrameStack;
import dev.weft.abi.Twin;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.time.Duration;

/**
 * One wait until a descriptor or a channel is ready, or closed: that the operation which was waited
 * for can be tried, not that it succeeds. Suspends a task, and blocks a thread.
 *
 * <p>Used once. Threads: its owner's.
 */
public final class Readiness implements Blocker {
  private static final int READING = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;

  private final Object target;
  private final int keyOperation;

  /** The channel whose descriptor is the target; null without one. */
  private final Channel owner;

  private Waiter waiter;

  private Readiness(Object target, int keyOperation) {
    this(target, keyOperation, null);
  }

  private Readiness(Object target, int keyOperation, Channel owner) {
    this.target = target;
    this.keyOperation = keyOperation;
    this.owner = owner;
  }

  /** That a descriptor, which does not block, has something to read or to accept. */
  public static Readiness toRead(FileDescriptor descriptor) {
    return new Readiness(descriptor, SelectionKey.OP_READ);
  }

  /** That a descriptor, which does not block, can be written to, or is connected. */
  public static Readiness toWrite(FileDescriptor descriptor) {
    return new Readiness(descriptor, SelectionKey.OP_WRITE);
  }

  /**
   * That a channel, which blocks, has something to read or to accept, or is closed. Without it the
   * channel would have to be registered, which those that block cannot be.
   */
  public static Readiness toRead(Channel channel, FileDescriptor descriptor) {
    return new Readiness(descriptor, SelectionKey.OP_READ, channel);
  }

  /** The same, that it can be written to, or is connected. */
  public static Readiness toWrite(SelectableChannel channel, FileDescriptor descriptor) {
    return new Readiness(descriptor, SelectionKey.OP_WRITE, channel);
  }

  /**
   * That a channel, which does not block, can do one operation.
   *
   * @param operation one of {@link SelectionKey}'s
   * @throws IllegalBlockingModeException if the channel blocks
   * @throws IllegalArgumentException if it is no operation of this channel
   */
  public static Readiness of(SelectableChannel channel, int operation) {
    if (channel.isBlocking()) {
      throw new IllegalBlockingModeException();
    }
    if (Integer.bitCount(operation) != 1 || (operation & channel.validOps()) == 0) {
      throw new IllegalArgumentException(operation + " is no operation of " + channel);
    }
    Abi.watchClosing();
    FileDescriptor descriptor = descriptorOrNull(channel);
    if (descriptor == null) {
      return new Readiness(channel, operation);
    }
    return (operation & READING) != 0 ? toRead(channel, descriptor) : toWrite(channel, descriptor);
  }

  /**
   * Of a channel that may be watched by its descriptor, as who waits for it in blocking mode does;
   * null where that cannot be.
   */
  static FileDescriptor descriptorOrNull(SelectableChannel channel) {
    try {
      return Abi.isAgentPresent() ? Abi.descriptors().of(channel) : null;
    } catch (IllegalStateException e) { // a JDK that the agent does not know
      return null;
    }
  }

  /**
   * Waits until ready or closed.
   *
   * @throws InterruptedException if the owner was interrupted first
   * @throws IllegalStateException if somebody waits for the same already
   */
  @Suspendable
  public void await() throws InterruptedException {
    boolean ready = await(Waiter.FOREVER);
    assert ready;
  }

  /**
   * The same, but no longer than {@code timeout}.
   *
   * @return whether it is ready, or closed
   */
  @Suspendable
  public boolean await(Duration timeout) throws InterruptedException {
    return await(Limit.nanos(timeout));
  }

  // ---- waiting -------------------------------------------------------------------------------

  /**
   * Waits until ready or closed.
   *
   * @param nanos how long at most; {@link Waiter#FOREVER} for no limit
   * @return false when that time has passed
   * @throws InterruptedException if the owner was interrupted first
   * @throws IllegalStateException if somebody waits for the same already
   */
  @Suspendable
  public boolean await(long nanos) throws InterruptedException {
    Poller poller = poller();
    waiter = Waiter.of(this);
    poller.add(this);
    boolean woken = false;
    try {
      woken = waiter.await(nanos);
    } finally {
      if (!woken) {
        poller.remove(this);
      }
    }
    return woken;
  }

  /** The same; an interrupt stays pending. */
  @Suspendable
  public boolean awaitUninterruptibly(long nanos) {
    Poller poller = poller();
    waiter = Waiter.of(this);
    poller.add(this);
    boolean woken = false;
    try {
      woken = waiter.awaitUninterruptibly(nanos);
    } finally {
      if (!woken) {
        poller.remove(this);
      }
    }
    return woken;
  }

  /** Of those who block their thread: the scheduler's own does not run meanwhile. */
  @Suspendable
  private Poller poller() {
    return Pollers.shared();
  }

  @Twin
  @SuppressWarnings("UnusedMethod") // called in woven code
  private Poller poller(FrameStack stack) {
    Strand strand = Strand.currentOrNull(stack);
    return strand != null && strand.canSuspend(stack) ? strand.poller() : Pollers.shared();
  }

  // ---- for pollers ---------------------------------------------------------------------------

  Object target() {
    return target;
  }

  /** Whether what is waited for was closed, or is about to be. */
  boolean isClosed() {
    return target instanceof FileDescriptor descriptor
        ? number(descriptor) < 0 || (owner != null && !owner.isOpen())
        : !((SelectableChannel) target).isOpen();
  }

  int keyOperation() {
    return keyOperation;
  }

  /** Whether it is about what comes in. */
  boolean reads() {
    return (keyOperation & READING) != 0;
  }

  Waiter waiter() {
    return waiter;
  }

  boolean isOver() {
    return waiter.isDecided();
  }

  Object owner() {
    return waiter.owner();
  }

  static int number(FileDescriptor descriptor) {
    return descriptors().number(descriptor);
  }

  static SelectableChannel borrow(FileDescriptor descriptor) throws IOException {
    return descriptors().borrow(descriptor);
  }

  private static Descriptors descriptors() {
    return Abi.descriptors();
  }

  @Override
  public String toString() {
    String what = reads() ? "input" : "output";
    if (target instanceof FileDescriptor descriptor) {
      String addresses = descriptors().addresses(descriptor);
      return what
          + " of descriptor "
          + number(descriptor)
          + (addresses.isEmpty() ? "" : " (" + addresses + ")");
    }
    return what + " of " + target;
  }
}
