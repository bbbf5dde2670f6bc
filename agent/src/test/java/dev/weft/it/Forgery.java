package dev.weft.it;

import org.objectweb.asm.Attribute;
import org.objectweb.asm.ByteVector;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** Class files that claim what is not so. */
final class Forgery {
  private Forgery() {}

  /** The class with the stamp of another version of the binary interface. */
  static byte[] wovenFor(int abiVersion, byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public void visitEnd() {
            visitAttribute(stamp(abiVersion));
            super.visitEnd();
          }
        },
        0);
    return writer.toByteArray();
  }

  private static Attribute stamp(int abiVersion) {
    return new Attribute("dev.weft.Woven") {
      @Override
      protected ByteVector write(
          ClassWriter writer, byte[] code, int codeLength, int maxStack, int maxLocals) {
        return new ByteVector().putInt(abiVersion);
      }
    };
  }
}
