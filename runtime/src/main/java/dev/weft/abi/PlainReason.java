package dev.weft.abi;

/**
 * Why a method ran, or made a call, as plain code inside a coroutine.
 *
 * @param kind the class of reason
 * @param text what is in the way, and the way out, as the end of a sentence
 */
public record PlainReason(Kind kind, String text) {

  /** The classes of reason the agent can tell. */
  public enum Kind {
    /** The caller holds a monitor: {@code synchronized}. */
    MONITOR,
    /** The weaver could not weave the method. */
    REFUSED,
    /** The method is not suspendable: not marked, not included, or excluded. */
    NOT_SUSPENDABLE
  }
}
