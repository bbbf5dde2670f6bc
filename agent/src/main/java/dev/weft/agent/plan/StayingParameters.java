package dev.weft.agent.plan;

import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The parameters, {@code this} among them, that are never assigned. Their values may stay in the
 * frame while the method runs on: it keeps nothing alive that the variable of an interpreted method
 * would not. At the next suspension they need not be written again; a reference that is taken out
 * of an old object and put back costs two barriers.
 */
final class StayingParameters {
  private StayingParameters() {}

  /** Their slots. */
  static Set<Integer> of(MethodNode method) {
    Set<Integer> slots = references(method);
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof VarInsnNode variable && isStore(variable)) {
        slots.remove(variable.var);
        slots.remove(variable.var + 1); // if it is a long or double
      }
    }
    return Set.copyOf(slots);
  }

  private static Set<Integer> references(MethodNode method) {
    Set<Integer> slots = new HashSet<>();
    int slot = 0;
    if ((method.access & Opcodes.ACC_STATIC) == 0) {
      slots.add(slot);
      slot++;
    }
    for (Type parameter : Type.getArgumentTypes(method.desc)) {
      if (parameter.getSort() >= Type.ARRAY) {
        slots.add(slot);
      }
      slot += parameter.getSize();
    }
    return slots;
  }

  private static boolean isStore(VarInsnNode variable) {
    return variable.getOpcode() >= Opcodes.ISTORE && variable.getOpcode() <= Opcodes.ASTORE;
  }
}
