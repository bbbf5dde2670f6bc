package dev.weft.agent.companion;

import dev.weft.agent.discover.ClassSource;
import dev.weft.agent.discover.CompanionTable;
import dev.weft.agent.discover.StreamTable;
import dev.weft.agent.names.RuntimeNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Copies methods of a class into static methods of another one, which take the receiver first: the
 * receiver keeps slot 0, so a body stays as it is.
 */
final class CompanionCopy {
  private static final int STATIC = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;

  private final ClassNode original;
  private final InheritedMembers inherited;
  private final SuperCopies supers;
  private final String name;
  private final Set<String> copied = new HashSet<>();

  private CompanionCopy(ClassNode original, InheritedMembers inherited) {
    this.original = original;
    this.inherited = inherited;
    this.supers = new SuperCopies(original, inherited);
    this.name = CompanionTable.companionOf(original.name);
  }

  /** The class file of a companion, not woven yet; empty when no method can be copied. */
  static Optional<byte[]> of(byte[] bytes, ClassSource jdk) {
    ClassNode original = new ClassNode(RuntimeNames.ASM_API);
    String name = new ClassReader(bytes).getClassName();
    ClassReader reader = new ClassReader(edited(name, bytes));
    reader.accept(original, 0);
    SocketShape.check(original);
    return new CompanionCopy(original, new InheritedMembers(original, jdk)).copy(reader);
  }

  private static byte[] edited(String name, byte[] bytes) {
    if (TimerEdits.isConcerned(name)) {
      return TimerEdits.edit(bytes);
    }
    return IdentityRewriter.isConcerned(name) || name.equals(SocketShape.SOCKET)
        ? IdentityRewriter.rewriteCopied(bytes).orElse(bytes)
        : bytes;
  }

  private Optional<byte[]> copy(ClassReader reader) {
    List<MethodNode> methods = select();
    if (methods.isEmpty()) {
      return Optional.empty();
    }
    ClassWriter writer = new ClassWriter(reader, 0); // with the original's constants
    writer.visit(
        original.version,
        Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
        name,
        null,
        "java/lang/Object",
        null);
    writer.visitSource(original.sourceFile, null);
    for (MethodNode method : methods) {
      HttpEdits.apply(original, method);
      for (SuperCopies.Copy copy : supers.callCopies(method)) {
        write(copy.method(), copy.origin(), writer);
      }
      callCopies(method);
      SocketEdits.apply(original, method);
      InputEdits.apply(original, method);
      write(method, original, writer);
    }
    writer.visitEnd();
    return Optional.of(writer.toByteArray());
  }

  private void write(MethodNode method, ClassNode origin, ClassWriter writer) {
    MonitorEdits.apply(origin, method);
    inherited.edit(method, origin);
    boolean isStatic = (method.access & Opcodes.ACC_STATIC) != 0;
    method.accept(
        writer.visitMethod(
            STATIC,
            method.name,
            RuntimeNames.substituteDescriptor(origin.name, method.desc, isStatic),
            null,
            method.exceptions.toArray(new String[0])));
  }

  /**
   * The methods of the table, and those of this class that they hand their functions to, or that
   * wait for them.
   */
  private List<MethodNode> select() {
    List<MethodNode> methods = new ArrayList<>();
    for (MethodNode method : original.methods) {
      if (CompanionTable.isCopied(original.name, method.name, method.desc)) {
        add(method, methods);
      }
    }
    for (int i = 0; i < methods.size(); i++) { // grows
      for (AbstractInsnNode instruction : methods.get(i).instructions) {
        if (instruction instanceof MethodInsnNode call && call.owner.equals(original.name)) {
          Optional<MethodNode> callee = method(call.name, call.desc);
          if (callee.isPresent()
              && isFinal(callee.get())
              && (call.desc.contains("Ljava/util/function/")
                  || waits(callee.get(), new HashSet<>()))) {
            add(callee.get(), methods);
          }
        }
      }
    }
    return methods;
  }

  /** Whether a method that nobody overrides calls one that may wait. */
  private boolean waits(MethodNode method, Set<MethodNode> seen) {
    if (!IdentityRewriter.isConcerned(original.name) || isOpen(method) || !seen.add(method)) {
      return false;
    }
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof MethodInsnNode call
          && (CompanionTable.mayReachCopy(call.owner, call.name, call.desc)
              || (call.owner.equals(original.name)
                  && method(call.name, call.desc).filter(own -> waits(own, seen)).isPresent()))) {
        return true;
      }
    }
    return false;
  }

  private boolean isOpen(MethodNode method) {
    return ((method.access | original.access) & Opcodes.ACC_FINAL) == 0
        && (method.access & (Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC)) == 0;
  }

  private void add(MethodNode method, List<MethodNode> methods) {
    if (canCopy(method, original) && copied.add(method.name + method.desc)) {
      methods.add(method);
    }
  }

  /**
   * A static method cannot hold the receiver's monitor as a synchronized one does, nor call the
   * {@code super} of an interface; and a lambda's body belongs to the class that made it.
   */
  static boolean canCopy(MethodNode method, ClassNode origin) {
    int access = method.access;
    if ((access & (Opcodes.ACC_NATIVE | Opcodes.ACC_ABSTRACT)) != 0
        || ((access & Opcodes.ACC_SYNCHRONIZED) != 0
            && !StreamTable.isLockedByTasks(origin.name))) {
      return false;
    }
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof InvokeDynamicInsnNode
          || (instruction instanceof MethodInsnNode call
              && call.itf
              && InheritedMembers.isSuper(call, origin))) {
        return false;
      }
    }
    return true;
  }

  /** Lets calls that nobody can override reach the copy of the callee. */
  private void callCopies(MethodNode method) {
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof MethodInsnNode call
          && call.owner.equals(original.name)
          && copied.contains(call.name + call.desc)) {
        Optional<MethodNode> callee = method(call.name, call.desc);
        if (callee.isPresent() && isFinal(callee.get())) {
          boolean isStatic = call.getOpcode() == Opcodes.INVOKESTATIC;
          call.setOpcode(Opcodes.INVOKESTATIC);
          call.desc = RuntimeNames.substituteDescriptor(original.name, call.desc, isStatic);
          call.owner = name;
          call.itf = false;
        }
      }
    }
  }

  private Optional<MethodNode> method(String methodName, String descriptor) {
    for (MethodNode method : original.methods) {
      if (method.name.equals(methodName) && method.desc.equals(descriptor)) {
        return Optional.of(method);
      }
    }
    return Optional.empty();
  }

  /**
   * Whether nobody overrides a method. Of those that only their package may override, none that
   * takes a function is; a test looks.
   */
  private boolean isFinal(MethodNode method) {
    int access = method.access;
    return (access & (Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL | Opcodes.ACC_STATIC)) != 0
        || (access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) == 0
        || (original.access & Opcodes.ACC_FINAL) != 0;
  }
}
