package dev.weft.agent.analysis;

import static dev.weft.agent.kit.MethodSketch.facts;
import static dev.weft.agent.kit.MethodSketch.point;
import static dev.weft.agent.kit.MethodSketch.pointOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class ControlFlowTest {
  /** The opcodes control may reach next from the first instruction with this opcode. */
  private static List<Integer> after(int opcode, String descriptor, Consumer<MethodVisitor> code) {
    ControlFlow flow = facts(descriptor, code).flow();
    int from = 0;
    while (flow.instruction(from).getOpcode() != opcode) {
      from++;
    }
    return Arrays.stream(flow.successors(from)).mapToObj(to -> nextReal(flow, to)).toList();
  }

  private static int nextReal(ControlFlow flow, int index) {
    int at = index;
    while (!flow.isReal(at)) {
      at++;
    }
    return flow.instruction(at).getOpcode();
  }

  @Test
  void successors_plainInstruction_theNext() {
    assertEquals(
        List.of(Opcodes.RETURN), after(Opcodes.NOP, "()V", mv -> mv.visitInsn(Opcodes.NOP)));
  }

  @Test
  void successors_conditionalJump_bothWays() {
    assertEquals(
        List.of(Opcodes.NOP, Opcodes.RETURN),
        after(
            Opcodes.IFEQ,
            "(I)V",
            mv -> {
              Label end = new Label();
              mv.visitVarInsn(Opcodes.ILOAD, 0);
              mv.visitJumpInsn(Opcodes.IFEQ, end);
              mv.visitInsn(Opcodes.NOP);
              mv.visitLabel(end);
            }));
  }

  @Test
  void successors_goto_theTargetOnly() {
    assertEquals(
        List.of(Opcodes.RETURN),
        after(
            Opcodes.GOTO,
            "()V",
            mv -> {
              Label end = new Label();
              mv.visitJumpInsn(Opcodes.GOTO, end);
              mv.visitLabel(end);
            }));
  }

  @Test
  void successors_lookupSwitch_defaultThenCases() {
    assertEquals(
        List.of(Opcodes.RETURN, Opcodes.NOP, Opcodes.ICONST_1),
        after(
            Opcodes.LOOKUPSWITCH,
            "(I)V",
            mv -> {
              Label one = new Label();
              Label two = new Label();
              Label end = new Label();
              mv.visitVarInsn(Opcodes.ILOAD, 0);
              mv.visitLookupSwitchInsn(end, new int[] {5, 9}, new Label[] {one, two});
              mv.visitLabel(one);
              mv.visitInsn(Opcodes.NOP);
              mv.visitLabel(two);
              mv.visitInsn(Opcodes.ICONST_1);
              mv.visitInsn(Opcodes.POP);
              mv.visitLabel(end);
            }));
  }

  @Test
  void successors_returnAndThrow_none() {
    assertEquals(List.of(), after(Opcodes.RETURN, "()V", mv -> {}));
    assertEquals(
        List.of(),
        after(
            Opcodes.ATHROW,
            "()V",
            mv -> {
              mv.visitInsn(Opcodes.ACONST_NULL);
              mv.visitInsn(Opcodes.ATHROW);
            }));
  }

  @Test
  void handlers_overlappingTryBlocks_inTheOrderOfTheTable() {
    assertEquals(List.of("java/io/IOException", "any", "java/lang/Error"), handlerTypes(false));
  }

  @Test
  void reachableHandlers_behindOneThatCatchesAll_leftOut() {
    assertEquals(List.of("java/io/IOException", "any"), handlerTypes(true));
  }

  private static List<String> handlerTypes(boolean reachable) {
    MethodFacts facts = facts("()V", ControlFlowTest::threeHandlers);
    int at = pointOf(facts);
    return (reachable ? facts.flow().reachableHandlers(at) : facts.flow().handlers(at))
        .stream().map(block -> block.type == null ? "any" : block.type).toList();
  }

  private static void threeHandlers(MethodVisitor mv) {
    Label start = new Label();
    Label end = new Label();
    Label handler = new Label();
    Label done = new Label();
    mv.visitTryCatchBlock(start, end, handler, "java/io/IOException");
    mv.visitTryCatchBlock(start, end, handler, null);
    mv.visitTryCatchBlock(start, end, handler, "java/lang/Error");
    mv.visitLabel(start);
    point(mv);
    mv.visitLabel(end);
    mv.visitJumpInsn(Opcodes.GOTO, done);
    mv.visitLabel(handler);
    mv.visitInsn(Opcodes.POP);
    mv.visitLabel(done);
  }

  @Test
  void line_nearestLineNumberBefore_zeroWhenUnknown() {
    MethodFacts facts =
        facts(
            "()V",
            mv -> {
              point(mv);
              Label line = new Label();
              mv.visitLabel(line);
              mv.visitLineNumber(42, line);
              mv.visitInsn(Opcodes.NOP);
              point(mv);
            });
    assertEquals(0, facts.line(pointOf(facts, 1)));
    assertEquals(42, facts.line(pointOf(facts, 2)));
  }
}
