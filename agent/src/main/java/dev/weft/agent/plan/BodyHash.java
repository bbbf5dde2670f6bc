package dev.weft.agent.plan;

import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * A 20-bit hash of a method's code and of what its points save, so that a frame saved by one
 * version of a method is not resumed in another one.
 */
final class BodyHash {
  private static final int BITS = 32 - MethodPlan.POINT_BITS;

  private BodyHash() {}

  static int of(MethodNode method, List<SuspendPoint> points) {
    int hash = 1;
    for (SuspendPoint point : points) {
      hash = 31 * hash + (point.index() + " " + point.target() + point.values()).hashCode();
    }
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction.getOpcode() >= 0) {
        hash = 31 * hash + instruction.getOpcode();
        hash = 31 * hash + operand(instruction, method.instructions);
      }
    }
    hash *= 0x9E3779B9; // spreads the low bits upwards (Knuth 6.4)
    return hash >>> (32 - BITS);
  }

  private static int operand(AbstractInsnNode instruction, InsnList code) {
    if (instruction instanceof JumpInsnNode jump) {
      return code.indexOf(jump.label);
    }
    if (instruction instanceof TableSwitchInsnNode table) {
      return 31 * table.min + targets(table.labels, code) + code.indexOf(table.dflt);
    }
    if (instruction instanceof LookupSwitchInsnNode lookup) {
      return 31 * lookup.keys.hashCode() + targets(lookup.labels, code) + code.indexOf(lookup.dflt);
    }
    if (instruction instanceof InvokeDynamicInsnNode site) {
      return (site.name + site.desc + site.bsm + Arrays.toString(site.bsmArgs)).hashCode();
    }
    if (instruction instanceof VarInsnNode variable) {
      return variable.var;
    }
    if (instruction instanceof IntInsnNode number) {
      return number.operand;
    }
    if (instruction instanceof IincInsnNode increment) {
      return increment.var * 31 + increment.incr;
    }
    if (instruction instanceof LdcInsnNode constant) {
      return constant.cst.toString().hashCode();
    }
    if (instruction instanceof TypeInsnNode type) {
      return type.desc.hashCode();
    }
    if (instruction instanceof FieldInsnNode field) {
      return (field.owner + field.name + field.desc).hashCode();
    }
    if (instruction instanceof MethodInsnNode method) {
      return (method.owner + method.name + method.desc).hashCode();
    }
    return 0;
  }

  private static int targets(List<LabelNode> labels, InsnList code) {
    int hash = 1;
    for (LabelNode label : labels) {
      hash = 31 * hash + code.indexOf(label);
    }
    return hash;
  }
}
