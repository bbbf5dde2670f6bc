package dev.weft.agent.companion;

import dev.weft.agent.names.RuntimeNames;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Makes a companion a {@link dev.weft.abi.Resumer} of its own methods, told apart by a number:
 * nobody else can name the resume bodies of a hidden class.
 */
final class ResumeSwitch extends ClassVisitor {
  private static final String CONSTRUCTOR = "(Ldev/weft/abi/MethodSite;I)V";
  private static final String NUMBER = "number";

  private final Map<Integer, String> resumes = new TreeMap<>();
  private String owner;

  private ResumeSwitch(ClassVisitor next) {
    super(RuntimeNames.ASM_API, next);
  }

  /** Adds the switch to a woven companion. */
  static byte[] addTo(byte[] woven) {
    ClassReader reader = new ClassReader(woven);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new ResumeSwitch(writer), 0);
    return writer.toByteArray();
  }

  /** The number in the name of a resume body. */
  static int numberOf(String resumeName) {
    int start = RuntimeNames.RESUME_PREFIX.length();
    return Integer.parseInt(resumeName.substring(start, resumeName.indexOf('$', start)));
  }

  @Override
  public void visit(
      int version, int access, String name, String signature, String superName, String[] all) {
    owner = name;
    super.visit(version, access, name, signature, RuntimeNames.RESUMER, all);
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    if (name.startsWith(RuntimeNames.RESUME_PREFIX)) {
      resumes.put(numberOf(name), name);
    }
    return super.visitMethod(access, name, descriptor, signature, exceptions);
  }

  @Override
  public void visitEnd() {
    super.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, NUMBER, "I", null, null).visitEnd();
    constructor(super.visitMethod(0, "<init>", CONSTRUCTOR, null, null));
    resume(
        super.visitMethod(
            Opcodes.ACC_PUBLIC, "resume", RuntimeNames.RESUME_DESCRIPTOR, null, null));
    super.visitEnd();
  }

  private void constructor(MethodVisitor mv) {
    mv.visitCode();
    mv.visitVarInsn(Opcodes.ALOAD, 0); // this
    mv.visitVarInsn(Opcodes.ALOAD, 1); // this, site
    mv.visitMethodInsn(
        Opcodes.INVOKESPECIAL,
        RuntimeNames.RESUMER,
        "<init>",
        "(Ldev/weft/abi/MethodSite;)V",
        false);
    mv.visitVarInsn(Opcodes.ALOAD, 0); // this
    mv.visitVarInsn(Opcodes.ILOAD, 2); // this, number
    mv.visitFieldInsn(Opcodes.PUTFIELD, owner, NUMBER, "I");
    mv.visitInsn(Opcodes.RETURN);
    mv.visitMaxs(2, 3);
    mv.visitEnd();
  }

  private void resume(MethodVisitor mv) {
    mv.visitCode();
    int[] keys = resumes.keySet().stream().mapToInt(key -> key).toArray();
    Label[] labels = new Label[keys.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = new Label();
    }
    Label none = new Label();
    mv.visitVarInsn(Opcodes.ALOAD, 0); // this
    mv.visitFieldInsn(Opcodes.GETFIELD, owner, NUMBER, "I"); // number
    mv.visitLookupSwitchInsn(none, keys, labels);
    for (int i = 0; i < labels.length; i++) {
      mv.visitLabel(labels[i]);
      mv.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
      mv.visitVarInsn(Opcodes.ALOAD, 1); // frame
      mv.visitVarInsn(Opcodes.ALOAD, 2); // frame, stack
      mv.visitMethodInsn(
          Opcodes.INVOKESTATIC, owner, resumes.get(keys[i]), RuntimeNames.RESUME_DESCRIPTOR, false);
      mv.visitInsn(Opcodes.RETURN);
    }
    mv.visitLabel(none);
    mv.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    mv.visitVarInsn(Opcodes.ALOAD, 1); // frame
    mv.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, RuntimeNames.FRAME, "stale", "()Ljava/lang/Error;", false); // error
    mv.visitInsn(Opcodes.ATHROW);
    mv.visitMaxs(2, 3);
    mv.visitEnd();
  }
}
