package dev.weft.generator;

import dev.weft.abi.Frame;
import dev.weft.abi.FrameStack;
import dev.weft.continuation.Coroutine;
import dev.weft.continuation.LoneCoroutine;
import dev.weft.continuation.Pinning;
import java.util.NoSuchElementException;

/**
 * The engine of a generator: a coroutine that yields values, alone or as a part of one that
 * delegates to it.
 *
 * <h2>Delegation</h2>
 *
 * A generator that delegates ({@code yieldFrom}) does not drive its child: the child's frames
 * become part of its own chain, in front of a {@link DelegateFrame}. However deep the delegation,
 * there is one coroutine, the <em>root</em>, whose innermost frames are those of the generator that
 * is <em>active</em>, so that an element costs the same at any depth.
 *
 * <pre>
 * root's chain:  leaf's frames - DelegateFrame(child = leaf, delegator = middle)
 *                - middle's frames - DelegateFrame(child = middle, delegator = root) - root's frames
 * root.active == leaf;  leaf.host, middle.host: these two DelegateFrames;  root.host == null
 * </pre>
 *
 * A child keeps its identity: who drives it directly while the root is suspended takes its frames
 * out again ({@link #standAlone}), and the DelegateFrame, which is then the root's innermost frame,
 * puts them back when the root is resumed.
 *
 * <h2>States</h2>
 *
 * Besides those of {@link Coroutine}, a generator with a host has no frames of its own; it is
 * suspended when its root is.
 *
 * <p>Threads: as {@link Coroutine}; all other fields are published by it. Source: PEP 342, 380 and
 * 479, and CPython 3.13 where they leave a choice.
 */
abstract class GeneratorCoroutine extends LoneCoroutine {
  /** Stands in {@link #value} for a null that was yielded. */
  private static final Object NULL = new Object();

  /**
   * While suspended: the value yielded and not yet delivered; null when there is none. When {@link
   * #hasReturned}: the result.
   */
  private Object value;

  /** The generator whose yields leave this root; this one unless it delegates. */
  private GeneratorCoroutine active = this;

  /** The frame behind which this one's frames stand in another chain; null when it is a root. */
  private DelegateFrame host;

  private final Class<?> bodyType;

  /** The body is a {@code void} method: whatever is in the result channel is not its result. */
  private final boolean resultless;

  /** The body ended by returning. */
  private boolean returned;

  /** Some DelegateFrame in this root's chain may wait for its child to close. */
  private boolean closing;

  GeneratorCoroutine(BodyFrame<?, ?> start) {
    super(start);
    this.bodyType = start.bodyType();
    this.resultless = start instanceof BodyFrame.OfConsumer;
  }

  // ---- state ---------------------------------------------------------------------------------

  final Class<?> bodyType() {
    return bodyType;
  }

  /** Whether it has not been started. */
  final boolean isUnstarted() {
    return isNew() && isSuspended();
  }

  /** Whether it will never yield again. */
  final boolean isClosed() {
    if (host == null) {
      return hasEnded();
    }
    if (root().hasEnded()) {
      host = null; // it was lost together with its root, whose trampoline failed
      return true;
    }
    return false;
  }

  /** Whether it may be driven: it was not started, or stands at a yield. */
  final boolean isIdle() {
    return host == null ? isSuspended() : rootOfSuspended() != null;
  }

  /** Whether the body ended by returning, so that it has a result. */
  final boolean hasReturned() {
    return returned;
  }

  /** What the body returned. */
  final Object resultValue() {
    return value;
  }

  /** Whether a value was yielded that nobody has read. */
  final boolean hasLookAhead() {
    return value != null && !returned;
  }

  /** The generator whose chain holds this one's frames. */
  final GeneratorCoroutine root() {
    GeneratorCoroutine root = this;
    while (root.host != null) {
      root = root.host.delegator();
    }
    return root;
  }

  /** The root when this one may be taken out of its chain; null otherwise. */
  private GeneratorCoroutine rootOfSuspended() {
    GeneratorCoroutine root = root();
    if (!root.isSuspended()) {
      return null;
    }
    for (GeneratorCoroutine g = root.active; g != root; g = g.host.delegator()) {
      if (g == this) {
        return root;
      }
    }
    return null; // suspended by an outer generator's yield, made in the middle of this one
  }

  /** See {@link Generator#stackTrace}. */
  final StackTraceElement[] frames() {
    return root().trace();
  }

  @Override
  protected final boolean mayBeKnown() {
    return active == this;
  }

  // ---- being driven ---------------------------------------------------------------------------

  /**
   * Gets ready to be driven: an active part of another generator is taken out of it.
   *
   * @throws IllegalStateException if this generator is running, or was captured while it ran
   */
  final void standAlone() {
    if (!isSuspended()) {
      GeneratorCoroutine root = host == null ? null : rootOfSuspended();
      if (root == null) {
        throw GeneratorErrors.alreadyExecuting(this);
      }
      takeOutOf(root);
    }
  }

  private void takeOutOf(GeneratorCoroutine root) {
    Frame head = root.innermost();
    Frame last = head;
    while (last.caller != host) {
      last = last.caller;
    }
    last.caller = null;
    active = root.active;
    closing = root.closing;
    root.active = host.delegator();
    root.replaceFrames(host);
    host = null;
    replaceFrames(head);
  }

  /** Notes the end of the body: its result is in {@code stack}. */
  final Object endedWithResultIn(FrameStack stack) {
    Object result = stack.takeReference();
    value = resultless ? null : result;
    returned = true;
    closing = false;
    return value;
  }

  /**
   * Notes the end of the body by an exception.
   *
   * @return what its driver sees: an exception that would mean "exhausted" to it, and does not, is
   *     wrapped (PEP 479)
   */
  final Throwable endedWith(Throwable exception) {
    value = null;
    closing = false;
    return exception instanceof NoSuchElementException
        ? GeneratorErrors.raisedNoSuchElement(this, exception)
        : exception;
  }

  /** The yielded value or look-ahead, which from now on is the caller's. */
  final Object takeValue() {
    Object taken = value;
    value = null;
    return taken == NULL ? null : taken;
  }

  /** The value that was to be yielded is lost, and the body goes on with an error. */
  @Override
  protected final void suspensionFailed(FrameStack stack) {
    value = null;
  }

  @Override
  protected final void suspensionAbandoned() {
    value = null;
  }

  /**
   * Makes {@code exception} what the generator finds at its yield. A {@link GeneratorExit} first
   * closes, one after the other, the generators it delegates to (PEP 380).
   */
  final void throwIn(Throwable exception, FrameStack stack) {
    stack.thrown = exception;
    if (exception instanceof GeneratorExit exit) {
      value = null;
      markClosing(exit);
    }
  }

  private void markClosing(GeneratorExit exit) {
    for (GeneratorCoroutine g = active; g != this; g = g.host.delegator()) {
      g.host.close(exit);
      closing = true;
    }
    if (innermost() instanceof DelegateFrame detached) {
      detached.close(exit);
      closing = true;
    }
  }

  /**
   * Whether the yield that just suspended this root was made by a child that is being closed. Then
   * the child is left alone, as its driver's {@code close()} would leave it, and the delegating
   * generator is about to find the error at its {@code yieldFrom}.
   */
  final boolean childIgnoredExit(FrameStack stack) {
    if (innermost() == null) {
      return false;
    }
    for (GeneratorCoroutine g = active; g != this; g = g.host.delegator()) {
      if (g.host.isClosing()) {
        value = null;
        g.host.settle();
        stack.thrown = GeneratorErrors.ignoredExit(g.takenOutOf(this));
        return true;
      }
    }
    return false; // another one may still wait: behind a child that yielded by a yielder not its
    // own
  }

  /** Whether {@link #childIgnoredExit} must be asked. */
  final boolean isClosingChildren() {
    return closing;
  }

  private GeneratorCoroutine takenOutOf(GeneratorCoroutine root) {
    takeOutOf(root);
    return this;
  }

  // ---- yielding ------------------------------------------------------------------------------

  /** The root that a yield of {@code generator} can leave at once; null when it takes a look. */
  static GeneratorCoroutine rootIfActive(GeneratorCoroutine generator, FrameStack stack) {
    return stack.current() instanceof GeneratorCoroutine root && root.active == generator
        ? root
        : null;
  }

  /**
   * Hands {@code yielded} to the driver of this generator's root; the caller is to write next that
   * the stack unwinds, which C2 then knows whichever way it came.
   *
   * @return false if that is written already
   */
  final boolean offer(Object yielded, FrameStack stack) {
    if (!runsAlone(stack)) { // if it does, then it does not delegate
      return offerMounted(yielded, stack);
    }
    value = yielded == null ? NULL : yielded;
    return true;
  }

  private boolean offerMounted(Object yielded, FrameStack stack) {
    GeneratorCoroutine root = rootIfActive(this, stack);
    if (root == null) {
      return offerThroughOthers(yielded, stack);
    }
    root.value = yielded == null ? NULL : yielded;
    return true;
  }

  /**
   * The yield of a generator that is not the active part of the current coroutine: another
   * coroutine runs in its body, or it has delegated and its child uses its yielder.
   */
  private boolean offerThroughOthers(Object yielded, FrameStack stack) {
    GeneratorCoroutine root = root();
    if (reach(root, stack) != Reach.FREE) {
      throw cannotYield("yieldValue", stack);
    }
    Frame frame = root.active == this ? null : new ForeignYieldFrame(this, root.active);
    aim(root, stack);
    root.value = yielded == null ? NULL : yielded; // no call from here: it could overflow the stack
    if (frame == null) {
      return true;
    }
    root.active = this;
    stack.registers.first = frame;
    stack.registers.last = frame;
    stack.unwinding = FrameStack.UNWINDING + FrameStack.LINKED;
    return false;
  }

  /** Whether {@code yieldFrom} can suspend this generator's root, with others in between or not. */
  final boolean isEnclosing(FrameStack stack) {
    return reach(root(), stack) == Reach.FREE;
  }

  /** The exception that says why {@code operation} cannot suspend this generator. */
  final RuntimeException cannotYield(String operation, FrameStack stack) {
    Reach reach = reach(root(), stack);
    if (reach == Reach.NOT_ENCLOSING) {
      return GeneratorErrors.outside(this, operation);
    }
    return Pinning.pinned(
        operation, reach instanceof Reach.Pinned pinned ? pinned.trampolines() : 0);
  }

  // ---- delegating: called by DelegateFrame ---------------------------------------------------

  /** What of this root, the current coroutine, is active from now on. */
  final void setActive(GeneratorCoroutine generator, FrameStack stack) {
    stack.current(); // a root that runs alone is told now: such a one does not delegate
    active = generator;
  }

  final boolean isHostedBy(DelegateFrame frame) {
    return host == frame;
  }

  /** Ends the time as a part of {@code root}, whose active part is now {@code delegator}. */
  final void leave(GeneratorCoroutine root, GeneratorCoroutine delegator) {
    host = null;
    root.active = delegator;
  }

  /** Puts this suspended generator's frames in front of {@code frame}, as part of {@code root}. */
  final void spliceInto(GeneratorCoroutine root, DelegateFrame frame, FrameStack stack) {
    if (stack.thrown instanceof GeneratorExit exit) {
      value = null;
      markClosing(exit);
    }
    root.runNoMoreAlone();
    root.closing |= closing; // the root looks after all of them
    closing = false;
    Frame head = innermost();
    Frame last = head;
    while (last.caller != null) {
      last = last.caller;
    }
    boolean ahead = hasLookAhead();
    replaceFrames(null);
    // Writes only from here on: a call could overflow the stack, and the frames would be lost.
    host = frame;
    root.active = active;
    active = this;
    last.caller = frame;
    stack.registers.first = head;
    stack.registers.last = frame;
    if (ahead) { // yielded before: nothing runs
      root.value = value;
      value = null;
      stack.unwinding = FrameStack.UNWINDING + FrameStack.LINKED;
    } else { // the trampoline goes on with the innermost frame
      stack.unwinding = FrameStack.UNWINDING + FrameStack.LINKED + FrameStack.AGAIN;
    }
  }
}
