package dev.weft.fuzz.trace.model;

import java.util.ArrayList;
import java.util.List;

/** A coroutine of the model: frames, and where it is in its life. */
class Coroutine {
  enum State {
    NEW,
    SUSPENDED,
    /** On the stack of a thread. */
    MOUNTED,
    /** Suspended together with one further out. */
    CAPTURED,
    DONE
  }

  /** The outermost first. */
  final List<Frame> frames = new ArrayList<>();

  State state = State.NEW;

  /** While suspended or captured: the next coroutine further in that was captured with it. */
  Coroutine inner;

  /** While mounted: the frame that runs it cannot be suspended. */
  boolean fromPlain;

  boolean isReady() {
    return state == State.NEW || state == State.SUSPENDED;
  }

  Frame top() {
    return frames.get(frames.size() - 1);
  }

  /** Why the code on top of it is plain; null when it is not. */
  String obstacle() {
    for (Frame frame : frames) {
      if (frame.obstacle() != null) {
        return frame.obstacle();
      }
    }
    return null;
  }

  /** Where it is suspended. */
  List<Place> trace() {
    List<Place> places = new ArrayList<>();
    addPlaces(places);
    return places;
  }

  /** Adds its calls, those of the coroutines inside first. */
  void addPlaces(List<Place> places) {
    if (inner != null) {
      inner.addPlaces(places);
    }
    addOwnPlaces(places);
  }

  final void addOwnPlaces(List<Place> places) {
    for (int i = frames.size() - 1; i >= 0; i--) {
      frames.get(i).addPlaces(places);
    }
  }

  /** The plain code of a thread. */
  static final class Root extends Coroutine {
    @Override
    String obstacle() {
      return "ROOT";
    }
  }

  /** A continuation. */
  static final class OfScope extends Coroutine {
    final int scope;

    OfScope(int scope) {
      this.scope = scope;
    }
  }

  /** A greenlet; a main one has no frames. */
  static final class OfGreenlet extends Coroutine {
    final int thread;
    final boolean isMain;
    OfGreenlet parent;

    /** Who waits until this one is closed; null when nobody does. */
    OfGreenlet closer;

    OfGreenlet(int thread, OfGreenlet parent) {
      this.thread = thread;
      this.parent = parent;
      this.isMain = parent == null;
    }

    boolean isOver() {
      return state == State.DONE;
    }

    /** Who gets the result. */
    OfGreenlet heir() {
      return closer == null ? parent : closer;
    }

    boolean canReceive() {
      return isMain || isReady();
    }
  }

  /** A generator. */
  static final class OfGenerator extends Coroutine {
    /** Whether {@link #value} was yielded to a look-ahead and not read. */
    boolean ahead;

    Object value;
    boolean returned;
    Object result;

    /** The generator that delegates to this one, unless somebody drove this one since. */
    OfGenerator host;

    boolean isClosed() {
      return state == State.DONE;
    }

    Object takeAhead() {
      ahead = false;
      return value;
    }

    @Override
    List<Place> trace() {
      OfGenerator root = this;
      while (root.host != null) {
        root = root.host;
      }
      return root == this ? super.trace() : root.trace();
    }

    @Override
    void addPlaces(List<Place> places) {
      if (inner == null && !frames.isEmpty() && top() instanceof YieldFrom delegation) {
        OfGenerator child = delegation.child();
        if (child != null && child.host == this) {
          child.addPlaces(places);
        }
      }
      super.addPlaces(places);
    }
  }
}
