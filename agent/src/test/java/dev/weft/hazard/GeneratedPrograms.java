package dev.weft.hazard;

import static org.objectweb.asm.Opcodes.*;

import java.util.function.Consumer;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;

/** Makes programs of bytecode that no Java compiler emits. */
final class GeneratedPrograms {
  static final String TARGETS = Target.PACKAGE.replace('.', '/');
  static final String PROGRAM = TARGETS + "Program";
  static final String SUSPENDING = TARGETS + "Suspending";
  static final String PAIR = TARGETS + "Pair";
  static final String LOG = "dev/weft/hazard/Log";
  static final String RUN_DESCRIPTOR = "(I)Ljava/lang/Object;";

  private GeneratedPrograms() {}

  /**
   * A program whose {@code run} has the given body; the input is local variable 1.
   *
   * @param simpleName of the class, unique among the tests
   */
  static Target program(String simpleName, Consumer<MethodVisitor> body) {
    return program(simpleName, V17, body, type -> {});
  }

  /** A program of a given class file version, with more members. */
  static Target program(
      String simpleName, int version, Consumer<MethodVisitor> body, Consumer<ClassVisitor> more) {
    String name = TARGETS + simpleName;
    // Old class files have no stack maps; the JVM infers the types.
    ClassWriter writer =
        writer(version >= V1_7 ? ClassWriter.COMPUTE_FRAMES : ClassWriter.COMPUTE_MAXS);
    writer.visit(
        version, ACC_PUBLIC | ACC_SUPER, name, null, "java/lang/Object", new String[] {PROGRAM});
    writer.visitSource(simpleName + ".asm", null);
    constructor(writer, "java/lang/Object");
    MethodVisitor run = writer.visitMethod(ACC_PUBLIC, "run", RUN_DESCRIPTOR, null, null);
    code(run, body);
    more.accept(writer);
    writer.visitEnd();
    return Target.generated(Target.PACKAGE + simpleName, writer.toByteArray());
  }

  /** A writer that merges classes to Object instead of loading them. */
  static ClassWriter writer(int flags) {
    return new ClassWriter(flags) {
      @Override
      protected String getCommonSuperClass(String a, String b) {
        return "java/lang/Object";
      }
    };
  }

  static void constructor(ClassVisitor type, String superName) {
    code(
        type.visitMethod(ACC_PUBLIC, "<init>", "()V", null, null),
        mv -> {
          mv.visitVarInsn(ALOAD, 0);
          mv.visitMethodInsn(INVOKESPECIAL, superName, "<init>", "()V", false);
          mv.visitInsn(RETURN);
        });
  }

  static void code(MethodVisitor mv, Consumer<MethodVisitor> body) {
    mv.visitCode();
    body.accept(mv);
    mv.visitMaxs(0, 0);
    mv.visitEnd();
  }

  /** Replaces the int on the stack by itself, suspending. */
  static void s(MethodVisitor mv) {
    mv.visitMethodInsn(INVOKESTATIC, SUSPENDING, "s", "(I)I", false);
  }

  /** Pushes {@code x}, suspending. */
  static void s(MethodVisitor mv, int x) {
    push(mv, x);
    s(mv);
  }

  static void push(MethodVisitor mv, int x) {
    if (x >= -1 && x <= 5) {
      mv.visitInsn(ICONST_0 + x);
    } else if (x == (short) x) {
      mv.visitIntInsn(SIPUSH, x);
    } else {
      mv.visitLdcInsn(x);
    }
  }

  static void newPair(MethodVisitor mv) {
    mv.visitTypeInsn(NEW, PAIR);
  }

  /** Calls the constructor of a pair: object, int, int to nothing. */
  static void initPair(MethodVisitor mv) {
    mv.visitMethodInsn(INVOKESPECIAL, PAIR, "<init>", "(II)V", false);
  }

  /** Logs the reference on the stack by its text. */
  static void log(MethodVisitor mv) {
    mv.visitMethodInsn(INVOKESTATIC, LOG, "add", "(Ljava/lang/Object;)V", false);
  }

  /** Logs the int on the stack. */
  static void logInt(MethodVisitor mv) {
    mv.visitMethodInsn(INVOKESTATIC, LOG, "add", "(I)V", false);
  }

  /** Logs the long on the stack. */
  static void logLong(MethodVisitor mv) {
    mv.visitMethodInsn(INVOKESTATIC, LOG, "add", "(J)V", false);
  }

  static void box(MethodVisitor mv) {
    mv.visitMethodInsn(
        INVOKESTATIC, "java/lang/Integer", "valueOf", "(I)Ljava/lang/Integer;", false);
  }
}
