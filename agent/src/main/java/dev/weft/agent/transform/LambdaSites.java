package dev.weft.agent.transform;

import dev.weft.agent.discover.CallTarget;
import dev.weft.agent.discover.LambdaShape;
import dev.weft.agent.discover.SuspendableLookup;
import dev.weft.agent.names.RuntimeNames;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Rewrites the instructions that create lambdas: suspendable ones link to the runtime's bootstrap,
 * and, in methods that get more than one body, each instruction moves to a private method of its
 * own that all bodies call, so that there is still one call site, and one class, per lambda.
 */
final class LambdaSites {
  /** Bootstraps of the JDK whose call sites have no state worth sharing. */
  private static final Set<String> STATELESS =
      Set.of(
          "java/lang/invoke/StringConcatFactory",
          "java/lang/runtime/ObjectMethods",
          "java/lang/runtime/SwitchBootstraps");

  private static final Type OBJECT = Type.getType(Object.class);

  private final ClassNode type;
  private final SuspendableLookup lookup;
  private final boolean dispatches;
  private final Predicate<String> allowed;
  private int count;

  /**
   * Sites of a class.
   *
   * @param dispatches whether references to methods that may turn out to have a twin count, which
   *     is too much for classes that nobody asked to weave
   * @param allowed whether the class may have a method of this name and descriptor
   */
  LambdaSites(
      ClassNode type, SuspendableLookup lookup, boolean dispatches, Predicate<String> allowed) {
    this.allowed = allowed;
    this.type = type;
    this.lookup = lookup;
    this.dispatches = dispatches;
  }

  /**
   * Rewrites all methods.
   *
   * @param multiplied the methods, by name and descriptor, that get more than one body
   * @return whether anything was changed
   */
  boolean rewrite(Set<String> multiplied) {
    boolean changed = false;
    Set<MethodNode> originals = new java.util.LinkedHashSet<>(type.methods);
    for (MethodNode method : originals) {
      boolean share = multiplied.contains(method.name + method.desc);
      for (AbstractInsnNode instruction : method.instructions.toArray()) {
        if (instruction instanceof InvokeDynamicInsnNode site) {
          changed |= rewrite(method, site, share);
        }
      }
    }
    return changed;
  }

  private boolean rewrite(MethodNode method, InvokeDynamicInsnNode site, boolean share) {
    boolean suspendable = isSuspendable(site);
    if (suspendable) {
      site.bsm = RuntimeNames.LAMBDA;
    }
    if (share && !STATELESS.contains(site.bsm.getOwner())) {
      String name = RuntimeNames.LAMBDA_PREFIX + count;
      String descriptor = erased(site.desc);
      if (!allowed.test(name + descriptor)) {
        return suspendable; // another agent's, added to a loaded class: a site for each body
      }
      count++;
      boolean isInterface = (type.access & Opcodes.ACC_INTERFACE) != 0;
      addSite(name, descriptor, site);
      Type result = Type.getReturnType(site.desc);
      if (!result.equals(Type.getReturnType(descriptor))) {
        method.instructions.insert(
            site, new TypeInsnNode(Opcodes.CHECKCAST, result.getInternalName()));
      }
      method.instructions.set(
          site, new MethodInsnNode(Opcodes.INVOKESTATIC, type.name, name, descriptor, isInterface));
      return true;
    }
    return suspendable;
  }

  private boolean isSuspendable(InvokeDynamicInsnNode site) {
    Optional<LambdaShape> shape = LambdaShape.of(site.name, site.desc, site.bsm, site.bsmArgs);
    if (shape.isEmpty()) {
      return false;
    }
    Handle body = shape.get().implementation();
    return mayReachTwin(body)
        || lookup.hasTwin(
            shape.get().functionalType().getInternalName(),
            shape.get().name(),
            shape.get().descriptor().getDescriptor())
        || markersAreSuspendable(shape.get(), site.bsmArgs);
  }

  /** Whether the implementation has a twin, or dispatches to one that may. */
  private boolean mayReachTwin(Handle body) {
    int opcode =
        switch (body.getTag()) {
          case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
          case Opcodes.H_INVOKEINTERFACE -> Opcodes.INVOKEINTERFACE;
          default -> Opcodes.INVOKEVIRTUAL;
        };
    CallTarget target =
        lookup.classify(type.name, opcode, body.getOwner(), body.getName(), body.getDesc());
    return target instanceof CallTarget.Twin
        || (dispatches && !(target instanceof CallTarget.Plain));
  }

  /** {@code (J1 & J2) () -> ...}: the further interfaces may have the twin. */
  private boolean markersAreSuspendable(LambdaShape shape, Object[] arguments) {
    Set<String> types = new HashSet<>();
    for (int i = 3; i < arguments.length; i++) {
      if (arguments[i] instanceof Type marker && marker.getSort() == Type.OBJECT) {
        types.add(marker.getInternalName());
      }
    }
    return types.stream()
        .anyMatch(
            marker -> lookup.hasTwin(marker, shape.name(), shape.descriptor().getDescriptor()));
  }

  /**
   * The descriptor of a site's method. Reflection on a class loads every type in the descriptors of
   * its methods, and what a lambda is made from may be missing, where the code is never run.
   */
  private String erased(String descriptor) {
    Type[] arguments = Type.getArgumentTypes(descriptor);
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = erased(arguments[i]);
    }
    return Type.getMethodDescriptor(erased(Type.getReturnType(descriptor)), arguments);
  }

  private Type erased(Type original) {
    Type element = original.getSort() == Type.ARRAY ? original.getElementType() : original;
    boolean present =
        element.getSort() != Type.OBJECT
            || element.getInternalName().equals(type.name)
            || element.getInternalName().startsWith("java/lang/");
    return present ? original : OBJECT;
  }

  private void addSite(String name, String descriptor, InvokeDynamicInsnNode site) {
    MethodVisitor mv =
        type.visitMethod(
            Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC,
            name,
            descriptor,
            null,
            null);
    mv.visitCode();
    int slot = 0;
    for (Type argument : Type.getArgumentTypes(site.desc)) {
      mv.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), slot); // … captured
      if (!argument.equals(erased(argument))) {
        mv.visitTypeInsn(Opcodes.CHECKCAST, argument.getInternalName()); // … typed captured
      }
      slot += argument.getSize();
    }
    mv.visitInvokeDynamicInsn(site.name, site.desc, site.bsm, site.bsmArgs); // object
    mv.visitInsn(Type.getReturnType(descriptor).getOpcode(Opcodes.IRETURN));
    mv.visitMaxs(0, 0);
    mv.visitEnd();
  }
}
