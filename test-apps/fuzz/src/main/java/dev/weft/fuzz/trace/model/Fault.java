package dev.weft.fuzz.trace.model;

/** A rule that the model can be told to get wrong, to see whether traces notice. */
public enum Fault {
  /** The model is right. */
  NONE,
  /** A copied continuation shares its loop counters with the original. */
  COPY_SHARES_FRAMES,
  /** A suspension leaves the outermost continuation of the scope instead of the innermost. */
  OUTERMOST_SCOPE,
  /** A raise in a generator that was not started runs the body first. */
  RAISE_STARTS_BODY,
  /** Closing a generator does not close the one it delegates to. */
  CHILD_LEFT_OPEN,
  /** A look-ahead is forgotten when a value is sent. */
  LOOK_AHEAD_LOST,
  /** A generator may yield while it is being closed. */
  EXIT_MAY_BE_IGNORED,
  /** A NoSuchElementException leaves a generator as it is. */
  NO_SUCH_ELEMENT_PASSES,
  /** A dead greenlet's result goes to main instead of its parent. */
  RESULT_TO_MAIN,
  /** An uncaught GreenletExit is an exception for the parent. */
  EXIT_IS_THROWN,
  /** Whoever closes a greenlet stays its parent. */
  CLOSER_STAYS_PARENT,
  /** A dead greenlet cannot be switched to. */
  DEAD_CANNOT_RECEIVE,
  /** A monitor does not pin. */
  MONITOR_SUSPENDS,
  /** Stack traces leave out the coroutines inside. */
  TRACE_WITHOUT_INNER,
  /** A generator is attached for ever to who delegated to it last. */
  NEVER_DETACHED
}
