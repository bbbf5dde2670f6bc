package dev.weft.agent.spin;

import java.lang.invoke.MethodType;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** The {@code writeReplace} of a serializable lambda: it serializes as the JDK's would. */
final class SerializedForm {
  private static final String OBJECT = "java/lang/Object";
  private static final String SERIALIZED = "java/lang/invoke/SerializedLambda";

  private SerializedForm() {}

  /** Adds the method to a class whose fields {@code c0}, {@code c1}, … hold what it captured. */
  static void write(
      ClassVisitor writer, String className, Class<?> host, LambdaDescription lambda) {
    MethodType factory = lambda.factory();
    MethodVisitor mv =
        writer.visitMethod(
            Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL,
            "writeReplace",
            "()Ljava/lang/Object;",
            null,
            null);
    mv.visitCode();
    mv.visitTypeInsn(Opcodes.NEW, SERIALIZED);
    mv.visitInsn(Opcodes.DUP);
    mv.visitLdcInsn(Type.getType(host));
    mv.visitLdcInsn(Type.getInternalName(factory.returnType()));
    mv.visitLdcInsn(lambda.name());
    mv.visitLdcInsn(lambda.methods().get(0).toMethodDescriptorString());
    mv.visitLdcInsn(lambda.info().getReferenceKind());
    mv.visitLdcInsn(Type.getInternalName(lambda.info().getDeclaringClass()));
    mv.visitLdcInsn(lambda.info().getName());
    mv.visitLdcInsn(lambda.info().getMethodType().toMethodDescriptorString());
    mv.visitLdcInsn(lambda.instantiated().toMethodDescriptorString());
    mv.visitLdcInsn(factory.parameterCount());
    mv.visitTypeInsn(Opcodes.ANEWARRAY, OBJECT);
    for (int i = 0; i < factory.parameterCount(); i++) {
      Class<?> type = factory.parameterType(i);
      mv.visitInsn(Opcodes.DUP);
      mv.visitLdcInsn(i);
      mv.visitVarInsn(Opcodes.ALOAD, 0);
      mv.visitFieldInsn(Opcodes.GETFIELD, className, "c" + i, Type.getDescriptor(type));
      Conversions.convert(mv, type, Object.class, Object.class);
      mv.visitInsn(Opcodes.AASTORE);
    }
    String string = "Ljava/lang/String;";
    mv.visitMethodInsn(
        Opcodes.INVOKESPECIAL,
        SERIALIZED,
        "<init>",
        "(Ljava/lang/Class;" + string.repeat(3) + "I" + string.repeat(4) + "[Ljava/lang/Object;)V",
        false);
    mv.visitInsn(Opcodes.ARETURN);
    mv.visitMaxs(0, 0);
    mv.visitEnd();
  }
}
