package dev.weft.agent.companion;

import dev.weft.agent.discover.CompanionTable;
import dev.weft.agent.names.RuntimeNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The methods of superclasses that copies call by {@code super} and that may wait: they are copied
 * along, since the companion of the superclass cannot be named.
 */
final class SuperCopies {
  /** What the name of such a copy begins with. */
  private static final String PREFIX = "super$";

  private final ClassNode original;
  private final InheritedMembers inherited;

  /** By name and descriptor; empty for what cannot be copied, or does not wait. */
  private final Map<String, Optional<Copy>> copies = new HashMap<>();

  /** A copied method, and the class that declares it. */
  record Copy(MethodNode method, ClassNode origin) {}

  SuperCopies(ClassNode original, InheritedMembers inherited) {
    this.original = original;
    this.inherited = inherited;
  }

  /** Lets a copied method call copies for {@code super}; gives those that are new. */
  List<Copy> callCopies(MethodNode method) {
    List<Copy> added = new ArrayList<>();
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof MethodInsnNode call && InheritedMembers.isSuper(call, original)) {
        boolean isNew = !copies.containsKey(call.name + call.desc);
        Optional<Copy> copy = copies.computeIfAbsent(call.name + call.desc, key -> copy(call));
        if (copy.isPresent()) {
          if (isNew) {
            added.add(copy.get());
          }
          call.setOpcode(Opcodes.INVOKESTATIC);
          call.owner = CompanionTable.companionOf(original.name);
          call.name = PREFIX + call.name;
          call.desc = RuntimeNames.substituteDescriptor(copy.get().origin().name, call.desc, false);
        }
      }
    }
    return added;
  }

  private Optional<Copy> copy(MethodInsnNode call) {
    Optional<ClassNode> origin = inherited.callee(original, call);
    if (origin.isEmpty() || !CompanionTable.isCopied(origin.get().name, call.name, call.desc)) {
      return Optional.empty();
    }
    for (MethodNode method : origin.get().methods) {
      if (method.name.equals(call.name)
          && method.desc.equals(call.desc)
          && CompanionCopy.canCopy(method, origin.get())) {
        method.name = PREFIX + method.name;
        for (AbstractInsnNode instruction : method.instructions.toArray()) {
          if (instruction instanceof LineNumberNode) { // of another file
            method.instructions.remove(instruction);
          }
        }
        return Optional.of(new Copy(method, origin.get()));
      }
    }
    return Optional.empty();
  }
}
