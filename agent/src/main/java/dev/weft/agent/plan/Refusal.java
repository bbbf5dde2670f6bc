package dev.weft.agent.plan;

/**
 * Why a suspendable method is not woven. Its plain body serves, and pins the coroutine.
 *
 * @param method class, name and descriptor
 * @param line a line the reason is about; 0 for the method as a whole
 * @param text the rule, and the way out
 */
public record Refusal(String method, int line, Reason reason, String text) implements PlanResult {

  /** The closed list of reasons. */
  public enum Reason {
    /** A native method has no code to weave. */
    NATIVE,
    /** No room for the frame stack among 255 argument slots. */
    TOO_MANY_ARGUMENTS,
    /** The woven code would pass 65,535 bytes, or 4,095 suspend points. */
    TOO_LARGE,
    /** The class file is too old to have stack maps, and a type to compute them is missing. */
    OLD_CLASS_FILE,
    /** A live value has a type that this class may not name. */
    INACCESSIBLE_TYPE,
    /** The code is not what the verifier would accept. */
    MALFORMED
  }

  @Override
  public String toString() {
    return method + (line > 0 ? " line " + line : "") + ": not woven: " + text;
  }
}
