package dev.weft.agent.kit;

import dev.weft.agent.names.RuntimeNames;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** A class file in a few lines: signatures first, code where a test needs some. */
public final class ClassSketch {
  private final ClassNode type = new ClassNode(RuntimeNames.ASM_API);

  private ClassSketch(String name, int access) {
    type.version = Opcodes.V17;
    type.access = access;
    type.name = name;
    type.superName = "java/lang/Object";
    type.sourceFile = name.substring(name.lastIndexOf('/') + 1) + ".java";
  }

  /** A public class with this internal name. */
  public static ClassSketch ofClass(String name) {
    return new ClassSketch(name, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER);
  }

  /** A public interface with this internal name. */
  public static ClassSketch ofInterface(String name) {
    return new ClassSketch(name, Opcodes.ACC_PUBLIC | Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT);
  }

  /** A {@code package-info} that carries {@code @Suspendable}. */
  public static ClassSketch ofMarkedPackage(String packageName) {
    return new ClassSketch(
            packageName + "/package-info",
            Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT | Opcodes.ACC_SYNTHETIC)
        .marked();
  }

  /** Sets the superclass. */
  public ClassSketch extending(String superName) {
    type.superName = superName;
    return this;
  }

  /** Adds interfaces. */
  public ClassSketch implementing(String... interfaces) {
    type.interfaces.addAll(List.of(interfaces));
    return this;
  }

  /** Sets the class-file version. */
  public ClassSketch version(int version) {
    type.version = version;
    return this;
  }

  /** Adds access flags. */
  public ClassSketch access(int flags) {
    type.access |= flags;
    return this;
  }

  /** Puts {@code @Suspendable} on the type. */
  public ClassSketch marked() {
    return annotated(RuntimeNames.SUSPENDABLE);
  }

  /** Puts an annotation on the type. */
  public ClassSketch annotated(String descriptor) {
    AnnotationVisitor annotation = type.visitAnnotation(descriptor, false);
    annotation.visitEnd();
    return this;
  }

  /** Adds a class attribute. */
  public ClassSketch attribute(Attribute attribute) {
    type.visitAttribute(attribute);
    return this;
  }

  /** Adds a public method that does nothing and returns zero. */
  public ClassSketch method(String key) {
    return method(Opcodes.ACC_PUBLIC, key);
  }

  /** Adds a method; abstract and native ones without code, others return zero. */
  public ClassSketch method(int access, String key) {
    return method(access, key, mv -> {});
  }

  /** Adds a method that begins with this code and, if that falls through, returns zero. */
  public ClassSketch method(int access, String key, Consumer<MethodVisitor> code) {
    MethodNode method = node(access, key);
    if ((access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0) {
      method.visitCode();
      code.accept(method);
      if (!leaves(method)) {
        returnZero(method, Type.getReturnType(method.desc));
      }
      method.visitMaxs(0, 0);
    }
    type.methods.add(method);
    return this;
  }

  /** Puts {@code @Suspendable} on the method added last. */
  public ClassSketch suspendable() {
    MethodNode last = type.methods.get(type.methods.size() - 1);
    last.invisibleAnnotations =
        new ArrayList<>(List.of(new AnnotationNode(RuntimeNames.SUSPENDABLE)));
    return this;
  }

  /** Adds a constructor without arguments. */
  public ClassSketch constructor() {
    return method(
        Opcodes.ACC_PUBLIC,
        "<init>()V",
        mv -> {
          mv.visitVarInsn(Opcodes.ALOAD, 0);
          mv.visitMethodInsn(Opcodes.INVOKESPECIAL, type.superName, "<init>", "()V", false);
        });
  }

  /** Code that creates a lambda and drops it. */
  public static Consumer<MethodVisitor> lambda(
      String functionalType, String functionalKey, int tag, String owner, String bodyKey) {
    int paren = functionalKey.indexOf('(');
    int bodyParen = bodyKey.indexOf('(');
    Type functional = Type.getMethodType(functionalKey.substring(paren));
    boolean receiver = tag != Opcodes.H_INVOKESTATIC;
    return mv -> {
      if (receiver) {
        mv.visitVarInsn(Opcodes.ALOAD, 0);
      }
      mv.visitInvokeDynamicInsn(
          functionalKey.substring(0, paren),
          (receiver ? "(L" + owner + ";)" : "()") + "L" + functionalType + ";",
          new Handle(
              Opcodes.H_INVOKESTATIC,
              "java/lang/invoke/LambdaMetafactory",
              "metafactory",
              "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;"
                  + "Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodType;"
                  + "Ljava/lang/invoke/MethodHandle;Ljava/lang/invoke/MethodType;)"
                  + "Ljava/lang/invoke/CallSite;",
              false),
          functional,
          new Handle(
              tag, owner, bodyKey.substring(0, bodyParen), bodyKey.substring(bodyParen), false),
          functional);
      mv.visitInsn(Opcodes.POP);
    };
  }

  /** The internal name. */
  public String name() {
    return type.name;
  }

  /** The class file, with stack maps. */
  public byte[] bytes() {
    ClassWriter writer =
        new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
          @Override
          protected String getCommonSuperClass(String first, String second) {
            return "java/lang/Object";
          }
        };
    type.accept(writer);
    return writer.toByteArray();
  }

  private static MethodNode node(int access, String key) {
    int paren = key.indexOf('(');
    return new MethodNode(
        RuntimeNames.ASM_API, access, key.substring(0, paren), key.substring(paren), null, null);
  }

  private static boolean leaves(MethodNode method) {
    if (method.instructions.getLast() == null) {
      return false;
    }
    int opcode = method.instructions.getLast().getOpcode();
    return (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN)
        || opcode == Opcodes.ATHROW
        || opcode == Opcodes.GOTO;
  }

  private static void returnZero(MethodVisitor mv, Type result) {
    switch (result.getSort()) {
      case Type.VOID -> {}
      case Type.LONG -> mv.visitInsn(Opcodes.LCONST_0);
      case Type.FLOAT -> mv.visitInsn(Opcodes.FCONST_0);
      case Type.DOUBLE -> mv.visitInsn(Opcodes.DCONST_0);
      case Type.OBJECT, Type.ARRAY -> mv.visitInsn(Opcodes.ACONST_NULL);
      default -> mv.visitInsn(Opcodes.ICONST_0);
    }
    mv.visitInsn(result.getOpcode(Opcodes.IRETURN));
  }
}
