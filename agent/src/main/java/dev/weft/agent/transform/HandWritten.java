package dev.weft.agent.transform;

import dev.weft.agent.discover.CallTarget;
import dev.weft.agent.discover.MethodOutline;
import dev.weft.agent.discover.SuspendableLookup;
import dev.weft.agent.names.RuntimeNames;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The parts of the runtime that are woven by hand: {@code @Twin} methods get the name of the twin
 * they are, and {@code @PassesStack} methods call twins with the stack they have.
 */
final class HandWritten {
  private final ClassNode type;
  private final SuspendableLookup lookup;
  private final Set<String> twins = new HashSet<>();

  HandWritten(ClassNode type, SuspendableLookup lookup) {
    this.type = type;
    this.lookup = lookup;
    if (type.name.startsWith(RuntimeNames.RUNTIME_PACKAGE)) {
      for (MethodNode method : type.methods) {
        if (has(method, RuntimeNames.TWIN_ANNOTATION)) {
          twins.add(method.name + method.desc);
        }
      }
    }
  }

  /** Whether the class has a hand-written twin of this method. */
  boolean hasTwinOf(MethodOutline method) {
    return twins.contains(method.name() + RuntimeNames.twinDescriptor(method.descriptor()))
        || isTwin(method);
  }

  /** Whether a method is a hand-written twin. */
  boolean isTwin(MethodOutline method) {
    return twins.contains(method.key());
  }

  /** Renames twins and rewrites calls; whether anything was done. */
  boolean rewrite() {
    boolean changed = false;
    if (!type.name.startsWith(RuntimeNames.RUNTIME_PACKAGE)) {
      return false;
    }
    for (MethodNode method : type.methods) {
      if (has(method, RuntimeNames.PASSES_STACK)) {
        passStack(method);
        changed = true;
      }
      if (twins.contains(method.name + method.desc)) {
        method.name = RuntimeNames.twinName(method.name);
        method.access =
            (method.access & Opcodes.ACC_STATIC) | Opcodes.ACC_PUBLIC | Opcodes.ACC_SYNTHETIC;
        method.invisibleAnnotations = null;
        method.signature = null;
        changed = true;
      }
      changed |= callTwins(method);
    }
    return changed;
  }

  /** Calls of hand-written twins, which the source makes by their first name. */
  private boolean callTwins(MethodNode method) {
    boolean changed = false;
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof MethodInsnNode call && isTwinCall(call)) {
        call.name = RuntimeNames.twinName(call.name);
        changed = true;
      }
    }
    return changed;
  }

  private boolean isTwinCall(MethodInsnNode call) {
    return call.owner.startsWith(RuntimeNames.RUNTIME_PACKAGE)
        && call.desc.contains(RuntimeNames.STACK_DESCRIPTOR + ")")
        && !call.name.startsWith(RuntimeNames.TWIN_PREFIX)
        && lookup.hierarchy().resolve(call.owner, call.name, call.desc).isPresent()
        && lookup.hasTwin(call.owner, call.name, RuntimeNames.plainDescriptor(call.desc));
  }

  private void passStack(MethodNode method) {
    int slots = Type.getArgumentsAndReturnSizes(method.desc) >> 2;
    int stack = (method.access & Opcodes.ACC_STATIC) != 0 ? slots - 2 : slots - 1;
    for (AbstractInsnNode instruction : method.instructions.toArray()) {
      if (instruction instanceof MethodInsnNode call
          && lookup.classify(type.name, call.getOpcode(), call.owner, call.name, call.desc)
              instanceof CallTarget.Twin) {
        method.instructions.insertBefore(call, new VarInsnNode(Opcodes.ALOAD, stack));
        call.name = RuntimeNames.twinName(call.name);
        call.desc = RuntimeNames.twinDescriptor(call.desc);
      }
    }
  }

  private static boolean has(MethodNode method, String annotation) {
    List<AnnotationNode> annotations = method.invisibleAnnotations;
    return annotations != null
        && annotations.stream().anyMatch(node -> node.desc.equals(annotation));
  }
}
