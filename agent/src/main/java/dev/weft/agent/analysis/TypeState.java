package dev.weft.agent.analysis;

import java.util.List;
import org.objectweb.asm.Opcodes;

/**
 * The verifier's types of locals and operand stack before one instruction.
 *
 * <p>Elements are those of ASM's frames ({@code Opcodes.INTEGER}, ..., internal names), and {@link
 * NewSite} for unconstructed objects. {@code locals} is indexed by slot, so a long or double is
 * followed by {@code TOP}; {@code stack} has one element per value, the top last.
 */
public record TypeState(List<Object> locals, List<Object> stack) {

  /** The type of a local slot; TOP beyond the known ones. */
  public Object local(int slot) {
    return slot < locals.size() ? locals.get(slot) : Opcodes.TOP;
  }

  /** The stack without its topmost {@code count} values. */
  public List<Object> below(int count) {
    return stack.subList(0, stack.size() - count);
  }

  /** Whether a type takes two slots. */
  public static boolean isWide(Object type) {
    return type == Opcodes.LONG || type == Opcodes.DOUBLE;
  }
}
