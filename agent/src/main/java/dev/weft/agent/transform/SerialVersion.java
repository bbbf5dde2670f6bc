package dev.weft.agent.transform;

import dev.weft.agent.discover.ClassOutline;
import dev.weft.agent.discover.Hierarchy;
import dev.weft.agent.names.RuntimeNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.SerialVersionUIDAdder;

/**
 * The {@code serialVersionUID} that serialization computes for a class, which counts its methods;
 * the woven class declares the original's.
 */
final class SerialVersion {
  private static final String FIELD = "serialVersionUID";

  private SerialVersion() {}

  /** The number to declare; empty when the class has one, or is not serializable. */
  static OptionalLong ofOriginal(ClassReader reader, ClassOutline outline, Hierarchy hierarchy) {
    int without = Opcodes.ACC_INTERFACE | Opcodes.ACC_ENUM | Opcodes.ACC_RECORD;
    if (outline.is(without) || !isSerializable(outline, hierarchy)) {
      return OptionalLong.empty();
    }
    Computer computer = new Computer();
    reader.accept(computer, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
    return computer.isDeclared ? OptionalLong.empty() : OptionalLong.of(computer.compute());
  }

  private static boolean isSerializable(ClassOutline outline, Hierarchy hierarchy) {
    if (outline.interfaces().contains("java/io/Serializable")) {
      return true;
    }
    Optional<String> up = outline.superName();
    boolean plain = up.isEmpty() || up.get().equals("java/lang/Object");
    return !(plain && outline.interfaces().isEmpty())
        && hierarchy.isSubtype(outline, "java/io/Serializable");
  }

  private static final class Computer extends SerialVersionUIDAdder {
    private boolean isDeclared;

    Computer() {
      super(RuntimeNames.ASM_API, new ClassVisitor(RuntimeNames.ASM_API) {});
    }

    @Override
    public FieldVisitor visitField(
        int access, String name, String descriptor, String signature, Object value) {
      isDeclared |= name.equals(FIELD);
      return super.visitField(access, name, descriptor, signature, value);
    }

    long compute() {
      try {
        return computeSVUID();
      } catch (IOException e) {
        throw new UncheckedIOException(e); // written to memory: cannot happen
      }
    }
  }
}
