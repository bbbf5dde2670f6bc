package dev.weft.agent.spin;

import dev.weft.agent.discover.CallTarget;
import dev.weft.agent.discover.JdkTypes;
import dev.weft.agent.discover.WovenAttribute;
import dev.weft.agent.names.RuntimeNames;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Writes the class of one lambda: fields for what it captured, the methods, and their twins. */
final class LambdaClassWriter {
  private static final String OBJECT = "java/lang/Object";

  private final Class<?> host;
  private final LambdaDescription lambda;
  private final Dispatch dispatch;
  private final JdkTypes jdkTypes;
  private final String className;
  private final Type[] captured;
  private final ClassWriter writer =
      new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
        @Override
        protected String getCommonSuperClass(String first, String second) {
          throw new UnsupportedOperationException("no paths of different types meet here");
        }
      };

  LambdaClassWriter(Class<?> host, LambdaDescription lambda, Dispatch dispatch, JdkTypes jdkTypes) {
    this.host = host;
    this.lambda = lambda;
    this.dispatch = dispatch;
    this.jdkTypes = jdkTypes;
    this.className = Type.getInternalName(host) + "$$Weft$Lambda";
    this.captured = Type.getArgumentTypes(lambda.factory().toMethodDescriptorString());
  }

  byte[] write() {
    writer.visit(
        Opcodes.V11,
        Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
        className,
        null,
        OBJECT,
        interfaces().toArray(new String[0]));
    writer.visitAttribute(new WovenAttribute(RuntimeNames.ABI_VERSION));
    writeFields();
    writeConstructor();
    for (MethodType method : lambda.methods()) {
      writeMethod(method);
      writeTwin(method);
    }
    if (lambda.serializable()) {
      SerializedForm.write(writer, className, host, lambda);
    }
    writer.visitEnd();
    return writer.toByteArray();
  }

  // ---- shape ---------------------------------------------------------------------------------

  private Set<String> interfaces() {
    Set<String> names = new LinkedHashSet<>();
    lambda.interfaces().forEach(type -> names.add(Type.getInternalName(type)));
    if (lambda.serializable()) {
      names.add("java/io/Serializable");
    }
    List<Class<?>> open = new ArrayList<>(lambda.interfaces());
    while (!open.isEmpty()) {
      Class<?> type = open.remove(open.size() - 1);
      open.addAll(List.of(type.getInterfaces()));
      String name = Type.getInternalName(type);
      for (MethodType method : lambda.methods()) {
        if (jdkTypes.has(name, lambda.name() + method.toMethodDescriptorString())) {
          names.add(JdkTypes.marker(name));
        }
      }
    }
    return names;
  }

  private void writeFields() {
    for (int i = 0; i < captured.length; i++) {
      writer
          .visitField(
              Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL,
              "c" + i,
              captured[i].getDescriptor(),
              null,
              null)
          .visitEnd();
    }
  }

  private void writeConstructor() {
    MethodVisitor mv =
        writer.visitMethod(
            0, "<init>", Type.getMethodDescriptor(Type.VOID_TYPE, captured), null, null);
    mv.visitCode();
    mv.visitVarInsn(Opcodes.ALOAD, 0); // this
    mv.visitMethodInsn(Opcodes.INVOKESPECIAL, OBJECT, "<init>", "()V", false);
    int slot = 1;
    for (int i = 0; i < captured.length; i++) {
      mv.visitVarInsn(Opcodes.ALOAD, 0); // this
      mv.visitVarInsn(captured[i].getOpcode(Opcodes.ILOAD), slot); // this, value
      mv.visitFieldInsn(Opcodes.PUTFIELD, className, "c" + i, captured[i].getDescriptor());
      slot += captured[i].getSize();
    }
    mv.visitInsn(Opcodes.RETURN);
    mv.visitMaxs(0, 0);
    mv.visitEnd();
  }

  // ---- methods -------------------------------------------------------------------------------

  private void writeMethod(MethodType method) {
    MethodVisitor mv =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC, lambda.name(), method.toMethodDescriptorString(), null, null);
    mv.visitCode();
    boolean constructs = lambda.info().getReferenceKind() == MethodHandleInfo.REF_newInvokeSpecial;
    if (constructs) {
      mv.visitTypeInsn(Opcodes.NEW, implementationOwner()); // object
      mv.visitInsn(Opcodes.DUP); // object, object
    }
    loadArguments(mv, method); // arguments …
    mv.visitMethodInsn(
        opcode(),
        implementationOwner(),
        lambda.info().getName(),
        implementationDescriptor(),
        ownerClass().isInterface()); // result
    Conversions.convert(
        mv, implementationResult(), method.returnType(), lambda.instantiated().returnType());
    mv.visitInsn(Type.getType(method.returnType()).getOpcode(Opcodes.IRETURN));
    mv.visitMaxs(0, 0);
    mv.visitEnd();
  }

  private void writeTwin(MethodType method) {
    MethodVisitor mv =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC | Opcodes.ACC_SYNTHETIC,
            RuntimeNames.twinName(lambda.name()),
            RuntimeNames.twinDescriptor(method.toMethodDescriptorString()),
            null,
            null);
    mv.visitCode();
    if (dispatch instanceof Dispatch.Plain) {
      callPlain(mv, method);
    } else {
      callTwin(mv, method);
    }
    mv.visitMaxs(0, 0);
    mv.visitEnd();
  }

  private void callPlain(MethodVisitor mv, MethodType method) {
    mv.visitVarInsn(Opcodes.ALOAD, 0); // this
    int slot = 1;
    for (Class<?> parameter : method.parameterList()) {
      Type type = Type.getType(parameter);
      mv.visitVarInsn(type.getOpcode(Opcodes.ILOAD), slot);
      slot += type.getSize();
    } // this, arguments …
    mv.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, className, lambda.name(), method.toMethodDescriptorString(), false);
    mv.visitInsn(Type.getType(method.returnType()).getOpcode(Opcodes.IRETURN));
  }

  private void callTwin(MethodVisitor mv, MethodType method) {
    int stack = 1;
    for (Class<?> parameter : method.parameterList()) {
      stack += Type.getType(parameter).getSize();
    }
    if (dispatch instanceof Dispatch.Marker marker) {
      callByMarker(mv, method, marker.markerType(), stack);
    } else if (dispatch instanceof Dispatch.Substitute substitute) {
      callBySubstitute(mv, method, substitute.by(), stack);
    } else {
      loadArguments(mv, method); // arguments …
      mv.visitVarInsn(Opcodes.ALOAD, stack); // arguments …, stack
      if (dispatch instanceof Dispatch.Dynamic) {
        callDynamically(mv);
      } else {
        mv.visitMethodInsn(
            opcode(),
            implementationOwner(),
            RuntimeNames.twinName(lambda.info().getName()),
            RuntimeNames.twinDescriptor(implementationDescriptor()),
            ownerClass().isInterface());
      }
    } // result
    Class<?> from = implementationResult();
    Class<?> to = method.returnType();
    Class<?> meant = lambda.instantiated().returnType();
    if (!Conversions.isTrivial(from, to)) {
      Label finished = new Label();
      mv.visitVarInsn(Opcodes.ALOAD, stack); // result, stack
      mv.visitFieldInsn(Opcodes.GETFIELD, RuntimeNames.STACK, "unwinding", "I");
      mv.visitJumpInsn(Opcodes.IFEQ, finished); // result
      mv.visitVarInsn(Opcodes.ALOAD, stack); // result, stack
      mv.visitLdcInsn(Conversions.letters(from, to, meant)); // result, stack, letters
      mv.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          "dev/weft/abi/Adapters",
          "push",
          "(" + RuntimeNames.STACK_DESCRIPTOR + "Ljava/lang/String;)V",
          false); // result
      returnDummy(mv, to);
      mv.visitLabel(finished); // result
    }
    Conversions.convert(mv, from, to, meant);
    mv.visitInsn(Type.getType(to).getOpcode(Opcodes.IRETURN));
  }

  /** arguments …, stack → result */
  private void callDynamically(MethodVisitor mv) {
    Class<?> owner = ownerClass();
    mv.visitInvokeDynamicInsn(
        lambda.info().getName(),
        "("
            + Type.getDescriptor(owner)
            + RuntimeNames.twinDescriptor(implementationDescriptor()).substring(1),
        RuntimeNames.DYNAMIC_CALL,
        new Handle(
            owner.isInterface() ? Opcodes.H_INVOKEINTERFACE : Opcodes.H_INVOKEVIRTUAL,
            implementationOwner(),
            lambda.info().getName(),
            implementationDescriptor(),
            owner.isInterface()),
        0);
  }

  /** … → …, result */
  private void callByMarker(MethodVisitor mv, MethodType method, String marker, int stack) {
    Label plain = new Label();
    Label join = new Label();
    loadArgument(mv, method, 0); // receiver
    mv.visitTypeInsn(Opcodes.INSTANCEOF, marker); // boolean
    mv.visitJumpInsn(Opcodes.IFEQ, plain); // …

    int arguments = captured.length + method.parameterCount();
    loadArgument(mv, method, 0); // receiver
    mv.visitTypeInsn(Opcodes.CHECKCAST, marker); // marker
    for (int i = 1; i < arguments; i++) {
      loadArgument(mv, method, i);
    } // marker, arguments …
    mv.visitVarInsn(Opcodes.ALOAD, stack); // marker, arguments …, stack
    mv.visitMethodInsn(
        Opcodes.INVOKEINTERFACE,
        marker,
        RuntimeNames.twinName(lambda.info().getName()),
        RuntimeNames.twinDescriptor(implementationDescriptor()),
        true); // result
    mv.visitJumpInsn(Opcodes.GOTO, join);

    mv.visitLabel(plain); // …
    loadArguments(mv, method); // receiver, arguments …
    mv.visitMethodInsn(
        opcode(),
        implementationOwner(),
        lambda.info().getName(),
        implementationDescriptor(),
        ownerClass().isInterface()); // result
    mv.visitLabel(join); // result
  }

  /** … → …, result */
  private void callBySubstitute(
      MethodVisitor mv, MethodType method, CallTarget.Substitute substitute, int stack) {
    String descriptor =
        RuntimeNames.substituteDescriptor(
            substitute.receiver(), implementationDescriptor(), opcode() == Opcodes.INVOKESTATIC);
    Label plain = new Label();
    Label join = new Label();
    if (!substitute.guard().isEmpty()) {
      loadArguments(mv, method); // [receiver], arguments …
      mv.visitLdcInsn(Type.getObjectType(className)); // [receiver], arguments …, caller
      mv.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          substitute.owner(),
          substitute.guard(),
          RuntimeNames.guardDescriptor(descriptor),
          false); // boolean
      mv.visitJumpInsn(Opcodes.IFEQ, plain); // …
    }

    loadArguments(mv, method); // [receiver], arguments …
    mv.visitVarInsn(Opcodes.ALOAD, stack); // [receiver], arguments …, stack
    mv.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        substitute.owner(),
        RuntimeNames.twinName(substitute.name()),
        RuntimeNames.twinDescriptor(descriptor),
        false); // result
    if (!substitute.guard().isEmpty()) {
      mv.visitJumpInsn(Opcodes.GOTO, join);
      mv.visitLabel(plain); // …
      loadArguments(mv, method); // [receiver], arguments …
      mv.visitMethodInsn(
          opcode(),
          implementationOwner(),
          lambda.info().getName(),
          implementationDescriptor(),
          ownerClass().isInterface());
      mv.visitLabel(join); // result
    }
  }

  private String implementationDescriptor() {
    return lambda.info().getMethodType().toMethodDescriptorString();
  }

  private static void returnDummy(MethodVisitor mv, Class<?> type) {
    switch (RuntimeNames.kindName(Type.getType(type))) {
      case "Int" -> mv.visitInsn(Opcodes.ICONST_0);
      case "Long" -> mv.visitInsn(Opcodes.LCONST_0);
      case "Float" -> mv.visitInsn(Opcodes.FCONST_0);
      case "Double" -> mv.visitInsn(Opcodes.DCONST_0);
      case "Reference" -> mv.visitInsn(Opcodes.ACONST_NULL);
      default -> {
        // nothing to return
      }
    }
    mv.visitInsn(Type.getType(type).getOpcode(Opcodes.IRETURN));
  }

  /** … → …, the captured values, then the parameters as the implementation takes them */
  private void loadArguments(MethodVisitor mv, MethodType method) {
    for (int i = 0; i < captured.length + method.parameterCount(); i++) {
      loadArgument(mv, method, i);
    }
  }

  /** … → …, argument <em>i</em> of the implementation, the receiver counted */
  private void loadArgument(MethodVisitor mv, MethodType method, int index) {
    if (index < captured.length) {
      mv.visitVarInsn(Opcodes.ALOAD, 0);
      mv.visitFieldInsn(Opcodes.GETFIELD, className, "c" + index, captured[index].getDescriptor());
      return;
    }
    int parameter = index - captured.length;
    int slot = 1;
    for (int i = 0; i < parameter; i++) {
      slot += Type.getType(method.parameterType(i)).getSize();
    }
    Class<?> from = method.parameterType(parameter);
    mv.visitVarInsn(Type.getType(from).getOpcode(Opcodes.ILOAD), slot);
    Conversions.convert(
        mv,
        from,
        lambda.implementation().type().parameterType(index),
        lambda.instantiated().parameterType(parameter));
  }

  private int opcode() {
    boolean isInterface = ownerClass().isInterface();
    return switch (lambda.info().getReferenceKind()) {
      case MethodHandleInfo.REF_invokeStatic -> Opcodes.INVOKESTATIC;
      case MethodHandleInfo.REF_newInvokeSpecial -> Opcodes.INVOKESPECIAL;
      case MethodHandleInfo.REF_invokeInterface -> Opcodes.INVOKEINTERFACE;
      // A private method of the host: nestmates may call it like any other.
      default -> isInterface ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
    };
  }

  private String implementationOwner() {
    return Type.getInternalName(ownerClass());
  }

  /**
   * For virtual methods the receiver's type, which is accessible even if the declaring one is not.
   */
  private Class<?> ownerClass() {
    int kind = lambda.info().getReferenceKind();
    boolean virtual =
        kind == MethodHandleInfo.REF_invokeVirtual || kind == MethodHandleInfo.REF_invokeInterface;
    return virtual
        ? lambda.implementation().type().parameterType(0)
        : lambda.info().getDeclaringClass();
  }

  private Class<?> implementationResult() {
    return lambda.implementation().type().returnType();
  }
}
