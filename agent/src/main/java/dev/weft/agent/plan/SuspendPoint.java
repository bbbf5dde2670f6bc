package dev.weft.agent.plan;

import dev.weft.agent.discover.CallTarget;
import dev.weft.agent.plan.SavedValue.Source;
import java.util.List;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * A call that may suspend.
 *
 * @param number 1 for the first point of the method
 * @param index the instruction index of the call
 * @param below types of the operand stack under receiver and arguments, the top last
 * @param locals types of all locals before the call by slot, as the verifier has them
 * @param values what is saved: live locals by slot, then the stack from the bottom
 * @param resultRestoredAs the internal name a reference result is cast to; empty for none
 */
public record SuspendPoint(
    int number,
    int index,
    MethodInsnNode call,
    CallTarget target,
    int line,
    List<Object> below,
    List<Object> locals,
    List<SavedValue> values,
    String resultRestoredAs) {

  /** What the call returns. */
  public Type result() {
    return Type.getReturnType(call.desc);
  }

  /** The saved values that come from local variables. */
  public List<SavedValue> savedLocals() {
    // They come first.
    int count = 0;
    while (count < values.size() && values.get(count).source() == Source.LOCAL) {
      count++;
    }
    return values.subList(0, count);
  }

  /** The saved values that come from the operand stack, bottom first. */
  public List<SavedValue> savedStack() {
    return values.subList(savedLocals().size(), values.size());
  }

  @Override
  public String toString() {
    String kind = target.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    String by =
        target instanceof CallTarget.Substitute substitute
            ? " by " + substitute.owner() + "." + substitute.name()
            : "";
    return "point "
        + number
        + " line "
        + line
        + " "
        + kind
        + " "
        + call.owner
        + "."
        + call.name
        + call.desc
        + by
        + " saves "
        + values;
  }
}
