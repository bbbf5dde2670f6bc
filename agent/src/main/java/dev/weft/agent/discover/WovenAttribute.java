package dev.weft.agent.discover;

import dev.weft.agent.names.RuntimeNames;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ByteVector;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;

/** The class attribute that says a class was woven, and against which ABI. */
public final class WovenAttribute extends Attribute {
  private final int abiVersion;

  /** An attribute with this stamp; as a prototype for reading, any stamp will do. */
  public WovenAttribute(int abiVersion) {
    super(RuntimeNames.ATTRIBUTE);
    this.abiVersion = abiVersion;
  }

  /** The stamp. */
  public int abiVersion() {
    return abiVersion;
  }

  @Override
  protected Attribute read(
      ClassReader reader, int offset, int length, char[] buffer, int codeOffset, Label[] labels) {
    return new WovenAttribute(reader.readInt(offset));
  }

  @Override
  protected ByteVector write(
      ClassWriter writer, byte[] code, int codeLength, int maxStack, int maxLocals) {
    return new ByteVector().putInt(abiVersion);
  }
}
