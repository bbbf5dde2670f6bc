package dev.weft.agent.companion;

import dev.weft.agent.discover.ClassSource;
import dev.weft.agent.names.RuntimeNames;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.Map;
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
 * Lets a companion use what its class, or a superclass one of whose methods was copied with it, may
 * use and a companion may not: what is protected in another package, or private there (JVMS
 * §5.4.4), and methods of the superclass past their overrides. Each use becomes an {@code
 * invokedynamic} that is linked with the rights of the class that declares the member, or calls
 * {@code super}.
 */
final class InheritedMembers {
  /** Reads a field. */
  static final int GET = 0;

  /** Writes a field. */
  static final int PUT = 1;

  /** Calls a method. */
  static final int CALL = 2;

  /** Calls a method that the superclass declares or inherits, past its overrides. */
  static final int SUPER = 3;

  /** Reads a static field. */
  static final int GET_STATIC = 4;

  /** Writes a static field. */
  static final int PUT_STATIC = 5;

  /** Calls a static method. */
  static final int CALL_STATIC = 6;

  private final ClassNode original;
  private final ClassSource jdk;

  /** Superclasses that were looked at, without code; null for those that are not there. */
  private final Map<String, ClassNode> outlines = new HashMap<>();

  InheritedMembers(ClassNode original, ClassSource jdk) {
    this.original = original;
    this.jdk = jdk;
  }

  /**
   * Changes what a copied method uses.
   *
   * @param origin the class that declares it
   */
  void edit(MethodNode method, ClassNode origin) {
    for (AbstractInsnNode instruction : method.instructions.toArray()) {
      if (instruction instanceof MethodInsnNode call && isSuper(call, origin)) {
        method.instructions.set(call, access(call, origin.name, origin.name, SUPER));
      } else if (instruction instanceof FieldInsnNode field) {
        hidden(origin, field.owner, field.name, field.desc, false)
            .ifPresent(owner -> method.instructions.set(field, access(field, owner)));
      } else if (instruction instanceof MethodInsnNode call && !call.name.equals("<init>")) {
        hidden(origin, call.owner, call.name, call.desc, true)
            .ifPresent(owner -> method.instructions.set(call, access(call, owner)));
      }
    }
  }

  /** Whether a call of a method of {@code origin} leaves overrides out. */
  static boolean isSuper(MethodInsnNode call, ClassNode origin) {
    return call.getOpcode() == Opcodes.INVOKESPECIAL
        && !call.name.equals("<init>")
        && !call.owner.equals(origin.name);
  }

  private static InvokeDynamicInsnNode access(FieldInsnNode field, String owner) {
    String receiver = "L" + field.owner + ";";
    return switch (field.getOpcode()) {
      case Opcodes.GETFIELD -> access(field.name, "(" + receiver + ")" + field.desc, owner, GET);
      case Opcodes.PUTFIELD -> access(field.name, "(" + receiver + field.desc + ")V", owner, PUT);
      case Opcodes.GETSTATIC -> access(field.name, "()" + field.desc, owner, GET_STATIC);
      default -> access(field.name, "(" + field.desc + ")V", owner, PUT_STATIC);
    };
  }

  private static InvokeDynamicInsnNode access(MethodInsnNode call, String owner) {
    return call.getOpcode() == Opcodes.INVOKESTATIC
        ? access(call.name, call.desc, owner, CALL_STATIC)
        : access(call, call.owner, owner, CALL);
  }

  private static InvokeDynamicInsnNode access(
      MethodInsnNode call, String receiver, String owner, int kind) {
    return access(
        call.name, RuntimeNames.substituteDescriptor(receiver, call.desc, false), owner, kind);
  }

  private static InvokeDynamicInsnNode access(
      String name, String descriptor, String owner, int kind) {
    return new InvokeDynamicInsnNode(
        name, descriptor, RuntimeNames.INHERITED, Type.getObjectType(owner), kind);
  }

  /** The class that declares a member, if its user inherits it and the companion may not use it. */
  private Optional<String> hidden(
      ClassNode user, String named, String name, String descriptor, boolean isMethod) {
    boolean isReached = false;
    for (ClassNode type = user; type != null; type = superclass(type)) {
      isReached |= type.name.equals(named);
      int access = isReached ? access(type, name, descriptor, isMethod) : -1;
      if (access >= 0) {
        return isHidden(type, access) ? Optional.of(type.name) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private boolean isHidden(ClassNode declaring, int access) {
    return (access & Opcodes.ACC_PUBLIC) == 0
        && !declaring.name.equals(original.name)
        && ((access & Opcodes.ACC_PRIVATE) != 0
            || !packageOf(declaring.name).equals(packageOf(original.name)));
  }

  /** The flags of a member; -1 when the class does not declare it. */
  static int access(ClassNode type, String name, String descriptor, boolean isMethod) {
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
    return outlines.computeIfAbsent(type.superName, name -> read(name, ClassReader.SKIP_CODE));
  }

  /** The class, above {@code user}, whose method a call by {@code super} runs; with its code. */
  Optional<ClassNode> callee(ClassNode user, MethodInsnNode call) {
    for (ClassNode type = read(user.superName, 0); type != null; type = read(type.superName, 0)) {
      if (access(type, call.name, call.desc, true) >= 0) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  private ClassNode read(String name, int flags) {
    Optional<byte[]> bytes = name == null ? Optional.empty() : jdk.bytes(name);
    if (bytes.isEmpty()) {
      return null;
    }
    ClassNode type = new ClassNode(RuntimeNames.ASM_API);
    new ClassReader(bytes.get()).accept(type, flags);
    return type;
  }

  private static String packageOf(String internalName) {
    return internalName.substring(0, internalName.lastIndexOf('/') + 1);
  }

  /**
   * What such an {@code invokedynamic} is linked to.
   *
   * @param declaring the class with the member; for {@link #SUPER}, the one that calls
   */
  static MethodHandle find(
      MethodHandles.Lookup lookup, String name, MethodType type, Class<?> declaring, int kind)
      throws ReflectiveOperationException {
    return switch (kind) {
      case GET -> lookup.findGetter(declaring, name, type.returnType());
      case PUT -> lookup.findSetter(declaring, name, type.parameterType(1));
      case CALL -> lookup.findVirtual(declaring, name, type.dropParameterTypes(0, 1));
      case GET_STATIC -> lookup.findStaticGetter(declaring, name, type.returnType());
      case PUT_STATIC -> lookup.findStaticSetter(declaring, name, type.parameterType(0));
      case CALL_STATIC -> lookup.findStatic(declaring, name, type);
      case SUPER ->
          lookup.findSpecial(
              declaring.getSuperclass(), name, type.dropParameterTypes(0, 1), declaring);
      default -> throw new IllegalArgumentException("no kind of access: " + kind);
    };
  }
}
