package dev.weft.agent.transform;

import dev.weft.agent.discover.ClassOutline;
import dev.weft.agent.discover.Hierarchy;
import dev.weft.agent.names.RuntimeNames;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.JSRInlinerAdapter;

/**
 * Brings class files from before Java 7 to its version, which has what weaving rests on: stack
 * maps, {@code invokedynamic}, and no subroutines.
 *
 * <p>This is the only place where stack maps are computed. Types are merged by outlines, never by
 * loading classes, and as the verifier does: interfaces count as Object.
 */
final class OldClassFile {
  private static final String OBJECT = "java/lang/Object";

  private OldClassFile() {}

  /** Whether a class file of this version has neither stack maps to rely on nor invokedynamic. */
  static boolean isOld(int version) {
    return version <= Opcodes.V1_6;
  }

  /**
   * The class as a class file of Java 7; empty when a type that must be known cannot be found.
   *
   * @throws RuntimeException of ASM's if the class is malformed
   */
  static Optional<ClassReader> modernized(ClassReader reader, Hierarchy hierarchy) {
    try {
      ClassWriter writer = new Writer(reader, hierarchy);
      reader.accept(new Upgrade(writer), ClassReader.SKIP_FRAMES);
      return Optional.of(new ClassReader(writer.toByteArray()));
    } catch (UnknownTypeException e) {
      return Optional.empty();
    }
  }

  private static final class Upgrade extends ClassVisitor {
    Upgrade(ClassVisitor next) {
      super(RuntimeNames.ASM_API, next);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        String signature,
        String superName,
        String[] interfaces) {
      super.visit(Opcodes.V1_7, access, name, signature, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      return new Inliner(next, access, name, descriptor, signature, exceptions);
    }
  }

  private static final class Inliner extends JSRInlinerAdapter {
    Inliner(
        MethodVisitor next,
        int access,
        String name,
        String descriptor,
        String signature,
        String[] exceptions) {
      super(RuntimeNames.ASM_API, next, access, name, descriptor, signature, exceptions);
    }
  }

  private static final class Writer extends ClassWriter {
    private final Hierarchy hierarchy;

    Writer(ClassReader reader, Hierarchy hierarchy) {
      super(reader, ClassWriter.COMPUTE_FRAMES);
      this.hierarchy = hierarchy;
    }

    @Override
    protected String getCommonSuperClass(String first, String second) {
      if (first.equals(OBJECT) || second.equals(OBJECT)) {
        return OBJECT;
      }
      ClassOutline one = known(first);
      ClassOutline other = known(second);
      if (one.isInterface() || other.isInterface()) {
        return OBJECT;
      }
      Set<String> above = new HashSet<>();
      for (ClassOutline type = one; above.add(type.name()) && !type.name().equals(OBJECT); ) {
        type = up(type);
      }
      ClassOutline type = other;
      while (!above.contains(type.name())) {
        type = up(type);
      }
      return type.name();
    }

    private ClassOutline up(ClassOutline type) {
      return known(type.superName().orElse(OBJECT));
    }

    private ClassOutline known(String name) {
      return hierarchy.find(name).orElseThrow(() -> new UnknownTypeException(name));
    }
  }

  private static final class UnknownTypeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownTypeException(String name) {
      super(name);
    }
  }
}
