package dev.weft.agent;

import dev.weft.agent.names.RuntimeNames;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Keeps a second copy of the runtime, loaded by somebody else than the boot loader, from being
 * used: its coroutines would not know of those of the first.
 */
final class SecondCopy {
  private SecondCopy() {}

  /** Whether a class belongs to the runtime, and has a part in what it does. */
  static boolean isRuntime(String internalName) {
    return RuntimeNames.isRuntime(internalName)
        && internalName.lastIndexOf('/') >= RuntimeNames.RUNTIME_PACKAGE.length();
  }

  static String message(ClassLoader loader, String className) {
    return "a second copy of Weft's runtime ("
        + className.replace('/', '.')
        + ") was loaded by "
        + loader
        + "; the agent's copy is in the boot loader, and the two do not know of each other. Let that"
        + " loader ask its parent for dev.weft.* first, or take weft-runtime.jar off its path (off"
        + " the module path: put it on the class path)";
  }

  /** The class with an initialiser that throws an error with this message. */
  static byte[] failing(byte[] bytes, String message) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(RuntimeNames.ASM_API, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            return name.equals("<clinit>")
                ? null
                : super.visitMethod(access, name, descriptor, signature, exceptions);
          }

          @Override
          public void visitEnd() {
            initializer(writer, message);
            super.visitEnd();
          }
        },
        0);
    return writer.toByteArray();
  }

  private static void initializer(ClassWriter writer, String message) {
    String error = "java/lang/IllegalStateException";
    MethodVisitor mv = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
    mv.visitCode();
    mv.visitTypeInsn(Opcodes.NEW, error); // error
    mv.visitInsn(Opcodes.DUP); // error, error
    mv.visitLdcInsn(message); // error, error, message
    mv.visitMethodInsn(
        Opcodes.INVOKESPECIAL, error, "<init>", "(Ljava/lang/String;)V", false); // error
    mv.visitInsn(Opcodes.ATHROW);
    mv.visitMaxs(3, 0);
    mv.visitEnd();
  }
}
