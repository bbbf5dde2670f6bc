package dev.weft.fuzz.classfiles;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/** Class files at the limits of the format, and beyond what compilers make. */
final class Shapes {
  static final String NAME = "dev/weft/fuzz/classfiles/victims/Shape";

  private Shapes() {}

  /**
   * Classes made on purpose.
   *
   * @param main the one whose {@code run} is called
   */
  record Shape(String what, String main, Map<String, byte[]> classes) {}

  static List<Shape> all() {
    List<Shape> shapes = new ArrayList<>();
    shapes.add(method("3,000 handlers around one call", Shapes::manyHandlers));
    shapes.add(method("500 nested handlers", Shapes::nestedHandlers));
    shapes.add(method("5,000 suspend points", mv -> calls(mv, 5_000)));
    shapes.add(method("4,000 suspend points", mv -> calls(mv, 4_000)));
    shapes.add(method("a switch over 7,000 keys", Shapes::enormousSwitch));
    shapes.add(method("code of nearly 64 KB", Shapes::hugeCode));
    shapes.add(method("an array of 255 dimensions across a call", Shapes::deepArray));
    shapes.add(method("60,000 local variables", Shapes::manyLocals));
    shapes.add(method("12,000 values on the operand stack", Shapes::deepStack));
    shapes.add(method("10,000 jumps to one another", Shapes::manyJumps));
    shapes.add(method("500 locals that live across 300 calls", Shapes::liveLocals));
    shapes.add(method("a frame that lies", Shapes::wrongFrame));
    shapes.addAll(Hierarchies.all());
    shapes.add(manyMethods("8,000 methods", 8_000, false));
    shapes.add(manyMethods("6,000 methods that call the next one", 6_000, true));
    return shapes;
  }

  // ---- one method ----------------------------------------------------------------------------

  private static Shape method(String what, Consumer<MethodVisitor> body) {
    ClassWriter writer = writer(NAME, "java/lang/Object", ClassWriter.COMPUTE_MAXS);
    callee(writer);
    MethodVisitor mv = writer.visitMethod(ACC_PUBLIC | ACC_STATIC, "work", "()I", null, null);
    mv.visitCode();
    body.accept(mv);
    mv.visitMaxs(0, 0);
    mv.visitEnd();
    MethodVisitor run =
        writer.visitMethod(ACC_PUBLIC | ACC_STATIC, "run", "()Ljava/lang/String;", null, null);
    run.visitCode();
    run.visitMethodInsn(INVOKESTATIC, NAME, "work", "()I", false);
    run.visitMethodInsn(
        INVOKESTATIC, "java/lang/String", "valueOf", "(I)Ljava/lang/String;", false);
    run.visitInsn(ARETURN);
    run.visitMaxs(0, 0);
    run.visitEnd();
    return shape(what, Map.of(NAME, writer.toByteArray()));
  }

  static Shape shape(String what, Map<String, byte[]> byInternalName) {
    Map<String, byte[]> classes = new LinkedHashMap<>();
    byInternalName.forEach((name, bytes) -> classes.put(name.replace('/', '.'), bytes));
    return new Shape(what, NAME.replace('/', '.'), classes);
  }

  static ClassWriter writer(String name, String superName, int flags) {
    ClassWriter writer = new ClassWriter(flags);
    writer.visit(V17, ACC_PUBLIC | ACC_SUPER, name, null, superName, null);
    writer.visitAnnotation("Ldev/weft/Suspendable;", true).visitEnd();
    return writer;
  }

  /** {@code static int s(int x) { return x + 1; }}. */
  static void callee(ClassWriter writer) {
    MethodVisitor mv = writer.visitMethod(ACC_PUBLIC | ACC_STATIC, "s", "(I)I", null, null);
    mv.visitCode();
    mv.visitVarInsn(ILOAD, 0);
    mv.visitInsn(ICONST_1);
    mv.visitInsn(IADD);
    mv.visitInsn(IRETURN);
    mv.visitMaxs(0, 0);
    mv.visitEnd();
  }

  static void call(MethodVisitor mv) {
    mv.visitMethodInsn(INVOKESTATIC, NAME, "s", "(I)I", false);
  }

  private static void calls(MethodVisitor mv, int count) {
    mv.visitInsn(ICONST_0);
    for (int i = 0; i < count; i++) {
      call(mv);
    }
    mv.visitInsn(IRETURN);
  }

  private static void manyHandlers(MethodVisitor mv) {
    Label start = new Label();
    Label end = new Label();
    Label handler = new Label();
    for (int i = 0; i < 3_000; i++) {
      mv.visitTryCatchBlock(start, end, handler, "java/lang/IllegalStateException");
    }
    mv.visitLabel(start);
    mv.visitInsn(ICONST_5);
    call(mv);
    mv.visitLabel(end);
    mv.visitInsn(IRETURN);
    mv.visitLabel(handler);
    mv.visitFrame(F_FULL, 0, null, 1, new Object[] {"java/lang/IllegalStateException"});
    mv.visitInsn(POP);
    mv.visitInsn(ICONST_1);
    mv.visitInsn(IRETURN);
  }

  private static void nestedHandlers(MethodVisitor mv) {
    int depth = 500;
    Label[] starts = new Label[depth];
    Label[] ends = new Label[depth];
    Label handler = new Label();
    for (int i = 0; i < depth; i++) {
      starts[i] = new Label();
      ends[i] = new Label();
    }
    for (int i = depth - 1; i >= 0; i--) {
      mv.visitTryCatchBlock(starts[i], ends[i], handler, null);
    }
    mv.visitInsn(ICONST_0);
    for (int i = 0; i < depth; i++) {
      mv.visitLabel(starts[i]);
      mv.visitInsn(NOP);
    }
    call(mv);
    for (int i = depth - 1; i >= 0; i--) {
      mv.visitInsn(NOP);
      mv.visitLabel(ends[i]);
    }
    mv.visitInsn(IRETURN);
    mv.visitLabel(handler);
    mv.visitFrame(F_FULL, 0, null, 1, new Object[] {"java/lang/Throwable"});
    mv.visitInsn(ATHROW);
  }

  private static void enormousSwitch(MethodVisitor mv) {
    Label end = new Label();
    Label[] labels = new Label[7_000];
    int[] keys = new int[labels.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 2 == 0 ? end : new Label();
      keys[i] = i * 3;
    }
    Label shared = new Label();
    for (int i = 1; i < labels.length; i += 2) {
      labels[i] = shared;
    }
    mv.visitIntInsn(SIPUSH, 300);
    call(mv);
    mv.visitLookupSwitchInsn(end, keys, labels);
    mv.visitLabel(shared);
    mv.visitFrame(F_SAME, 0, null, 0, null);
    mv.visitInsn(ICONST_2);
    call(mv);
    mv.visitInsn(IRETURN);
    mv.visitLabel(end);
    mv.visitFrame(F_SAME, 0, null, 0, null);
    mv.visitInsn(ICONST_1);
    mv.visitInsn(IRETURN);
  }

  private static void hugeCode(MethodVisitor mv) {
    mv.visitInsn(ICONST_0);
    for (int i = 0; i < 32_000; i++) {
      mv.visitInsn(ICONST_1);
      mv.visitInsn(IADD);
    }
    call(mv);
    mv.visitInsn(IRETURN);
  }

  private static void deepArray(MethodVisitor mv) {
    mv.visitInsn(ICONST_1);
    mv.visitMultiANewArrayInsn("[".repeat(255) + "I", 1);
    mv.visitVarInsn(ASTORE, 0);
    mv.visitInsn(ICONST_3);
    call(mv);
    mv.visitVarInsn(ALOAD, 0);
    mv.visitInsn(ARRAYLENGTH);
    mv.visitInsn(IADD);
    mv.visitInsn(IRETURN);
  }

  private static void manyLocals(MethodVisitor mv) {
    mv.visitInsn(ICONST_4);
    mv.visitVarInsn(ISTORE, 60_000);
    mv.visitVarInsn(ILOAD, 60_000);
    call(mv);
    mv.visitVarInsn(ILOAD, 60_000);
    mv.visitInsn(IADD);
    mv.visitInsn(IRETURN);
  }

  private static void deepStack(MethodVisitor mv) {
    for (int i = 0; i < 12_000; i++) {
      mv.visitInsn(ICONST_1);
    }
    call(mv);
    for (int i = 1; i < 12_000; i++) {
      mv.visitInsn(IADD);
    }
    mv.visitInsn(IRETURN);
  }

  private static void manyJumps(MethodVisitor mv) {
    int count = 5_000;
    Label[] labels = new Label[count + 1];
    for (int i = 0; i <= count; i++) {
      labels[i] = new Label();
    }
    mv.visitInsn(ICONST_0);
    mv.visitVarInsn(ISTORE, 0);
    for (int i = 0; i < count; i++) {
      mv.visitLabel(labels[i]);
      if (i == 0) {
        mv.visitFrame(F_APPEND, 1, new Object[] {INTEGER}, 0, null);
      } else {
        mv.visitFrame(F_SAME, 0, null, 0, null);
      }
      mv.visitVarInsn(ILOAD, 0);
      mv.visitJumpInsn(IFNE, labels[i % 7 == 0 ? count : i + 1]);
    }
    mv.visitLabel(labels[count]);
    mv.visitFrame(F_SAME, 0, null, 0, null);
    mv.visitVarInsn(ILOAD, 0);
    call(mv);
    mv.visitInsn(IRETURN);
  }

  private static void liveLocals(MethodVisitor mv) {
    for (int i = 0; i < 500; i++) {
      mv.visitInsn(ICONST_1);
      mv.visitVarInsn(ISTORE, i);
    }
    mv.visitInsn(ICONST_0);
    for (int i = 0; i < 60; i++) {
      call(mv);
    }
    for (int i = 0; i < 500; i++) {
      mv.visitVarInsn(ILOAD, i);
      mv.visitInsn(IADD);
    }
    mv.visitInsn(IRETURN);
  }

  private static void wrongFrame(MethodVisitor mv) {
    Label end = new Label();
    mv.visitInsn(ICONST_0);
    call(mv);
    mv.visitJumpInsn(IFEQ, end);
    mv.visitInsn(ICONST_1);
    mv.visitInsn(IRETURN);
    mv.visitLabel(end);
    mv.visitFrame(F_FULL, 1, new Object[] {"java/lang/String"}, 0, null);
    mv.visitInsn(ICONST_2);
    call(mv);
    mv.visitInsn(IRETURN);
  }

  private static Shape manyMethods(String what, int count, boolean chained) {
    ClassWriter writer = writer(NAME, "java/lang/Object", ClassWriter.COMPUTE_MAXS);
    callee(writer);
    for (int i = 0; i < count; i++) {
      MethodVisitor mv = writer.visitMethod(ACC_PUBLIC | ACC_STATIC, "m" + i, "()I", null, null);
      mv.visitCode();
      if (chained && i < count - 1) {
        mv.visitMethodInsn(INVOKESTATIC, NAME, "m" + (i + 1), "()I", false);
        mv.visitInsn(IRETURN);
      } else {
        calls(mv, 2);
      }
      mv.visitMaxs(0, 0);
      mv.visitEnd();
    }
    MethodVisitor run =
        writer.visitMethod(ACC_PUBLIC | ACC_STATIC, "run", "()Ljava/lang/String;", null, null);
    run.visitCode();
    run.visitMethodInsn(INVOKESTATIC, NAME, "m" + (count - 1), "()I", false);
    run.visitMethodInsn(
        INVOKESTATIC, "java/lang/String", "valueOf", "(I)Ljava/lang/String;", false);
    run.visitInsn(ARETURN);
    run.visitMaxs(0, 0);
    run.visitEnd();
    return shape(what, Map.of(NAME, writer.toByteArray()));
  }
}
