package dev.weft.fuzz.classfiles;

import static dev.weft.fuzz.classfiles.Shapes.NAME;
import static dev.weft.fuzz.classfiles.Shapes.call;
import static dev.weft.fuzz.classfiles.Shapes.callee;
import static dev.weft.fuzz.classfiles.Shapes.shape;
import static dev.weft.fuzz.classfiles.Shapes.writer;
import static org.objectweb.asm.Opcodes.*;

import dev.weft.fuzz.classfiles.Shapes.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ByteVector;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/** Classes that contradict one another, or are above one another without end. */
final class Hierarchies {
  private Hierarchies() {}

  static List<Shape> all() {
    return List.of(
        cycle("a class that is its own superclass", NAME, NAME),
        cycle("two classes that extend each other", NAME, NAME + "2"),
        interfaceCycle(),
        deepHierarchy(),
        innerClassListedTwice());
  }

  private static Shape cycle(String what, String first, String second) {
    Map<String, byte[]> classes = new LinkedHashMap<>();
    classes.put(first, extending(first, second));
    classes.put(second, extending(second, first));
    for (String name : List.of(NAME + "I", NAME + "J")) {
      classes.put(name, withDefaultMethod(name));
    }
    return shape(what, classes);
  }

  private static byte[] extending(String name, String superName) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    String[] interfaces = {NAME + "I", NAME + "J"};
    writer.visit(V17, ACC_PUBLIC | ACC_SUPER | ACC_ABSTRACT, name, null, superName, interfaces);
    writer.visitAnnotation("Ldev/weft/Suspendable;", true).visitEnd();
    MethodVisitor mv = writer.visitMethod(ACC_PUBLIC, "m", "()V", null, null);
    mv.visitCode();
    mv.visitVarInsn(ALOAD, 0);
    mv.visitMethodInsn(INVOKESPECIAL, superName, "other", "()V", false);
    mv.visitInsn(RETURN);
    mv.visitMaxs(0, 0);
    mv.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static byte[] withDefaultMethod(String name) {
    ClassWriter writer = new ClassWriter(0);
    int access = ACC_PUBLIC | ACC_INTERFACE | ACC_ABSTRACT;
    writer.visit(V17, access, name, null, "java/lang/Object", null);
    writer.visitAnnotation("Ldev/weft/Suspendable;", true).visitEnd();
    MethodVisitor mv = writer.visitMethod(ACC_PUBLIC, "other", "()V", null, null);
    mv.visitCode();
    mv.visitInsn(RETURN);
    mv.visitMaxs(0, 1);
    mv.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static Shape interfaceCycle() {
    Map<String, byte[]> classes = new LinkedHashMap<>();
    String other = NAME + "2";
    classes.put(NAME, interfaceExtending(NAME, other));
    classes.put(other, interfaceExtending(other, NAME));
    return shape("two interfaces that extend each other", classes);
  }

  private static byte[] interfaceExtending(String name, String superName) {
    ClassWriter writer = new ClassWriter(0);
    int access = ACC_PUBLIC | ACC_INTERFACE | ACC_ABSTRACT;
    writer.visit(V17, access, name, null, "java/lang/Object", new String[] {superName});
    writer.visitAnnotation("Ldev/weft/Suspendable;", true).visitEnd();
    writer.visitMethod(ACC_PUBLIC | ACC_ABSTRACT, "m", "()V", null, null).visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static Shape deepHierarchy() {
    Map<String, byte[]> classes = new LinkedHashMap<>();
    int depth = 200;
    for (int i = 0; i < depth; i++) {
      String name = i == 0 ? NAME : NAME + i;
      String superName = i == depth - 1 ? "java/lang/Object" : NAME + (i + 1);
      ClassWriter writer = writer(name, superName, ClassWriter.COMPUTE_MAXS);
      MethodVisitor mv =
          writer.visitMethod(ACC_PUBLIC | ACC_STATIC, "run", "()Ljava/lang/String;", null, null);
      mv.visitCode();
      mv.visitLdcInsn("class " + i);
      mv.visitInsn(ARETURN);
      mv.visitMaxs(0, 0);
      mv.visitEnd();
      writer.visitEnd();
      classes.put(name, writer.toByteArray());
    }
    return shape("a hierarchy of 200 classes", classes);
  }

  /** The JVM ignores such an attribute, and reflection says that the two classes disagree. */
  private static Shape innerClassListedTwice() {
    String inner = NAME + "$Inner";
    ClassWriter outer = writer(NAME, "java/lang/Object", ClassWriter.COMPUTE_MAXS);
    outer.visitAttribute(
        new Attribute("InnerClasses") {
          @Override
          protected ByteVector write(ClassWriter to, byte[] code, int length, int s, int l) {
            ByteVector entries = new ByteVector().putShort(2);
            for (int flags : new int[] {ACC_STATIC, ACC_STATIC | ACC_PUBLIC}) {
              entries.putShort(to.newClass(inner)).putShort(to.newClass(NAME));
              entries.putShort(to.newUTF8("Inner")).putShort(flags);
            }
            return entries;
          }
        });
    callee(outer);
    MethodVisitor run =
        outer.visitMethod(ACC_PUBLIC | ACC_STATIC, "run", "()Ljava/lang/String;", null, null);
    run.visitCode();
    run.visitInsn(ICONST_1);
    call(run);
    run.visitInsn(POP);
    run.visitLdcInsn(Type.getObjectType(inner));
    run.visitMethodInsn(
        INVOKEVIRTUAL, "java/lang/Class", "getSimpleName", "()Ljava/lang/String;", false);
    run.visitInsn(ARETURN);
    run.visitMaxs(0, 0);
    run.visitEnd();
    ClassWriter member = writer(inner, "java/lang/Object", 0);
    member.visitInnerClass(inner, NAME, "Inner", ACC_STATIC);
    return shape(
        "an inner class that is listed twice",
        Map.of(NAME, outer.toByteArray(), inner, member.toByteArray()));
  }
}
