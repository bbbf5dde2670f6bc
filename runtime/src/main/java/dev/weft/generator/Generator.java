package dev.weft.generator;

import dev.weft.Suspendable;
import dev.weft.SuspendableConsumer;
import dev.weft.abi.Abi;
import dev.weft.abi.FrameStack;
import dev.weft.abi.Twin;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * An iterator whose values come from a body that runs until it yields, and goes on from there when
 * the next value is wanted.
 *
 * <pre>{@code
 * Generator<Integer, Void, Void> squares = Generator.of(yielder -> {
 *   for (int i = 1; ; i++) {
 *     yielder.yieldValue(i * i);
 *   }
 * });
 * squares.next(); // 1
 * squares.next(); // 4
 * }</pre>
 *
 * <p>Who drives it can also {@link #send} a value, which becomes the result of {@link
 * Yielder#yieldValue}, {@link #raise} an exception there, and {@link #close} it, which runs its
 * {@code finally} blocks. The body may call any suspendable method, recursion included, and may
 * delegate to another generator with {@link Yielder#yieldFrom}. Null is a value like any other.
 *
 * <p>An exception that leaves the body, checked ones too, reaches who drives the generator as it
 * is, and the generator is closed. Only a {@link NoSuchElementException} is wrapped in an {@link
 * IllegalStateException}: from the generator's methods it always means "exhausted", and a body's
 * own must not end somebody's loop in silence (PEP 479).
 *
 * <p>A suspended generator that nobody refers to is collected like any object; its {@code finally}
 * blocks do not run. Where that matters use try-with-resources.
 *
 * <p>Threads: not thread-safe; one thread at a time may drive it, each time another if need be.
 *
 * @param <Y> what it yields
 * @param <S> what it is sent; {@link Void} if nothing
 * @param <R> what its body returns; {@link Void} if nothing
 */
public final class Generator<Y, S, R> extends DrivenCoroutine
    implements Iterator<Y>, AutoCloseable {

  /** Where a generator is in its life. */
  public enum State {
    /** Nothing of the body has run. */
    CREATED,
    /** The body runs, on some thread, or was suspended together with an outer coroutine. */
    RUNNING,
    /** The body stands at a yield. */
    SUSPENDED,
    /** The body has ended, or never will start. */
    CLOSED
  }

  /**
   * A generator that runs {@code body} when it is asked for its first value.
   *
   * @throws IllegalStateException if the agent is not running
   */
  public Generator(GeneratorBody<Y, S, R> body) {
    this(requireAgent(new BodyFrame.OfFunction<>(body)));
  }

  /** A generator that starts with {@code start}. */
  Generator(BodyFrame<Y, S> start) {
    super(start);
    start.attach(this);
  }

  /**
   * A generator whose body returns no result.
   *
   * @throws IllegalStateException if the agent is not running
   */
  public static <Y, S> Generator<Y, S, Void> of(SuspendableConsumer<Yielder<Y, S>> body) {
    return new Generator<>(requireAgent(new BodyFrame.OfConsumer<>(body)));
  }

  private static <Y, S> BodyFrame<Y, S> requireAgent(BodyFrame<Y, S> start) {
    if (!Abi.isAgentPresent()) {
      throw new IllegalStateException(Abi.AGENT_MISSING);
    }
    return start;
  }

  // ---- driving -------------------------------------------------------------------------------

  /**
   * The next value: runs the body to its next yield, at which it finds null.
   *
   * @throws NoSuchElementException if the body has ended; {@link #result} has what it returned
   * @throws IllegalStateException if the generator is running already
   */
  @Override
  @Suspendable
  public Y next() {
    if (!hasLookAhead() && !driveOn()) {
      throw GeneratorErrors.exhausted(this);
    }
    return taken();
  }

  @Twin
  Y next(FrameStack stack) {
    if (hasLookAhead()) {
      return taken();
    }
    prepare();
    FrameStack.returnReference(null, stack);
    return driveToValue(stack);
  }

  /**
   * Whether there is a next value. To find out, the body runs to its next yield, once; the value is
   * kept for {@link #next}.
   *
   * @throws IllegalStateException if the generator is running already
   */
  @Override
  @Suspendable
  public boolean hasNext() {
    return hasLookAhead() || driveOn();
  }

  @Twin
  boolean hasNext(FrameStack stack) {
    if (hasLookAhead() || isClosed()) {
      return hasLookAhead();
    }
    standAlone();
    FrameStack.returnReference(null, stack);
    drive(stack);
    if (stack.isUnwinding()) {
      DriveFrame.push(this, DriveFrame.Operation.HAS_NEXT, stack);
      return false;
    }
    return hasYielded();
  }

  /**
   * Makes {@code sent} the result of the yield where the body stands, and runs it to the next.
   * Sending null is the same as {@link #next}.
   *
   * @return the next value
   * @throws NoSuchElementException if the body has ended
   * @throws IllegalStateException if the generator is running already, was not started (there is no
   *     yield yet to receive the value: call {@code next} first), or has a value that {@link
   *     #hasNext} fetched and nobody read
   */
  @Suspendable
  public Y send(S sent) {
    if (sent == null) {
      return next();
    }
    prepareToSend();
    FrameStack stack = stackOfCurrentThread();
    FrameStack.returnReference(sent, stack);
    driveFromPlain(stack);
    return delivered();
  }

  @Twin
  Y send(S sent, FrameStack stack) {
    if (sent == null) {
      return next(stack);
    }
    prepareToSend();
    FrameStack.returnReference(sent, stack);
    return driveToValue(stack);
  }

  /**
   * Throws {@code exception}, which may be a checked one, at the yield where the body stands
   * (Python's {@code throw}). A body that was not started never runs; then, and when it has ended
   * already, the exception is thrown here. (To the compiler no yield throws checked exceptions: a
   * body that wants to catch one writes {@code catch (Exception e)}.)
   *
   * @return the next value, if the body catches the exception and yields again
   * @throws NoSuchElementException if the body catches the exception and returns
   * @throws IllegalStateException if the generator is running already, or has a value that {@link
   *     #hasNext} fetched and nobody read
   */
  @Suspendable
  public Y raise(Throwable exception) {
    prepareToRaise(exception);
    FrameStack stack = stackOfCurrentThread();
    throwIn(exception, stack);
    driveFromPlain(stack);
    return delivered();
  }

  @Twin
  Y raise(Throwable exception, FrameStack stack) {
    prepareToRaise(exception);
    throwIn(exception, stack);
    return driveToValue(stack);
  }

  /** Runs all that is left; {@code action} may suspend. */
  @Override
  @Suspendable
  public void forEachRemaining(Consumer<? super Y> action) {
    Objects.requireNonNull(action, "action");
    while (hasNext()) {
      action.accept(next());
    }
  }

  private Y driveToValue(FrameStack stack) {
    drive(stack);
    if (stack.isUnwinding()) {
      DriveFrame.push(this, DriveFrame.Operation.NEXT, stack);
      return null;
    }
    return delivered();
  }

  /** What {@code next} returns after the body ran. */
  Y delivered() {
    if (hasEnded()) {
      throw GeneratorErrors.exhausted(this);
    }
    return taken();
  }

  @SuppressWarnings("unchecked") // only the body's Yielder<Y, S> yields
  private Y taken() {
    return (Y) takeValue();
  }

  // ---- closing -------------------------------------------------------------------------------

  /**
   * Ends the generator: throws {@link GeneratorExit} at the yield where the body stands, so that
   * its {@code finally} blocks run. Does nothing to one that was not started or has ended. An
   * exception that the clean-up throws is thrown here.
   *
   * @throws IllegalStateException if the body yields instead of ending, or is running
   */
  @Override
  @Suspendable
  public void close() {
    closeAndGet();
  }

  @Twin
  void close(FrameStack stack) {
    if (prepareToClose()) {
      throwIn(new GeneratorExit(), stack);
      driveToEnd(stack);
      if (stack.isUnwinding()) {
        DriveFrame.push(this, DriveFrame.Operation.CLOSE, stack);
      } else {
        closed();
      }
    }
  }

  /**
   * As {@link #close}, for bodies that catch the {@link GeneratorExit} and return something.
   *
   * @return what the body returned because of this call; empty if it returned null, did not return
   *     normally, was not started, or had ended before
   */
  @Suspendable
  public Optional<R> closeAndGet() {
    if (!prepareToClose()) {
      return Optional.empty();
    }
    FrameStack stack = stackOfCurrentThread();
    throwIn(new GeneratorExit(), stack);
    try {
      driveFromPlain(stack);
    } catch (GeneratorExit exit) {
      return Optional.empty();
    }
    return closed();
  }

  @Twin
  Optional<R> closeAndGet(FrameStack stack) {
    if (!prepareToClose()) {
      return Optional.empty();
    }
    throwIn(new GeneratorExit(), stack);
    driveToEnd(stack);
    if (stack.isUnwinding()) {
      DriveFrame.push(this, DriveFrame.Operation.CLOSE_AND_GET, stack);
      return Optional.empty();
    }
    return closed();
  }

  /** What {@code closeAndGet} returns after the body ran. */
  Optional<R> closed() {
    if (!hasEnded()) {
      takeValue();
      throw GeneratorErrors.ignoredExit(this);
    }
    return hasReturned() ? Optional.ofNullable(result()) : Optional.empty();
  }

  // ---- state ---------------------------------------------------------------------------------

  /**
   * What the body returned.
   *
   * @throws IllegalStateException if it has not ended, or did not end by returning
   */
  @SuppressWarnings("unchecked") // only the body's R comes here
  public R result() {
    if (!hasReturned()) {
      throw GeneratorErrors.noResult(this);
    }
    return (R) resultValue();
  }

  /** Where the generator is in its life. */
  public State state() {
    if (isUnstarted()) {
      return State.CREATED;
    }
    if (isClosed()) {
      return State.CLOSED;
    }
    return isIdle() ? State.SUSPENDED : State.RUNNING;
  }

  /**
   * Where the body is suspended, innermost call first: the generators it delegates to, itself, and
   * those that delegate to it. Empty before the start and after the end. When it runs on the
   * current thread, the current stack; when it runs elsewhere, empty.
   */
  public StackTraceElement[] stackTrace() {
    return frames();
  }

  /**
   * The values that are left, lazily. Closing the stream closes the generator. The JDK's stream
   * code is not woven: nothing in between can suspend an outer coroutine.
   */
  public Stream<Y> stream() {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED), false)
        .onClose(this::close);
  }

  /**
   * For {@code for} loops, as {@code for (Y value : generator.iterable())}: each iterator is this
   * generator, so a second loop goes on where the first one left off.
   */
  public Iterable<Y> iterable() {
    return () -> this;
  }

  /** For example {@code Generator of com.acme.Report SUSPENDED at com.acme.Report.rows:17}. */
  @Override
  public String toString() {
    return GeneratorErrors.describe(this);
  }
}
