package dev.weft.continuation;

import dev.weft.Suspendable;
import dev.weft.SuspendableRunnable;
import dev.weft.abi.Abi;
import dev.weft.abi.Frame;
import dev.weft.abi.FrameStack;
import dev.weft.abi.Mounts;
import dev.weft.abi.PassesStack;
import dev.weft.abi.Rescue;
import dev.weft.abi.Twin;
import java.util.Objects;
import java.util.Optional;

/**
 * A delimited continuation: a body that can stop at {@link #suspend} and go on with the next {@link
 * #run}.
 *
 * <pre>{@code
 * ContinuationScope scope = new ContinuationScope("demo");
 * Continuation c = new Continuation(scope, () -> {
 *   System.out.println("one");
 *   Continuation.suspend(scope);
 *   System.out.println("two");
 * });
 * c.run(); // one
 * c.run(); // two
 * }</pre>
 *
 * <p>A suspended continuation is a small object graph: it holds no thread, may be resumed on any
 * thread, copied, or dropped. Continuations nest: the body may run others, and {@code
 * suspend(scope)} leaves all of them up to the innermost one with that scope.
 *
 * <p>Threads: not thread-safe; one thread at a time may use it, and what it did is visible to the
 * next one that runs it. Vocabulary and model are those of the JDK's internal continuations.
 */
public final class Continuation extends LoneCoroutine {
  private final ContinuationScope scope;

  /**
   * A continuation that will run {@code body} when it is run for the first time.
   *
   * @throws IllegalStateException if the agent is not running
   */
  public Continuation(ContinuationScope scope, SuspendableRunnable body) {
    this(scope, start(body));
  }

  /** A continuation that starts by resuming {@code start}. */
  Continuation(ContinuationScope scope, Frame start) {
    super(start);
    this.scope = Objects.requireNonNull(scope, "scope");
  }

  private static Frame start(SuspendableRunnable body) {
    Objects.requireNonNull(body, "body");
    if (!Abi.isAgentPresent()) {
      throw new IllegalStateException(Abi.AGENT_MISSING);
    }
    return new BodyFrame(body);
  }

  /**
   * Runs the body until it suspends this continuation's scope or ends. An exception that leaves the
   * body, checked ones too, is thrown here, and the continuation is done.
   *
   * @throws IllegalStateException if it is done, runs already, or was suspended together with an
   *     outer continuation
   */
  @Suspendable
  public void run() {
    int word = word();
    FrameStack free = stackToRunAlone(word);
    if (free != null) {
      free.setScope(scope);
      resumeAlone(free, word);
      return;
    }
    checkRunnable();
    resumeFromPlain(stackOfCurrentThread());
  }

  @Twin
  void run(FrameStack stack) {
    checkRunnable();
    resume(stack);
    if (stack.isUnwinding()) {
      stack.link(RunFrame.of(this, stack));
    }
  }

  private void checkRunnable() {
    if (!isSuspended()) {
      throw new IllegalStateException(
          this
              + (hasEnded()
                  ? " is done; make a new continuation to run the body again"
                  : isMounted()
                      ? " is running already; it cannot be run by its own body or a second thread"
                      : " was suspended inside an outer continuation; run that one instead"));
    }
  }

  /** Whether the body has ended. */
  public boolean isDone() {
    return hasEnded();
  }

  @Override
  int kindOfScope() {
    return Mounts.SCOPED;
  }

  /** The scope that suspends this continuation. */
  public ContinuationScope scope() {
    return scope;
  }

  /**
   * Suspends the current continuations up to the innermost one with this scope, whose {@link #run}
   * returns. Returns when that one is run again.
   *
   * @throws PinnedException if a frame in between cannot be suspended; nothing has changed then
   * @throws IllegalStateException if no continuation with this scope is running here
   */
  @Suspendable
  public static void suspend(ContinuationScope scope) {
    throw cannotSuspend(scope, FrameStack.ofCurrentThread());
  }

  @Twin
  static void suspend(ContinuationScope scope, FrameStack stack) {
    if (!stack.isAloneIn(scope)) {
      aim(scope, stack);
    }
    stack.unwinding = FrameStack.UNWINDING; // here, so that C2 knows it whichever way it came
  }

  private static void aim(ContinuationScope scope, FrameStack stack) {
    if (stack.current() instanceof Continuation current && current.scope == scope) {
      return;
    }
    Optional<Continuation> target = find(scope, stack);
    if (target.isEmpty() || reach(target.get(), stack) != Reach.FREE) {
      throw cannotSuspend(scope, stack);
    }
    aim(target.get(), stack);
  }

  private static RuntimeException cannotSuspend(ContinuationScope scope, FrameStack stack) {
    Objects.requireNonNull(scope, "scope");
    if (!Abi.isAgentPresent() && stack.current() == null) {
      return new IllegalStateException(Abi.AGENT_MISSING);
    }
    Optional<Continuation> target = find(scope, stack);
    if (target.isEmpty()) {
      return new IllegalStateException(
          "suspend("
              + scope
              + "): no continuation with this scope is running here"
              + mounted(stack)
              + "; call it from the body of a Continuation made with this scope");
    }
    int trampolines = reach(target.get(), stack) instanceof Reach.Pinned p ? p.trampolines() : 0;
    return Pinning.pinned("suspend(" + scope + ")", trampolines);
  }

  private static String mounted(FrameStack stack) {
    StringBuilder names = new StringBuilder();
    Optional<Coroutine> next = enclosing(null, stack);
    while (next.isPresent()) {
      names.append(names.isEmpty() ? " (inside: " : ", ").append(next.get());
      next = enclosing(next.get(), stack);
    }
    return names.isEmpty() ? "" : names + ")";
  }

  /** The innermost continuation with this scope that runs on the current thread. */
  public static Optional<Continuation> current(ContinuationScope scope) {
    return find(scope, FrameStack.ofCurrentThread());
  }

  private static Optional<Continuation> find(ContinuationScope scope, FrameStack stack) {
    Optional<Coroutine> next = enclosing(null, stack);
    while (next.isPresent()) {
      if (next.get() instanceof Continuation continuation && continuation.scope == scope) {
        return Optional.of(continuation);
      }
      next = enclosing(next.get(), stack);
    }
    return Optional.empty();
  }

  /**
   * Where this continuation is suspended, innermost call first; empty when it is new or done. When
   * it runs on the current thread, the current stack; when it runs elsewhere, empty.
   */
  public StackTraceElement[] stackTrace() {
    return trace();
  }

  /**
   * A second continuation that is suspended at the same place: frames are cloned, the objects that
   * local variables refer to are shared. Both can be run, and copied, any number of times.
   *
   * @throws IllegalStateException if this continuation is done or running, or if an inner one was
   *     suspended with it, which would be shared by both
   */
  public Continuation copy() {
    if (!isSuspended()) {
      throw new IllegalStateException(
          this
              + (hasEnded() ? " is done" : " is running")
              + "; only a suspended one can be copied");
    }
    return new Continuation(scope, FrameChain.copy(innermost(), this));
  }

  @Override
  public String toString() {
    return "Continuation " + scope + "@" + Integer.toHexString(System.identityHashCode(this));
  }

  /** Starts the body. */
  private static final class BodyFrame extends StartFrame {
    private final SuspendableRunnable body;

    BodyFrame(SuspendableRunnable body) {
      this.body = body;
    }

    @Override
    @PassesStack
    protected void resume(FrameStack stack) throws Exception {
      body.run();
    }
  }

  /** A call of {@link #run} that was captured by the suspension of an outer coroutine. */
  private static final class RunFrame extends CapturedFrame {
    private final Continuation continuation;

    private RunFrame(Continuation continuation) {
      super(continuation);
      this.continuation = continuation;
    }

    static RunFrame of(Continuation continuation, FrameStack stack) {
      for (; ; ) {
        try {
          return new RunFrame(continuation);
        } catch (OutOfMemoryError e) {
          Rescue.makeRoom(stack, e);
        }
      }
    }

    @Override
    protected void resume(FrameStack stack) {
      continuation.resume(stack);
      if (stack.isUnwinding()) {
        stack.link(this);
      }
    }
  }
}
