package dev.weft.agent.plan;

/**
 * A value that a suspend point saves.
 *
 * @param source where the method has it
 * @param index the local slot, or the position on the operand stack counted from the bottom
 * @param type the verifier's type: {@code Opcodes.INTEGER}, ..., or an internal name
 * @param kind how it is stored
 * @param slot the reference or primitive slot of the frame; -1 for a null constant
 * @param restoredAs the internal name to cast to when a reference is restored; empty for none
 */
public record SavedValue(
    Source source, int index, Object type, Kind kind, int slot, String restoredAs) {

  /** Where a value is. */
  public enum Source {
    /** In a local variable. */
    LOCAL,
    /** On the operand stack, below the arguments of the call. */
    STACK
  }

  /** How a value is stored in a frame. */
  public enum Kind {
    /** In a reference slot. */
    REFERENCE,
    /** In a primitive slot. */
    PRIMITIVE,
    /** Not at all: it is the null constant. */
    NULL
  }

  @Override
  public String toString() {
    String place = (source == Source.LOCAL ? "local " : "stack ") + index;
    return switch (kind) {
      case REFERENCE -> place + ":" + type + " -> r" + slot;
      case PRIMITIVE -> place + ":" + TypeNames.of(type) + " -> p" + slot;
      case NULL -> place + ":null";
    };
  }
}
