package dev.weft.agent.companion;

import dev.weft.agent.discover.ClassSource;
import dev.weft.agent.names.RuntimeNames;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Lets a companion use what its class inherits from another package, where it is protected: only
 * subclasses may (JVMS §5.4.4), which a companion is not. Each use becomes an {@code invokedynamic}
 * that is linked with the rights of the class that declares the member.
 */
final class InheritedMembers {
  /** Reads a field. */
  static final int GET = 0;

  /** Writes a field. */
  static final int PUT = 1;

  /** Calls a method. */
  static final int CALL = 2;

  private final ClassNode original;
  private final ClassSource jdk;

  InheritedMembers(ClassNode original, ClassSource jdk) {
    this.original = original;
    this.jdk = jdk;
  }

  /** Changes what a copied method uses. */
  void edit(MethodNode method) {
    for (AbstractInsnNode instruction : method.instructions.toArray()) {
      if (instruction instanceof FieldInsnNode field && field.owner.equals(original.name)) {
        declaring(field.name, field.desc, false)
            .ifPresent(owner -> method.instructions.set(field, access(field, owner)));
      } else if (instruction instanceof MethodInsnNode call
          && call.owner.equals(original.name)
          && call.getOpcode() == Opcodes.INVOKEVIRTUAL) {
        declaring(call.name, call.desc, true)
            .ifPresent(owner -> method.instructions.set(call, access(call, owner)));
      }
    }
  }

  private InvokeDynamicInsnNode access(FieldInsnNode field, String owner) {
    String receiver = "(L" + original.name + ";";
    return field.getOpcode() == Opcodes.GETFIELD
        ? access(field.name, receiver + ")" + field.desc, owner, GET)
        : access(field.name, receiver + field.desc + ")V", owner, PUT);
  }

  private InvokeDynamicInsnNode access(MethodInsnNode call, String owner) {
    return access(
        call.name, RuntimeNames.substituteDescriptor(original.name, call.desc, false), owner, CALL);
  }

  private static InvokeDynamicInsnNode access(
      String name, String descriptor, String owner, int kind) {
    return new InvokeDynamicInsnNode(
        name, descriptor, RuntimeNames.INHERITED, Type.getObjectType(owner), kind);
  }

  /** The class of another package that declares a member, protected and not static. */
  private Optional<String> declaring(String name, String descriptor, boolean isMethod) {
    for (ClassNode type = original; type != null; type = superclass(type)) {
      int access = access(type, name, descriptor, isMethod);
      if (access >= 0) {
        boolean needsSubclass =
            (access & Opcodes.ACC_PROTECTED) != 0
                && (access & Opcodes.ACC_STATIC) == 0
                && !packageOf(type.name).equals(packageOf(original.name));
        return needsSubclass ? Optional.of(type.name) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** The flags of a member; -1 when the class does not declare it. */
  private static int access(ClassNode type, String name, String descriptor, boolean isMethod) {
    if (isMethod) {
      for (MethodNode method : type.methods) {
        if (method.name.equals(name) && method.desc.equals(descriptor)) {
          return method.access;
        }
      }
    } else {
      for (FieldNode field : type.fields) {
        if (field.name.equals(name) && field.desc.equals(descriptor)) {
          return field.access;
        }
      }
    }
    return -1;
  }

  private ClassNode superclass(ClassNode type) {
    if (type.superName == null) {
      return null;
    }
    Optional<byte[]> bytes = jdk.bytes(type.superName);
    if (bytes.isEmpty()) {
      return null;
    }
    ClassNode above = new ClassNode(RuntimeNames.ASM_API);
    new ClassReader(bytes.get()).accept(above, ClassReader.SKIP_CODE);
    return above;
  }

  private static String packageOf(String internalName) {
    return internalName.substring(0, internalName.lastIndexOf('/') + 1);
  }

  /** What such an {@code invokedynamic} is linked to. */
  static MethodHandle find(
      MethodHandles.Lookup lookup, String name, MethodType type, Class<?> declaring, int kind)
      throws ReflectiveOperationException {
    return switch (kind) {
      case GET -> lookup.findGetter(declaring, name, type.returnType());
      case PUT -> lookup.findSetter(declaring, name, type.parameterType(1));
      case CALL -> lookup.findVirtual(declaring, name, type.dropParameterTypes(0, 1));
      default -> throw new IllegalArgumentException("no kind of access: " + kind);
    };
  }
}
