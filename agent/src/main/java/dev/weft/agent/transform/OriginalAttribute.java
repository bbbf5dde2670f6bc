package dev.weft.agent.transform;

import dev.weft.agent.names.RuntimeNames;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ByteVector;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;

/**
 * The class attribute with the class file that was woven, for other agents; the JVM keeps nothing
 * of it. It is the last one, so that the runtime's {@code OtherAgents} finds it without reading the
 * rest.
 *
 * <pre>
 * original class file … | its length, 4 bytes | mark, 8 bytes
 * </pre>
 */
public final class OriginalAttribute extends Attribute {
  private final byte[] original;

  private OriginalAttribute(byte[] original) {
    super(RuntimeNames.ORIGINAL_ATTRIBUTE);
    this.original = original;
  }

  /** The woven class file, which carries the original from now on. */
  public static byte[] attach(byte[] original, byte[] woven) {
    ClassReader reader = new ClassReader(woven);
    ClassWriter writer = new ClassWriter(reader, 0); // copies the methods as they are
    reader.accept(
        new ClassVisitor(RuntimeNames.ASM_API, writer) {
          @Override
          public void visit(
              int version,
              int access,
              String name,
              String signature,
              String superName,
              String[] interfaces) {
            super.visit(version, access, name, signature, superName, interfaces);
            visitAttribute(new OriginalAttribute(original)); // ASM writes the first one last
          }
        },
        0);
    return writer.toByteArray();
  }

  @Override
  protected ByteVector write(
      ClassWriter writer, byte[] code, int codeLength, int maxStack, int maxLocals) {
    return new ByteVector(original.length + 12)
        .putByteArray(original, 0, original.length)
        .putInt(original.length)
        .putLong(RuntimeNames.ORIGINAL_MARK);
  }
}
