package dev.weft.agent.emit;

import dev.weft.agent.names.RuntimeNames;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Emits twins that only call the plain method: they do not suspend, but are always there. */
public final class BridgeEmitter {
  private static final int KEPT =
      Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED | Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC;

  private final ClassVisitor out;
  private final String owner;
  private final boolean isInterface;

  /** A bridge emitter for one class. */
  public BridgeEmitter(ClassVisitor out, String owner, boolean isInterface) {
    this.out = out;
    this.owner = owner;
    this.isInterface = isInterface;
  }

  /** The access flags of the twin of a method. */
  public static int twinAccess(int plainAccess) {
    return (plainAccess & KEPT) | Opcodes.ACC_SYNTHETIC;
  }

  /** A twin that calls the method of this class, whatever overrides it. */
  public void emitToOwn(int access, String name, String descriptor, String[] exceptions) {
    int opcode = (access & Opcodes.ACC_STATIC) != 0 ? Opcodes.INVOKESTATIC : Opcodes.INVOKESPECIAL;
    emit(access, name, descriptor, exceptions, opcode);
  }

  /** A twin that calls the method of the receiver's class. */
  public void emitToReceiver(int access, String name, String descriptor, String[] exceptions) {
    int opcode = isInterface ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
    emit(access, name, descriptor, exceptions, opcode);
  }

  private void emit(int access, String name, String descriptor, String[] exceptions, int opcode) {
    MethodVisitor mv =
        out.visitMethod(
            twinAccess(access),
            RuntimeNames.twinName(name),
            RuntimeNames.twinDescriptor(descriptor),
            null,
            exceptions);
    mv.visitCode();
    int slot = 0;
    if (opcode != Opcodes.INVOKESTATIC) {
      mv.visitVarInsn(Opcodes.ALOAD, slot++); // this
    }
    for (Type argument : Type.getArgumentTypes(descriptor)) {
      mv.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), slot);
      slot += argument.getSize();
    } // [this], arguments …
    mv.visitMethodInsn(opcode, owner, name, descriptor, isInterface); // [result]
    mv.visitMethodInsn(
        Opcodes.INVOKESTATIC, RuntimeNames.HOLD, RuntimeNames.CHECK, "()V", false); // [result]
    mv.visitInsn(Type.getReturnType(descriptor).getOpcode(Opcodes.IRETURN));
    mv.visitMaxs(0, 0);
    mv.visitEnd();
  }
}
