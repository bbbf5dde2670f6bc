package dev.weft.greenlet;

import dev.weft.Suspendable;
import dev.weft.SuspendableRunnable;
import dev.weft.abi.Abi;
import dev.weft.abi.Frame;
import dev.weft.abi.FrameStack;
import dev.weft.abi.Twin;
import java.util.Objects;
import java.util.Optional;

/**
 * A coroutine that switches to others directly, and passes them values.
 *
 * <pre>{@code
 * Greenlet main = Greenlet.current();
 * Greenlet adder = new Greenlet(first -> {
 *   int sum = (int) first;
 *   while (sum < 10) {
 *     sum += (int) main.switchTo(sum);
 *   }
 *   return "enough";
 * });
 * adder.switchTo(3);  // 3
 * adder.switchTo(4);  // 7
 * adder.switchTo(5);  // "enough", and adder is dead
 * }</pre>
 *
 * <p><b>Switching.</b> {@code x = g.switchTo(y)} stops here and goes on in {@code g}, where the
 * pending switch returns {@code y}, or the body starts with it. {@code x} is what whoever switches
 * back later passes, not necessarily {@code g}. Siblings switch to each other without a detour and
 * without stack growth.
 *
 * <p><b>Parents.</b> When the body ends, its result becomes the result of its parent's pending
 * switch, and an exception is thrown there; a {@link GreenletExit} counts as a result. A dead
 * parent is represented by its own parent, an unstarted one is started by a result. The first
 * parent is the greenlet that created this one; at the end of every chain stands the main greenlet
 * of the thread, which is the thread's plain code.
 *
 * <p><b>Errors.</b> Switching from a frame that cannot suspend is a {@link
 * dev.weft.continuation.PinnedException}; the main greenlet may always switch.
 *
 * <p>Threads: a greenlet belongs to the thread that made it, or to that of the parent it was given;
 * any other thread that switches to it, raises in it or changes its parent gets an {@link
 * IllegalStateException} that names both.
 *
 * <p>A suspended greenlet nobody refers to is collected, and its {@code finally} blocks do not run;
 * see {@link #close}, {@link GreenletScope} and {@link GreenletHandle}. May be subclassed, see
 * {@link #run}. The model is Python's greenlet.
 */
public class Greenlet implements AutoCloseable {
  final GreenletOwner owner;
  final GreenletCoroutine coroutine;

  /** Null for a main greenlet. */
  private Greenlet parent;

  /** Who waits for this one to end, and so gets the result; null when it is not being closed. */
  private Greenlet closer;

  /** Null until it is used. */
  private GreenletContext context;

  // ---- making one ----------------------------------------------------------------------------

  /**
   * A greenlet that will run {@code body}; its parent is the current one.
   *
   * @throws IllegalStateException if the agent is not running
   */
  public Greenlet(GreenletBody body) {
    this(body, null);
  }

  /**
   * A greenlet that will run {@code body} on the thread of {@code parent}.
   *
   * @param parent gets the result; null for the current greenlet
   * @throws IllegalStateException if the agent is not running
   */
  public Greenlet(GreenletBody body, Greenlet parent) {
    this(new BodyFrame(Objects.requireNonNull(body, "body")), checked(parent));
  }

  /** A greenlet whose body takes no value and returns null; its parent is the current one. */
  public Greenlet(SuspendableRunnable body) {
    this(body, null);
  }

  /**
   * A greenlet whose body takes no value and returns null. To start it with a value other than null
   * is an {@link IllegalArgumentException}, thrown in the parent.
   *
   * @param parent gets the result; null for the current greenlet
   * @throws IllegalStateException if the agent is not running
   */
  public Greenlet(SuspendableRunnable body, Greenlet parent) {
    this(new BodyFrame.OfRunnable(Objects.requireNonNull(body, "body")), checked(parent));
  }

  /** For subclasses that override {@link #run}; the parent is the current greenlet. */
  protected Greenlet() {
    this((Greenlet) null);
  }

  /**
   * For subclasses that override {@link #run}.
   *
   * @param parent gets the result; null for the current greenlet
   */
  protected Greenlet(Greenlet parent) {
    this(new BodyFrame.OfSubclass(), checked(parent));
  }

  /** A greenlet that starts by resuming {@code start}. */
  Greenlet(Frame start, Greenlet parent) {
    this.parent = parent == null ? current() : parent;
    this.owner = this.parent.owner;
    this.coroutine = new GreenletCoroutine(this, owner, start);
    if (owner.scope != null && owner.isHere()) {
      owner.scope.add(this);
    }
  }

  /** The main greenlet of {@code owner}. */
  Greenlet(GreenletOwner owner) {
    this.owner = owner;
    this.coroutine = new GreenletCoroutine(this, owner, null);
  }

  private static Greenlet checked(Greenlet parent) {
    if (!Abi.isAgentPresent()) {
      throw new IllegalStateException(Abi.AGENT_MISSING);
    }
    return parent;
  }

  /**
   * What this greenlet does, for subclasses that were made without a body.
   *
   * @param first what the first switch passed; null when it passed nothing
   * @return what the parent's pending switch returns
   * @throws Exception whatever the work throws; it is raised in the parent
   */
  @Suspendable
  protected Object run(Object first) throws Exception {
    throw new UnsupportedOperationException(
        getClass().getName() + " has no body: override run, or pass a body to the constructor");
  }

  // ---- switching -----------------------------------------------------------------------------

  /** Switches to this greenlet without a value; see {@link #switchTo(Object)}. */
  @Suspendable
  public Object switchTo() {
    return Switching.fromPlain(this, null, null);
  }

  @Twin
  Object switchTo(FrameStack stack) {
    return switchTo(null, stack);
  }

  /**
   * Stops the current greenlet and goes on in this one, or, when it is dead, in its nearest live
   * ancestor. Returns at once when that is the current greenlet.
   *
   * @param value what the pending switch there returns, or the body starts with; may be null
   * @return what the current greenlet is passed when it is switched to again
   * @throws dev.weft.continuation.PinnedException if a frame of the current greenlet cannot be
   *     suspended; nothing has changed then
   * @throws IllegalStateException if this greenlet belongs to another thread, or was suspended
   *     together with a coroutine around it
   * @throws RuntimeException sneakily: whatever is raised in the current greenlet meanwhile, such
   *     as the exception of a child that died; checked exceptions too
   */
  @Suspendable
  public Object switchTo(Object value) {
    return Switching.fromPlain(this, value, null);
  }

  @Twin
  Object switchTo(Object value, FrameStack stack) {
    if (stack.current() instanceof GreenletCoroutine from
        && from.owner == owner
        && !owner.isWatched()
        && canReceive()) {
      owner.next = this;
      owner.clearError();
      FrameStack.returnReference(value, stack);
      from.leave(stack);
      return null;
    }
    return Switching.fromWoven(this, value, null, stack);
  }

  /** Raises a {@link GreenletExit} in this greenlet; see {@link #raise(Throwable)}. */
  @Suspendable
  public Object raise() {
    return raise(new GreenletExit());
  }

  @Twin
  Object raise(FrameStack stack) {
    return raise(new GreenletExit(), stack);
  }

  /**
   * Switches to this greenlet and throws {@code exception} there, from its pending switch. One that
   * is not started dies without running, and the exception goes to its parent. In a dead one a
   * {@link GreenletExit} counts as a value, and any other exception goes to its nearest live
   * ancestor. In the current one it is simply thrown.
   *
   * @param exception any exception, checked ones too
   * @return what the current greenlet is passed when it is switched to again
   * @throws IllegalStateException as for {@link #switchTo(Object)}
   * @throws RuntimeException sneakily: whatever is raised in the current greenlet
   */
  @Suspendable
  public Object raise(Throwable exception) {
    return Switching.fromPlain(this, null, Objects.requireNonNull(exception, "exception"));
  }

  @Twin
  Object raise(Throwable exception, FrameStack stack) {
    return Switching.fromWoven(this, null, Objects.requireNonNull(exception, "exception"), stack);
  }

  /**
   * Ends this greenlet: raises a {@link GreenletExit} in it and waits until its {@code finally}
   * blocks have run. Does nothing when it is dead; one that was not started just dies. In the
   * current greenlet it throws the exit.
   *
   * @throws IllegalStateException if it caught the exit and went on, or belongs to another thread
   * @throws UnsupportedOperationException on a main greenlet
   * @throws RuntimeException sneakily: what its {@code finally} blocks throw
   */
  @Override
  @Suspendable
  public void close() {
    Closing.close(this);
  }

  // ---- parents -------------------------------------------------------------------------------

  /**
   * Who gets the result of this greenlet: while it is being closed, who closes it. Empty for the
   * main greenlet of a thread.
   */
  public final Optional<Greenlet> parent() {
    return Optional.ofNullable(heir());
  }

  /**
   * Makes another greenlet of the same thread the parent, in any state of both. One that is being
   * closed has it from when that is over.
   *
   * @throws IllegalArgumentException if the parents would form a cycle, or {@code newParent}
   *     belongs to a different thread
   * @throws IllegalStateException if the current thread is not the one of this greenlet
   * @throws UnsupportedOperationException on a main greenlet
   */
  public final void setParent(Greenlet newParent) {
    Objects.requireNonNull(newParent, "newParent");
    if (isMain()) {
      throw new UnsupportedOperationException("cannot set the parent of a main greenlet: " + this);
    }
    owner.checkThread(this, "its parent cannot be set by a different thread");
    owner.checkParent(this, newParent);
    parent = newParent;
  }

  /** The parent, whoever closes it; null for a main greenlet. Parents never form a cycle. */
  final Greenlet parentOrNull() {
    return parent;
  }

  /** Who gets the result now; null for a main greenlet. */
  final Greenlet heir() {
    return closer == null ? parent : closer;
  }

  /** Who closes it; null when nobody does. */
  final Greenlet closer() {
    return closer;
  }

  /** Not a parent: a greenlet may close its own ancestors. */
  final void setCloser(Greenlet newCloser) {
    closer = newCloser;
  }

  // ---- state ---------------------------------------------------------------------------------

  /** The greenlet that runs on this thread; its main greenlet if no other does. */
  public static Greenlet current() {
    return GreenletCoroutine.current(FrameStack.ofCurrentThread());
  }

  /** Whether it was started and is not dead: it runs, or waits for a switch. */
  public final boolean isActive() {
    return !isDead() && !coroutine.isUnstarted();
  }

  /** Whether the body has ended, or, if it was started, its thread. */
  public final boolean isDead() {
    return isOver() || (owner.hasExited() && !coroutine.isUnstarted());
  }

  /** Whether this is the main greenlet of its thread. */
  public final boolean isMain() {
    return owner.main == this;
  }

  /** Whether the body has ended. */
  final boolean isOver() {
    return coroutine.isOver() && !isMain();
  }

  /** Whether a switch can go here, given that somebody else is running. */
  final boolean canReceive() {
    return coroutine.isReady() || isMain();
  }

  /**
   * Where this greenlet is suspended: innermost call first, up to the one that its body is. Empty
   * when it is running, not started or dead, and for a main greenlet.
   */
  public final StackTraceElement[] stackTrace() {
    return coroutine.suspendedTrace();
  }

  /**
   * The values of {@link GreenletLocal}s in this greenlet; empty in a new one.
   *
   * @throws IllegalStateException if it belongs to another thread and is active there
   */
  public final GreenletContext context() {
    checkContext();
    if (context == null) {
      context = new GreenletContext();
    }
    return context;
  }

  /**
   * Gives this greenlet other values: a copy to inherit, the context of another greenlet to share.
   *
   * @throws IllegalStateException if it belongs to another thread and is active there
   */
  public final void setContext(GreenletContext newContext) {
    checkContext();
    context = Objects.requireNonNull(newContext, "newContext");
  }

  private void checkContext() {
    if (isActive()) {
      owner.checkThread(this, "the context belongs to a different thread");
    }
  }

  /** {@code pending}, {@code current}, {@code suspended} and {@code active started}, or dead. */
  @Override
  public String toString() {
    return coroutine.describe();
  }

  // ---- tracing -------------------------------------------------------------------------------

  /**
   * Calls {@code tracer} at every switch of this thread from now on.
   *
   * @return the tracer it replaces
   */
  public static Optional<GreenletTracer> setTracer(GreenletTracer tracer) {
    return replaceTracer(Objects.requireNonNull(tracer, "tracer"));
  }

  /**
   * Switches tracing on this thread off.
   *
   * @return the tracer it had
   */
  public static Optional<GreenletTracer> clearTracer() {
    return replaceTracer(null);
  }

  /** The tracer of this thread. */
  public static Optional<GreenletTracer> tracer() {
    return Optional.ofNullable(GreenletOwner.current().tracer());
  }

  private static Optional<GreenletTracer> replaceTracer(GreenletTracer tracer) {
    GreenletOwner owner = GreenletOwner.current();
    Optional<GreenletTracer> old = Optional.ofNullable(owner.tracer());
    owner.setTracer(tracer);
    return old;
  }
}
