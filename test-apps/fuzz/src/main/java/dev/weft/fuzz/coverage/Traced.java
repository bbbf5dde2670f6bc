package dev.weft.fuzz.coverage;

import java.util.BitSet;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.analysis.Value;

/**
 * A value on the operand stack or in a local, and where it comes from.
 *
 * @param kind {@code I J F D A}, or {@code .} for nothing that can be used
 * @param opcodes the instructions it may have been left by; not to be modified
 * @param pending the {@code NEW} of an object that no constructor was called on; else null
 * @param isNull whether it is the null constant
 */
record Traced(char kind, BitSet opcodes, AbstractInsnNode pending, boolean isNull)
    implements Value {

  static final Traced UNUSABLE = new Traced('.', new BitSet(), null, false);

  static Traced of(char kind, int opcode) {
    BitSet opcodes = new BitSet();
    if (opcode >= 0) {
      opcodes.set(opcode);
    }
    return new Traced(kind, opcodes, null, false);
  }

  @Override
  public int getSize() {
    return kind == 'J' || kind == 'D' ? 2 : 1;
  }

  /** The same value as another instruction left it. */
  Traced leftBy(int opcode) {
    return new Traced(kind, of(kind, opcode).opcodes(), pending, isNull);
  }

  Traced constructed() {
    return new Traced(kind, opcodes, null, false);
  }

  Traced merged(Traced other) {
    if (kind != other.kind) {
      return UNUSABLE;
    }
    if (equals(other)) {
      return this;
    }
    BitSet both = (BitSet) opcodes.clone();
    both.or(other.opcodes);
    return new Traced(
        kind, both, pending == other.pending ? pending : null, isNull && other.isNull);
  }
}
