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
    /** The user asked to leave its class alone. */
    EXCLUDED,
    /** The weaver could not weave the method. */
    REFUSED,
    /** It is woven, but was called by something that the stack does not show. */
    CALLED_PLAINLY,
    /** It has no suspend point, so woven code calls it plainly: what it calls is in the way. */
    TRANSPARENT
  }
}
