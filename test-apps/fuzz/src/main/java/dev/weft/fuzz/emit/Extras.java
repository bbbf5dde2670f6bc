package dev.weft.fuzz.emit;

import dev.weft.fuzz.program.Node;
import dev.weft.fuzz.program.Operation;
import java.util.List;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/** What every program has besides what its tree says. */
public final class Extras {
  private static final String RUNNABLE = "dev/weft/SuspendableRunnable";
  private static final byte[] LAUNCHER = launcher();

  private Extras() {}

  /** A body for a continuation that calls the program's entry. */
  public static byte[] launcherClass() {
    return LAUNCHER.clone();
  }

  private static byte[] launcher() {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(
        Opcodes.V17,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER,
        Names.LAUNCH,
        null,
        Names.OBJECT,
        new String[] {RUNNABLE});
    MethodVisitor init = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
    init.visitCode();
    init.visitVarInsn(Opcodes.ALOAD, 0);
    init.visitMethodInsn(Opcodes.INVOKESPECIAL, Names.OBJECT, "<init>", "()V", false);
    init.visitInsn(Opcodes.RETURN);
    init.visitMaxs(0, 0);
    init.visitEnd();
    MethodVisitor run = writer.visitMethod(Opcodes.ACC_PUBLIC, "run", "()V", null, null);
    run.visitCode();
    run.visitMethodInsn(
        Opcodes.INVOKESTATIC, Names.MAIN, Names.ENTRY, Names.ENTRY_DESCRIPTOR, false);
    run.visitInsn(Opcodes.RETURN);
    run.visitMaxs(0, 0);
    run.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  /** Adds a {@code toString} that tells the instance fields. */
  static void addText(ClassNode type, String simpleName, List<Node> fields) {
    MethodVisitor mv =
        type.visitMethod(Opcodes.ACC_PUBLIC, "toString", "()Ljava/lang/String;", null, null);
    mv.visitCode();
    mv.visitLdcInsn(simpleName); // text
    for (Node field : fields) {
      if ((field.number(2) & Opcodes.ACC_STATIC) == 0) {
        mv.visitVarInsn(Opcodes.ALOAD, 0);
        mv.visitFieldInsn(Opcodes.GETFIELD, type.name, field.argument(0), field.argument(1));
        String kind = Operation.stackKind(field.argument(1));
        mv.visitMethodInsn(
            Opcodes.INVOKESTATIC,
            Names.LOG,
            "text",
            "(Ljava/lang/String;"
                + (kind.equals("A") ? Names.OBJECT_DESCRIPTOR : kind)
                + ")Ljava/lang/String;",
            false); // text
      }
    }
    mv.visitInsn(Opcodes.ARETURN);
    mv.visitMaxs(0, 0);
    mv.visitEnd();
  }
}
