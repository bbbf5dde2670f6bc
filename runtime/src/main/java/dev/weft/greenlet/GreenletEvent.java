package dev.weft.greenlet;

/** How a greenlet got control. More kinds may be added: a tracer ignores those it does not know. */
public enum GreenletEvent {
  /** By a value: a switch, the return of a child, or its {@link GreenletExit}. */
  SWITCH,
  /** By an exception that is about to be thrown there. */
  THROW
}
