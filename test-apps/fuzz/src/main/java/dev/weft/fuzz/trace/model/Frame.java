package dev.weft.fuzz.trace.model;

import java.util.List;

/** A call in progress. */
abstract class Frame implements Cloneable {
  /**
   * Goes on until it calls, ends, or hands control to somebody else.
   *
   * @param signal nothing at first; then what the call it made came to
   * @return what the frame gets that is on top now
   */
  abstract Signal step(Machine machine, Signal signal);

  /** Adds the calls that stand for it in a stack trace, innermost first. */
  abstract void addPlaces(List<Place> places);

  /** Why what it calls cannot be suspended; null when it can. */
  String obstacle() {
    return null;
  }

  /** Ends this frame. */
  final Signal end(Machine machine, Signal signal) {
    machine.pop();
    return signal;
  }

  final Frame copy() {
    try {
      return (Frame) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }
}
