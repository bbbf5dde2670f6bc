package dev.weft.agent.transform;

import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InnerClassNode;

/**
 * Keeps what a contradictory {@code InnerClasses} attribute means when its class is written anew:
 * ASM merges equal constants, and writes one of several entries for a class.
 */
final class InnerClassEntries {
  private static final int ENTRY = 8;

  private InnerClassEntries() {}

  /**
   * Leaves the attribute out where the JVM ignores it, so that {@code getDeclaringClass} and the
   * like fail, or not, as without it: two entries for one constant (JDK 15 and later), and a class
   * inside itself, which JDK 25 even refuses once both are one constant.
   */
  static void dropContradictory(ClassReader reader, ClassNode type) {
    Set<String> names = new HashSet<>();
    boolean repeated = false;
    boolean circular = false;
    for (InnerClassNode inner : type.innerClasses) {
      repeated |= !names.add(inner.name);
      circular |= inner.name.equals(inner.outerName);
    }
    if (circular || (repeated && repeatsConstant(reader))) {
      type.innerClasses.clear();
    }
  }

  private static boolean repeatsConstant(ClassReader reader) {
    int attribute = offset(reader);
    Set<Integer> constants = new HashSet<>();
    for (int i = 0; i < reader.readUnsignedShort(attribute); i++) {
      if (!constants.add(reader.readUnsignedShort(attribute + 2 + i * ENTRY))) {
        return true;
      }
    }
    return false;
  }

  /** Where the content of the attribute is, which the class has (JVMS §4.1). */
  private static int offset(ClassReader reader) {
    int offset = reader.header + 8 + 2 * reader.readUnsignedShort(reader.header + 6);
    for (int members = 0; members < 2; members++) {
      int count = reader.readUnsignedShort(offset);
      offset += 2;
      for (int i = 0; i < count; i++) {
        offset = behindAttributes(reader, offset + 6);
      }
    }
    offset += 2;
    char[] buffer = new char[reader.getMaxStringLength()];
    while (!"InnerClasses".equals(reader.readUTF8(offset, buffer))) {
      offset += 6 + reader.readInt(offset + 2);
    }
    return offset + 6;
  }

  private static int behindAttributes(ClassReader reader, int countOffset) {
    int offset = countOffset + 2;
    for (int i = 0; i < reader.readUnsignedShort(countOffset); i++) {
      offset += 6 + reader.readInt(offset + 2);
    }
    return offset;
  }
}
