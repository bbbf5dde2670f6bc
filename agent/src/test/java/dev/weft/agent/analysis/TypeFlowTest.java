package dev.weft.agent.analysis;

import static dev.weft.agent.kit.MethodSketch.facts;
import static dev.weft.agent.kit.MethodSketch.point;
import static dev.weft.agent.kit.MethodSketch.pointOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class TypeFlowTest {
  private static TypeState atPoint(String descriptor, Consumer<MethodVisitor> code) {
    MethodFacts facts = facts(descriptor, code);
    return facts.types().before(pointOf(facts));
  }

  @Test
  void types_parameters_bySlotWithTopBehindWideOnes() {
    assertEquals(
        List.of(
            Opcodes.INTEGER,
            Opcodes.LONG,
            Opcodes.TOP,
            "java/lang/String",
            "[I",
            Opcodes.DOUBLE,
            Opcodes.TOP),
        atPoint("(ZJLjava/lang/String;[ID)V", mv -> point(mv)).locals());
  }

  @Test
  void types_operandStack_oneElementPerValueTopLast() {
    assertEquals(
        List.of(Opcodes.LONG, Opcodes.INTEGER, Opcodes.NULL),
        atPoint(
                "()V",
                mv -> {
                  mv.visitInsn(Opcodes.LCONST_0);
                  mv.visitInsn(Opcodes.ICONST_0);
                  mv.visitInsn(Opcodes.ACONST_NULL);
                  point(mv);
                  mv.visitInsn(Opcodes.POP2);
                  mv.visitInsn(Opcodes.POP2);
                })
            .stack());
  }

  @Test
  void below_arguments_leavesWhatLiesUnderThem() {
    TypeState state =
        new TypeState(List.of(), List.of(Opcodes.LONG, Opcodes.INTEGER, Opcodes.NULL));
    assertEquals(List.of(Opcodes.LONG), state.below(2));
    assertEquals(Opcodes.TOP, state.local(3));
  }

  @Test
  void types_unconstructedObject_namesItsNew() {
    MethodFacts facts =
        facts(
            "()V",
            mv -> {
              mv.visitTypeInsn(Opcodes.NEW, "t/P");
              mv.visitInsn(Opcodes.DUP);
              point(mv);
              mv.visitMethodInsn(Opcodes.INVOKESPECIAL, "t/P", "<init>", "()V", false);
              mv.visitInsn(Opcodes.POP);
            });
    TypeState state = facts.types().before(pointOf(facts));
    NewSite site = (NewSite) state.stack().get(0);
    assertEquals("t/P", site.type());
    assertEquals(Opcodes.NEW, facts.flow().instruction(site.index()).getOpcode());
    assertEquals(site, state.stack().get(1));
  }

  @Test
  void types_twoNewsOfOneClass_toldApart() {
    TypeState state =
        atPoint(
            "()V",
            mv -> {
              mv.visitTypeInsn(Opcodes.NEW, "t/P");
              mv.visitTypeInsn(Opcodes.NEW, "t/P");
              point(mv);
              mv.visitInsn(Opcodes.POP2);
            });
    NewSite first = (NewSite) state.stack().get(0);
    NewSite second = (NewSite) state.stack().get(1);
    assertEquals(1, second.index() - first.index());
  }

  @Test
  void types_unconstructedObjectAcrossBranch_resolvedFromTheStackMap() {
    TypeState state =
        atPoint(
            "(I)V",
            mv -> {
              Label other = new Label();
              Label join = new Label();
              mv.visitTypeInsn(Opcodes.NEW, "t/P");
              mv.visitVarInsn(Opcodes.ILOAD, 0);
              mv.visitJumpInsn(Opcodes.IFEQ, other);
              mv.visitInsn(Opcodes.NOP);
              mv.visitJumpInsn(Opcodes.GOTO, join);
              mv.visitLabel(other);
              mv.visitInsn(Opcodes.NOP);
              mv.visitLabel(join);
              point(mv);
              mv.visitInsn(Opcodes.POP);
            });
    assertEquals("t/P", ((NewSite) state.stack().get(0)).type());
  }

  @Test
  void types_constructedObject_hasItsClass() {
    assertEquals(
        List.of("t/P"),
        atPoint(
                "()V",
                mv -> {
                  mv.visitTypeInsn(Opcodes.NEW, "t/P");
                  mv.visitInsn(Opcodes.DUP);
                  mv.visitMethodInsn(Opcodes.INVOKESPECIAL, "t/P", "<init>", "()V", false);
                  point(mv);
                  mv.visitInsn(Opcodes.POP);
                })
            .stack());
  }

  @Test
  void types_wherePathsMeet_whatTheStackMapSays() {
    assertEquals(
        "java/lang/Object",
        atPoint(
                "(I)V",
                mv -> {
                  Label other = new Label();
                  Label join = new Label();
                  mv.visitVarInsn(Opcodes.ILOAD, 0);
                  mv.visitJumpInsn(Opcodes.IFEQ, other);
                  mv.visitLdcInsn("text");
                  mv.visitVarInsn(Opcodes.ASTORE, 1);
                  mv.visitJumpInsn(Opcodes.GOTO, join);
                  mv.visitLabel(other);
                  mv.visitLdcInsn(org.objectweb.asm.Type.INT_TYPE.getClassName());
                  mv.visitInsn(Opcodes.POP);
                  mv.visitInsn(Opcodes.ICONST_0);
                  mv.visitTypeInsn(Opcodes.ANEWARRAY, "t/Q");
                  mv.visitVarInsn(Opcodes.ASTORE, 1);
                  mv.visitLabel(join);
                  point(mv);
                  mv.visitVarInsn(Opcodes.ALOAD, 1);
                  mv.visitInsn(Opcodes.POP);
                })
            .local(1));
  }

  @Test
  void types_deadCode_none() {
    MethodFacts facts =
        facts(
            "()V",
            mv -> {
              Label end = new Label();
              mv.visitJumpInsn(Opcodes.GOTO, end);
              mv.visitLabel(end);
            });
    assertNull(facts.types().before(facts.flow().size()));
  }
}
