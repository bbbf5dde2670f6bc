package dev.weft.fuzz.coverage;

import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.Interpreter;

/** Follows values through a method. */
final class Tracer extends Interpreter<Traced> {
  Tracer() {
    super(Opcodes.ASM9);
  }

  /** The kinds of what each instruction leaves; a space for what depends on its operand. */
  private static char kindOf(AbstractInsnNode instruction) {
    int opcode = instruction.getOpcode();
    if (instruction instanceof MethodInsnNode call) {
      return kind(Type.getReturnType(call.desc));
    }
    if (instruction instanceof InvokeDynamicInsnNode call) {
      return kind(Type.getReturnType(call.desc));
    }
    if (instruction instanceof FieldInsnNode field) {
      return kind(Type.getType(field.desc));
    }
    if (instruction instanceof LdcInsnNode constant) {
      return constant.cst instanceof Integer
          ? 'I'
          : constant.cst instanceof Long
              ? 'J'
              : constant.cst instanceof Float ? 'F' : constant.cst instanceof Double ? 'D' : 'A';
    }
    return switch (opcode) {
      case Opcodes.LCONST_0,
          Opcodes.LCONST_1,
          Opcodes.LALOAD,
          Opcodes.LADD,
          Opcodes.LSUB,
          Opcodes.LMUL,
          Opcodes.LDIV,
          Opcodes.LREM,
          Opcodes.LNEG,
          Opcodes.LSHL,
          Opcodes.LSHR,
          Opcodes.LUSHR,
          Opcodes.LAND,
          Opcodes.LOR,
          Opcodes.LXOR,
          Opcodes.I2L,
          Opcodes.F2L,
          Opcodes.D2L ->
          'J';
      case Opcodes.FCONST_0,
          Opcodes.FCONST_1,
          Opcodes.FCONST_2,
          Opcodes.FALOAD,
          Opcodes.FADD,
          Opcodes.FSUB,
          Opcodes.FMUL,
          Opcodes.FDIV,
          Opcodes.FREM,
          Opcodes.FNEG,
          Opcodes.I2F,
          Opcodes.L2F,
          Opcodes.D2F ->
          'F';
      case Opcodes.DCONST_0,
          Opcodes.DCONST_1,
          Opcodes.DALOAD,
          Opcodes.DADD,
          Opcodes.DSUB,
          Opcodes.DMUL,
          Opcodes.DDIV,
          Opcodes.DREM,
          Opcodes.DNEG,
          Opcodes.I2D,
          Opcodes.L2D,
          Opcodes.F2D ->
          'D';
      case Opcodes.ACONST_NULL,
          Opcodes.AALOAD,
          Opcodes.NEW,
          Opcodes.NEWARRAY,
          Opcodes.ANEWARRAY,
          Opcodes.MULTIANEWARRAY,
          Opcodes.CHECKCAST ->
          'A';
      default -> 'I';
    };
  }

  static char kind(Type type) {
    return switch (type.getSort()) {
      case Type.VOID -> 'V';
      case Type.LONG -> 'J';
      case Type.FLOAT -> 'F';
      case Type.DOUBLE -> 'D';
      case Type.OBJECT, Type.ARRAY -> 'A';
      default -> 'I';
    };
  }

  private static Traced left(AbstractInsnNode instruction) {
    return Traced.of(kindOf(instruction), instruction.getOpcode());
  }

  @Override
  public Traced newValue(Type type) {
    return type == null
        ? Traced.UNUSABLE
        : type.equals(Type.VOID_TYPE) ? null : Traced.of(kind(type), -1);
  }

  @Override
  public Traced newOperation(AbstractInsnNode instruction) {
    Traced value = left(instruction);
    return switch (instruction.getOpcode()) {
      case Opcodes.NEW -> new Traced('A', value.opcodes(), instruction, false);
      case Opcodes.ACONST_NULL -> new Traced('A', value.opcodes(), null, true);
      default -> value;
    };
  }

  @Override
  public Traced copyOperation(AbstractInsnNode instruction, Traced value) {
    return value.leftBy(instruction.getOpcode());
  }

  @Override
  public Traced unaryOperation(AbstractInsnNode instruction, Traced value) {
    return left(instruction);
  }

  @Override
  public Traced binaryOperation(AbstractInsnNode instruction, Traced first, Traced second) {
    return left(instruction);
  }

  @Override
  public Traced ternaryOperation(
      AbstractInsnNode instruction, Traced first, Traced second, Traced third) {
    return null;
  }

  @Override
  public Traced naryOperation(AbstractInsnNode instruction, List<? extends Traced> values) {
    return kindOf(instruction) == 'V' ? null : left(instruction);
  }

  @Override
  public void returnOperation(AbstractInsnNode instruction, Traced value, Traced expected) {
    // nothing is left
  }

  @Override
  public Traced merge(Traced first, Traced second) {
    return first.merged(second);
  }

  /** Locals and stack; a constructor turns all copies of its object into objects. */
  static final class State extends Frame<Traced> {
    State(int locals, int stack) {
      super(locals, stack);
    }

    State(Frame<? extends Traced> frame) {
      super(frame);
    }

    @Override
    public void execute(AbstractInsnNode instruction, Interpreter<Traced> interpreter)
        throws AnalyzerException {
      AbstractInsnNode constructed = null;
      if (instruction instanceof MethodInsnNode call && call.name.equals("<init>")) {
        int arguments = Type.getArgumentTypes(call.desc).length;
        constructed = getStack(getStackSize() - arguments - 1).pending();
      }
      super.execute(instruction, interpreter);
      if (constructed != null) {
        for (int i = 0; i < getLocals(); i++) {
          if (getLocal(i).pending() == constructed) {
            setLocal(i, getLocal(i).constructed());
          }
        }
        for (int i = 0; i < getStackSize(); i++) {
          if (getStack(i).pending() == constructed) {
            setStack(i, getStack(i).constructed());
          }
        }
      }
    }
  }
}
