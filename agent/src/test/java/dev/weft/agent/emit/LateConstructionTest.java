package dev.weft.agent.emit;

import static dev.weft.agent.kit.MethodSketch.facts;
import static dev.weft.agent.kit.MethodSketch.point;
import static dev.weft.agent.kit.MethodSketch.pointOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.agent.analysis.MethodFacts;
import dev.weft.agent.analysis.NewSite;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;

class LateConstructionTest {
  private static final String P = "t/P";

  private static void construct(MethodVisitor mv, String descriptor) {
    mv.visitMethodInsn(Opcodes.INVOKESPECIAL, P, "<init>", descriptor, false);
  }

  private static void newP(MethodVisitor mv) {
    mv.visitTypeInsn(Opcodes.NEW, P);
    mv.visitInsn(Opcodes.DUP);
    point(mv);
    construct(mv, "()V");
    mv.visitInsn(Opcodes.POP);
  }

  private static MethodFacts rewritten(String descriptor, Consumer<MethodVisitor> code) {
    MethodFacts facts = facts(descriptor, code);
    LateConstruction.apply(facts, LateConstruction.sitesAcross(facts, Set.of(pointOf(facts))));
    return MethodFacts.of("t/A", facts.method());
  }

  private static List<Object> stackAtPoint(MethodFacts facts) {
    return facts.types().before(pointOf(facts)).stack();
  }

  private static long count(MethodFacts facts, int opcode) {
    long count = 0;
    for (AbstractInsnNode instruction : facts.method().instructions) {
      count += instruction.getOpcode() == opcode ? 1 : 0;
    }
    return count;
  }

  @Test
  void sitesAcross_unconstructedObjectUnderTheCall_found() {
    MethodFacts facts = facts("()V", LateConstructionTest::newP);
    assertEquals(1, LateConstruction.sitesAcross(facts, Set.of(pointOf(facts))).size());
  }

  @Test
  void sitesAcross_constructedBeforeTheCall_none() {
    MethodFacts facts =
        facts(
            "()V",
            mv -> {
              mv.visitTypeInsn(Opcodes.NEW, P);
              mv.visitInsn(Opcodes.DUP);
              construct(mv, "()V");
              point(mv);
              mv.visitInsn(Opcodes.POP);
            });
    assertTrue(LateConstruction.sitesAcross(facts, Set.of(pointOf(facts))).isEmpty());
  }

  @Test
  void apply_objectUnderTheCall_becomesNullAndIsAllocatedBehind() {
    MethodFacts facts = rewritten("()V", LateConstructionTest::newP);
    assertEquals(List.of(Opcodes.NULL, Opcodes.NULL), stackAtPoint(facts));
    assertEquals(2, count(facts, Opcodes.NEW), "the first one initialises the class");
  }

  @Test
  void apply_argumentsBeforeAndAfterTheCall_keepTheirOrder() {
    MethodFacts facts =
        rewritten(
            "(J)V",
            mv -> {
              mv.visitTypeInsn(Opcodes.NEW, P);
              mv.visitInsn(Opcodes.DUP);
              mv.visitVarInsn(Opcodes.LLOAD, 0);
              point(mv);
              mv.visitInsn(Opcodes.ICONST_1);
              construct(mv, "(JI)V");
              mv.visitInsn(Opcodes.POP);
            });
    assertEquals(List.of(Opcodes.NULL, Opcodes.NULL, Opcodes.LONG), stackAtPoint(facts));
  }

  @Test
  void apply_objectKeptInALocal_theLocalGetsIt() {
    MethodFacts facts =
        rewritten(
            "()V",
            mv -> {
              mv.visitTypeInsn(Opcodes.NEW, P);
              mv.visitVarInsn(Opcodes.ASTORE, 0);
              point(mv);
              mv.visitVarInsn(Opcodes.ALOAD, 0);
              construct(mv, "()V");
              mv.visitVarInsn(Opcodes.ALOAD, 0);
              mv.visitInsn(Opcodes.POP);
            });
    assertEquals(Opcodes.NULL, facts.types().before(pointOf(facts)).local(0));
  }

  @Test
  void apply_valuesBetweenTheCopies_putBack() {
    MethodFacts facts =
        rewritten(
            "()V",
            mv -> {
              mv.visitTypeInsn(Opcodes.NEW, P);
              mv.visitInsn(Opcodes.DUP);
              mv.visitInsn(Opcodes.LCONST_1);
              mv.visitInsn(Opcodes.DUP2_X1);
              mv.visitInsn(Opcodes.POP2); // P, J, P
              point(mv);
              construct(mv, "()V");
              mv.visitInsn(Opcodes.POP2);
              mv.visitInsn(Opcodes.POP);
            });
    assertEquals(List.of(Opcodes.NULL, Opcodes.LONG, Opcodes.NULL), stackAtPoint(facts));
  }

  @Test
  void apply_twoNestedConstructions_bothMoved() {
    MethodFacts facts =
        rewritten(
            "()V",
            mv -> {
              mv.visitTypeInsn(Opcodes.NEW, P);
              mv.visitInsn(Opcodes.DUP);
              mv.visitTypeInsn(Opcodes.NEW, P);
              mv.visitInsn(Opcodes.DUP);
              point(mv);
              construct(mv, "()V");
              construct(mv, "(Lt/P;)V");
              mv.visitInsn(Opcodes.POP);
            });
    assertEquals(4, count(facts, Opcodes.NEW));
    assertFalse(stackAtPoint(facts).stream().anyMatch(NewSite.class::isInstance));
  }

  @Test
  void apply_branchInTheArguments_stackMapsSayNull() {
    MethodFacts facts =
        rewritten(
            "(I)V",
            mv -> {
              Label other = new Label();
              Label join = new Label();
              mv.visitTypeInsn(Opcodes.NEW, P);
              mv.visitInsn(Opcodes.DUP);
              mv.visitVarInsn(Opcodes.ILOAD, 0);
              mv.visitJumpInsn(Opcodes.IFEQ, other);
              mv.visitInsn(Opcodes.ICONST_1);
              mv.visitJumpInsn(Opcodes.GOTO, join);
              mv.visitLabel(other);
              mv.visitInsn(Opcodes.ICONST_2);
              mv.visitLabel(join);
              point(mv);
              construct(mv, "(I)V");
              mv.visitInsn(Opcodes.POP);
            });
    assertEquals(List.of(Opcodes.NULL, Opcodes.NULL, Opcodes.INTEGER), stackAtPoint(facts));
  }
}
