package dev.weft.agent.transform;

import dev.weft.agent.discover.CallTarget;
import dev.weft.agent.discover.Substitution;
import dev.weft.agent.discover.Substitution.Bodies;
import dev.weft.agent.discover.SuspendableLookup;
import dev.weft.agent.names.RuntimeNames;
import java.util.Optional;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Lets the blocking leaves that are left in a woven class, in plain bodies and where a monitor is
 * held, go through the runtime: a task that blocks there is known to, and by what. On a thread the
 * runtime makes the original call.
 */
final class PlainLeaves {
  private final ClassNode type;
  private final SuspendableLookup lookup;

  PlainLeaves(ClassNode type, SuspendableLookup lookup) {
    this.type = type;
    this.lookup = lookup;
  }

  /** Rewrites the calls in all methods; whether there were any. */
  boolean rewrite() {
    if (RuntimeNames.isRuntime(type.name)) {
      return false; // it knows what it does
    }
    boolean changed = false;
    for (MethodNode method : type.methods) {
      for (AbstractInsnNode instruction : method.instructions.toArray()) {
        if (instruction instanceof MethodInsnNode call) {
          changed |= rewrite(method, call);
        } else if (instruction instanceof InvokeDynamicInsnNode site) {
          changed |= rewriteReferences(method, site);
        }
      }
    }
    return changed;
  }

  /** References to methods whose substitutes never suspend; the others are the spinner's. */
  private boolean rewriteReferences(MethodNode method, InvokeDynamicInsnNode site) {
    Object[] arguments = site.bsmArgs.clone();
    boolean changed = false;
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i] instanceof Handle handle && handle.getTag() == Opcodes.H_INVOKESTATIC) {
        Optional<Substitution> row =
            lookup.substitution(
                type.name,
                Opcodes.INVOKESTATIC,
                handle.getOwner(),
                handle.getName(),
                handle.getDesc());
        if (row.isPresent() && row.get().bodies() == Bodies.PLAIN) {
          CallTarget.Substitute by = row.get().by();
          arguments[i] =
              new Handle(handle.getTag(), by.owner(), by.name(), handle.getDesc(), false);
          changed = true;
        }
      }
    }
    if (changed) {
      method.instructions.set(
          site, new InvokeDynamicInsnNode(site.name, site.desc, site.bsm, arguments));
    }
    return changed;
  }

  private boolean rewrite(MethodNode method, MethodInsnNode call) {
    Optional<Substitution> row =
        lookup.substitution(type.name, call.getOpcode(), call.owner, call.name, call.desc);
    if (row.isEmpty() || row.get().bodies() == Bodies.WOVEN) {
      return false;
    }
    CallTarget.Substitute by = row.get().by();
    boolean isStatic = call.getOpcode() == Opcodes.INVOKESTATIC;
    String descriptor = RuntimeNames.substituteDescriptor(by.receiver(), call.desc, isStatic);
    method.instructions.set( // a new one: plans still refer to the old one
        call, new MethodInsnNode(Opcodes.INVOKESTATIC, by.owner(), by.name(), descriptor, false));
    return true;
  }
}
