package dev.weft.hazard;

import static dev.weft.hazard.GeneratedPrograms.*;
import static dev.weft.hazard.HazardHarness.verify;
import static org.objectweb.asm.Opcodes.*;

import dev.weft.hazard.targets.DynamicCalls;
import dev.weft.hazard.targets.Lambdas;
import java.lang.invoke.LambdaMetafactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/** Hazards 51, 52, 54, 55, 93, 96 and 100: lambdas, method references and other dynamic calls. */
class LambdaHazardsIT {

  @Test
  void h51_lambdaOnOwnInterface() {
    verify(Lambdas.OwnInterface.class);
  }

  @Test
  void h51_lambdaOnJdkInterfaces() {
    verify(Lambdas.JdkTypes.class);
  }

  @Test
  void h52_methodReferences() {
    verify(Lambdas.References.class);
  }

  @Test
  void h52_boundReceiver_nullAtCreation() {
    verify(Lambdas.BoundReceiver.class, 0, 1);
  }

  @Test
  void h54_concatenationAndRecords() {
    verify(DynamicCalls.Concatenation.class);
    verify(DynamicCalls.Records.class);
  }

  @Test
  void h54_dynamicConstantBelowCall() {
    Handle bootstrap =
        new Handle(
            H_INVOKESTATIC,
            "java/lang/invoke/ConstantBootstraps",
            "nullConstant",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;)"
                + "Ljava/lang/Object;",
            false);
    Handle primitive =
        new Handle(
            H_INVOKESTATIC,
            "java/lang/invoke/ConstantBootstraps",
            "primitiveClass",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;)"
                + "Ljava/lang/Class;",
            false);
    verify(
        program(
            "H54Condy",
            mv -> {
              mv.visitLdcInsn(new ConstantDynamic("none", "Ljava/lang/String;", bootstrap));
              mv.visitLdcInsn(new ConstantDynamic("J", "Ljava/lang/Class;", primitive));
              mv.visitLdcInsn(Type.getMethodType("(I)J"));
              s(mv, 1);
              logInt(mv);
              log(mv);
              log(mv);
              mv.visitVarInsn(ASTORE, 2);
              s(mv, 2);
              logInt(mv);
              mv.visitVarInsn(ALOAD, 2);
              mv.visitInsn(ARETURN);
            }));
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void h54_patternSwitch() {
    Handle bootstrap =
        new Handle(
            H_INVOKESTATIC,
            "java/lang/runtime/SwitchBootstraps",
            "typeSwitch",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;"
                + "Ljava/lang/invoke/MethodType;[Ljava/lang/Object;)Ljava/lang/invoke/CallSite;",
            false);
    verify(
        program(
            "H54TypeSwitch",
            mv -> {
              box(loadInput(mv));
              s(mv, 0);
              mv.visitInvokeDynamicInsn(
                  "typeSwitch",
                  "(Ljava/lang/Object;I)I",
                  bootstrap,
                  Type.getObjectType("java/lang/String"),
                  Type.getObjectType("java/lang/Integer"));
              s(mv);
              box(mv);
              mv.visitInsn(ARETURN);
            }));
  }

  private static MethodVisitor loadInput(MethodVisitor mv) {
    mv.visitVarInsn(ILOAD, 1);
    return mv;
  }

  @Test
  void h55_serializableLambda() {
    verify(Lambdas.SerializableLambda.class);
  }

  @Test
  void h93_lambdaAndClassWithTwoInterfaces() {
    verify(Lambdas.TwoInterfaces.class);
  }

  @Test
  void h96_boxedSupplier() {
    verify(Lambdas.BoxedSupplier.class);
  }

  @Test
  void h100_lambdasOfInitialisersAndConstructors() {
    verify(Target.of(Lambdas.WhereLambdasAreMade.class).freshEachRun());
  }

  /** Scala's lambdas: serializable, and implemented by a public static synthetic method. */
  @Test
  void h100_scalaLambda() {
    String name = TARGETS + "H100ScalaLambda";
    Handle factory =
        new Handle(
            H_INVOKESTATIC,
            "java/lang/invoke/LambdaMetafactory",
            "altMetafactory",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;"
                + "Ljava/lang/invoke/MethodType;[Ljava/lang/Object;)Ljava/lang/invoke/CallSite;",
            false);
    String body = "(II)I";
    verify(
        program(
            "H100ScalaLambda",
            V1_8,
            mv -> {
              s(mv, 40);
              mv.visitInvokeDynamicInsn(
                  "applyAsInt",
                  "(I)Ljava/util/function/IntUnaryOperator;",
                  factory,
                  Type.getMethodType("(I)I"),
                  new Handle(H_INVOKESTATIC, name, "$anonfun$run$1", body, false),
                  Type.getMethodType("(I)I"),
                  LambdaMetafactory.FLAG_SERIALIZABLE | LambdaMetafactory.FLAG_MARKERS,
                  1,
                  Type.getObjectType("java/lang/Cloneable"));
              s(mv, 2);
              mv.visitMethodInsn(
                  INVOKEINTERFACE,
                  "java/util/function/IntUnaryOperator",
                  "applyAsInt",
                  "(I)I",
                  true);
              box(mv);
              mv.visitInsn(ARETURN);
            },
            type ->
                code(
                    type.visitMethod(
                        ACC_PUBLIC | ACC_STATIC | ACC_SYNTHETIC,
                        "$anonfun$run$1",
                        body,
                        null,
                        null),
                    mv -> {
                      mv.visitVarInsn(ILOAD, 0);
                      mv.visitVarInsn(ILOAD, 1);
                      s(mv);
                      mv.visitInsn(IADD);
                      mv.visitInsn(IRETURN);
                    })));
  }
}
