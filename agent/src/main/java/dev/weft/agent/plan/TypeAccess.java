package dev.weft.agent.plan;

import dev.weft.agent.discover.ClassOutline;
import dev.weft.agent.discover.Hierarchy;
import dev.weft.agent.discover.JdkTypes;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What a reference is cast to when it is restored. A value whose type the class may not name (javac
 * infers package-private types for {@code c ? new StringBuilder() : new StringBuffer()}) goes by
 * its nearest supertype that it may name; an interface needs no cast, and an array of one only that
 * to an array.
 */
final class TypeAccess {
  private static final String OBJECT = "java/lang/Object";

  private final Hierarchy hierarchy;
  private final String packageName;
  private final Map<String, String> substitutes = new TreeMap<>();

  TypeAccess(Hierarchy hierarchy, String owner) {
    this.hierarchy = hierarchy;
    int slash = owner.lastIndexOf('/');
    this.packageName = slash < 0 ? "" : owner.substring(0, slash);
  }

  /** The types that go by another name, and which. */
  Map<String, String> substitutes() {
    return Map.copyOf(substitutes);
  }

  /** The internal name to cast to; empty for none. */
  String castFor(String internalName) {
    if (internalName.equals(OBJECT)) {
      return "";
    }
    int dimensions = internalName.lastIndexOf('[') + 1;
    if (dimensions > 0) {
      return arrayCast(internalName, dimensions);
    }
    Optional<ClassOutline> outline = hierarchy.find(internalName);
    if (outline.isEmpty()) {
      // Absent, so the value is null, which a cast lets pass without loading the class; or made at
      // run time, by code that knows what it does.
      return internalName;
    }
    if (outline.get().isInterface()) {
      return "";
    }
    if (isAccessible(outline.get())) {
      return internalName;
    }
    String substitute = accessibleSupertype(outline.get());
    substitutes.put(internalName, substitute);
    return substitute.equals(OBJECT) ? "" : substitute;
  }

  private String arrayCast(String internalName, int dimensions) {
    if (internalName.charAt(dimensions) != 'L') {
      return internalName;
    }
    String element = internalName.substring(dimensions + 1, internalName.length() - 1);
    Optional<ClassOutline> outline = hierarchy.find(element);
    if (outline.isPresent() && outline.get().isInterface()) {
      // Such arrays pass for one another in the verifier's eyes, whatever interface it is.
      return "[".repeat(dimensions) + "L" + OBJECT + ";";
    }
    if (outline.isEmpty() || isAccessible(outline.get())) {
      return internalName;
    }
    String substitute = "[".repeat(dimensions) + "L" + accessibleSupertype(outline.get()) + ";";
    substitutes.put(internalName, substitute);
    return substitute;
  }

  private boolean isAccessible(ClassOutline outline) {
    return outline.is(Opcodes.ACC_PUBLIC) || outline.packageName().equals(packageName);
  }

  private String accessibleSupertype(ClassOutline outline) {
    Set<String> seen = new HashSet<>(); // superclasses may form a cycle, which the JVM will refuse
    Optional<ClassOutline> type = hierarchy.superclass(outline);
    while (type.isPresent() && !isAccessible(type.get()) && seen.add(type.get().name())) {
      type = hierarchy.superclass(type.get());
    }
    return type.filter(this::isAccessible).map(ClassOutline::name).orElse(OBJECT);
  }

  /**
   * A type that is substituted although the method hands such values to somebody who insists on it;
   * the verifier would refuse that.
   */
  Optional<String> indispensable(MethodNode method) {
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof MethodInsnNode call) {
        for (Type argument : Type.getArgumentTypes(call.desc)) {
          if (isSubstituted(argument)) {
            return Optional.of(argument.getInternalName());
          }
        }
        if (substitutes.containsKey(call.owner) && !JdkTypes.isJdk(call.owner)) {
          return Optional.of(call.owner);
        }
      } else if (instruction instanceof FieldInsnNode field
          && (isSubstituted(Type.getType(field.desc)) || substitutes.containsKey(field.owner))) {
        return Optional.of(field.desc);
      }
    }
    Type result = Type.getReturnType(method.desc);
    return isSubstituted(result) ? Optional.of(result.getInternalName()) : Optional.empty();
  }

  private boolean isSubstituted(Type type) {
    return type.getSort() >= Type.ARRAY && substitutes.containsKey(type.getInternalName());
  }
}
