package dev.weft.waiting;

/** Which exceptions may end a wait. */
public enum WaitMode {
  /** Signals and interrupts. */
  INTERRUPTIBLE,
  /** Signals: a kill, a timeout around the operation. An interrupt stays pending. */
  UNINTERRUPTIBLE,
  /** None: they stay pending. For what must be done before an exception may go on. */
  MASKED,
  /** Signals and interrupts end it and stay pending: it throws nothing. For parking. */
  PARKED
}
