package dev.weft.fuzz.trace.model;

import dev.weft.fuzz.trace.model.Coroutine.OfGenerator;
import dev.weft.fuzz.trace.model.Coroutine.OfGreenlet;
import dev.weft.fuzz.trace.model.Coroutine.OfScope;
import dev.weft.fuzz.trace.model.Coroutine.Root;
import dev.weft.fuzz.trace.model.Coroutine.State;
import dev.weft.fuzz.trace.script.Node;
import dev.weft.fuzz.trace.script.World;
import java.util.ArrayList;
import java.util.List;

/**
 * The threads of the model: which coroutines are mounted on each, the outermost first, and how
 * control goes from one to another.
 *
 * <p>Switching back and forth needs no trampolines here: what is suspended is taken off the stack
 * with what is inside it, and put back when it is resumed.
 */
final class Machine {
  final Fault fault;
  final Slots slots;
  private final Carrier[] threads;
  private Carrier current;

  /** What one thread runs. */
  static final class Carrier {
    final int number;
    final OfGreenlet main;
    List<Coroutine> stack = new ArrayList<>();

    /** The greenlet on the stack; null when it is main's turn. */
    OfGreenlet running;

    boolean busy;

    Carrier(int number) {
      this.number = number;
      this.main = new OfGreenlet(number, null);
    }
  }

  Machine(int threads, Slots slots, Fault fault) {
    this.threads = new Carrier[threads];
    for (int i = 0; i < threads; i++) {
      this.threads[i] = new Carrier(i);
    }
    this.slots = slots;
    this.fault = fault;
  }

  OfGreenlet main(int thread) {
    return threads[thread].main;
  }

  int currentThread() {
    return current.number;
  }

  boolean isFree(int thread) {
    return thread != 0 && !threads[thread].busy; // the first one waits for the others
  }

  /** Executes a node as the plain code of a thread, to its end. */
  Signal run(int number, Node node) {
    Carrier caller = current;
    Carrier thread = threads[number];
    current = thread;
    thread.busy = true;
    thread.stack.add(new Root());
    push(Frames.of(node));
    Signal signal = Signal.NOTHING;
    while (!(top() instanceof Root && top().frames.isEmpty())) {
      if (slots.operations > World.FUEL / 2) {
        throw new TooLongException();
      }
      signal = top().frames.isEmpty() ? ended(signal) : top().top().step(this, signal);
    }
    thread.stack.clear();
    thread.busy = false;
    current = caller;
    return signal;
  }

  // ---- frames --------------------------------------------------------------------------------

  Coroutine top() {
    return current.stack.get(current.stack.size() - 1);
  }

  void push(Frame frame) {
    top().frames.add(frame);
  }

  Signal call(Frame frame) {
    push(frame);
    return Signal.NOTHING;
  }

  void pop() {
    List<Frame> frames = top().frames;
    frames.remove(frames.size() - 1);
  }

  /** The whole stack of this thread. */
  List<Place> places() {
    List<Place> places = new ArrayList<>();
    for (int i = current.stack.size() - 1; i >= 0; i--) {
      current.stack.get(i).addOwnPlaces(places);
    }
    return places;
  }

  // ---- mounting ------------------------------------------------------------------------------

  /** Puts a coroutine, and all that was captured in it, on the stack. */
  Signal mount(Coroutine coroutine, Signal signal) {
    coroutine.fromPlain = top().obstacle() != null;
    Coroutine next = coroutine;
    while (next != null) {
      if (next instanceof OfGreenlet greenlet) {
        if (next != coroutine && greenlet.thread != current.number) {
          return Signal.failed("WRONG_THREAD");
        }
        if (next != coroutine && current.running != null) {
          return Signal.failed("NOT_IN_MAIN");
        }
        current.running = greenlet;
      }
      next.state = State.MOUNTED;
      current.stack.add(next);
      Coroutine inner = next.inner;
      next.inner = null;
      next = inner;
    }
    return signal;
  }

  /** Takes a mounted coroutine, and all that is inside it, off the stack. */
  void suspend(Coroutine coroutine) {
    List<Coroutine> stack = current.stack;
    Coroutine inner = null;
    for (; ; ) {
      Coroutine last = stack.remove(stack.size() - 1);
      last.inner = inner;
      if (last == current.running) {
        current.running = null;
      }
      if (last == coroutine) {
        last.state = State.SUSPENDED;
        return;
      }
      last.state = State.CAPTURED;
      inner = last;
    }
  }

  /** Whether a coroutine is mounted on this thread. */
  boolean encloses(Coroutine coroutine) {
    return current.stack.contains(coroutine);
  }

  /** What keeps the current code from suspending a coroutine that encloses it; null if nothing. */
  Signal pinnedIn(Coroutine coroutine) {
    List<Coroutine> stack = current.stack;
    String obstacle = null;
    int target = stack.indexOf(coroutine);
    for (int i = stack.size() - 1; i > target && obstacle == null; i--) {
      if (stack.get(i).fromPlain) {
        obstacle = stack.get(i - 1).obstacle();
      }
    }
    if (obstacle == null) {
      obstacle = top().obstacle();
    }
    boolean overlooked = "MONITOR".equals(obstacle) && fault == Fault.MONITOR_SUSPENDS;
    return obstacle == null || overlooked ? null : Signal.failed("PINNED:" + obstacle);
  }

  // ---- endings -------------------------------------------------------------------------------

  private Signal ended(Signal signal) {
    Coroutine ended = top();
    current.stack.remove(current.stack.size() - 1);
    ended.state = State.DONE;
    if (ended instanceof OfGreenlet greenlet) {
      current.running = null;
      return died(greenlet, signal);
    }
    if (ended instanceof OfGenerator generator) {
      generator.host = null;
      if (signal.isError(Failure.Sort.NO_SUCH_ELEMENT) && fault != Fault.NO_SUCH_ELEMENT_PASSES) {
        return Signal.failed("WRAPPED(" + signal.error() + ")");
      }
      if (!signal.isError()) {
        generator.returned = true;
        generator.result = signal.value();
      }
    }
    return signal;
  }

  // ---- continuations -------------------------------------------------------------------------

  /** Suspends the innermost continuation with this scope. */
  Signal suspendScope(int scope) {
    OfScope target = null;
    for (Coroutine coroutine : current.stack) {
      boolean first = target == null || fault != Fault.OUTERMOST_SCOPE;
      if (first && coroutine instanceof OfScope continuation && continuation.scope == scope) {
        target = continuation;
      }
    }
    if (target == null) {
      return Signal.failed("NO_SCOPE");
    }
    Signal pinned = pinnedIn(target);
    if (pinned != null) {
      return pinned;
    }
    suspend(target);
    return Signal.NOTHING;
  }

  // ---- generators ----------------------------------------------------------------------------

  /** Hands a value to who drives the generator. */
  Signal yieldOut(OfGenerator generator, Object value) {
    Signal refused = cannotYield(generator);
    if (refused != null) {
      return refused;
    }
    suspend(generator);
    return Signal.of(value);
  }

  /** Why a generator cannot yield here; null when it can. */
  Signal cannotYield(OfGenerator generator) {
    return encloses(generator) ? pinnedIn(generator) : Signal.failed("OUTSIDE");
  }

  // ---- greenlets -----------------------------------------------------------------------------

  OfGreenlet currentGreenlet() {
    return current.running == null ? current.main : current.running;
  }

  /** Goes to a greenlet with a value or an exception; the current one gets what comes back. */
  Signal switchTo(OfGreenlet target, Signal passed) {
    if (target.thread != current.number) {
      return Signal.failed("WRONG_THREAD");
    }
    Signal signal = passed;
    if (target.isOver() && passed.isError(Failure.Sort.GREENLET_EXIT)) {
      signal = Signal.of(passed.error());
    }
    if (target.isOver() && fault == Fault.DEAD_CANNOT_RECEIVE) {
      return Signal.failed("DEAD");
    }
    OfGreenlet from = currentGreenlet();
    OfGreenlet to = target;
    while (to.isOver()) {
      to = to.parent;
    }
    if (to == from) {
      return signal;
    }
    if (!to.canReceive()) {
      return Signal.failed("GREENLET_CAPTURED");
    }
    if (!from.isMain) {
      Signal pinned = pinnedIn(from);
      if (pinned != null) {
        return pinned;
      }
      suspend(from);
    }
    return to.isMain ? signal : mount(to, signal);
  }

  /** A result, or an exception, goes to the nearest ancestor that can take it. */
  private Signal died(OfGreenlet dead, Signal result) {
    Signal signal = result;
    if (result.isError(Failure.Sort.GREENLET_EXIT) && fault != Fault.EXIT_IS_THROWN) {
      signal = Signal.of(result.error());
    }
    OfGreenlet to = fault == Fault.RESULT_TO_MAIN ? current.main : dead.heir();
    while (!to.canReceive()) {
      if (!to.isOver()) {
        signal = Signal.failed("GREENLET_CAPTURED");
      }
      to = to.parent;
    }
    return to.isMain ? signal : mount(to, signal);
  }
}
