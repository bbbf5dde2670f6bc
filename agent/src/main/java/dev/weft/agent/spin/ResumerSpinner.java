package dev.weft.agent.spin;

import dev.weft.abi.MethodSite;
import dev.weft.abi.Resumer;
import dev.weft.agent.names.RuntimeNames;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup.ClassOption;
import java.lang.invoke.MethodType;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Makes the resumer of a woven method: a hidden nestmate of the method's class whose {@code resume}
 * calls the resume body. A class per method lets the JIT inline the body where one method resumes.
 */
public final class ResumerSpinner {
  private static final String SITE = "Ldev/weft/abi/MethodSite;";

  private ResumerSpinner() {}

  /** Makes a resumer. */
  public static Resumer spin(MethodHandles.Lookup caller, MethodSite site) {
    Class<?> owner = caller.lookupClass();
    try {
      MethodHandles.Lookup spun =
          caller.defineHiddenClass(bytes(owner, site), true, ClassOption.NESTMATE);
      return (Resumer)
          spun.findConstructor(
                  spun.lookupClass(), MethodType.methodType(void.class, MethodSite.class))
              .invoke(site);
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("cannot make the resumer of " + site, e);
    }
  }

  private static byte[] bytes(Class<?> owner, MethodSite site) {
    String name = packageOf(owner) + "Weft$Resumer";
    ClassWriter writer = new ClassWriter(0);
    writer.visit(
        Opcodes.V11,
        Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
        name,
        null,
        RuntimeNames.RESUMER,
        null);

    MethodVisitor constructor = writer.visitMethod(0, "<init>", "(" + SITE + ")V", null, null);
    constructor.visitCode();
    constructor.visitVarInsn(Opcodes.ALOAD, 0); // this
    constructor.visitVarInsn(Opcodes.ALOAD, 1); // this, site
    constructor.visitMethodInsn(
        Opcodes.INVOKESPECIAL, RuntimeNames.RESUMER, "<init>", "(" + SITE + ")V", false);
    constructor.visitInsn(Opcodes.RETURN);
    constructor.visitMaxs(2, 2);
    constructor.visitEnd();

    MethodVisitor resume =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC, "resume", RuntimeNames.RESUME_DESCRIPTOR, null, null);
    resume.visitCode();
    resume.visitVarInsn(Opcodes.ALOAD, 1); // frame
    resume.visitVarInsn(Opcodes.ALOAD, 2); // frame, stack
    resume.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        owner.getName().replace('.', '/'),
        site.resumeName(),
        RuntimeNames.RESUME_DESCRIPTOR,
        owner.isInterface());
    resume.visitInsn(Opcodes.RETURN);
    resume.visitMaxs(2, 3);
    resume.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static String packageOf(Class<?> type) {
    String name = type.getPackageName();
    return name.isEmpty() ? "" : name.replace('.', '/') + "/";
  }
}
