package dev.weft.hazard;

import static dev.weft.hazard.GeneratedPrograms.*;
import static dev.weft.hazard.HazardHarness.verify;
import static org.objectweb.asm.Opcodes.*;

import dev.weft.hazard.targets.OperandStack;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.MethodVisitor;

/** Hazards 9-13, 36, 37, 43, 44 and 62: values on the operand stack while a call suspends. */
class OperandStackHazardsIT {

  @Test
  void h09_wideOperandsBelowCall() {
    verify(OperandStack.WideOperands.class);
  }

  @Test
  void h10_mixedCategoryArithmetic() {
    verify(OperandStack.MixedArithmetic.class, 1, 5);
  }

  @Test
  void h11_sameObjectTwiceOnStack_keepsIdentity() {
    verify(OperandStack.SameObject.class);
  }

  @Test
  void h12_constantsBelowCall() {
    verify(OperandStack.Constants.class);
  }

  @Test
  void h13_nullTypedSlots() {
    verify(OperandStack.Nulls.class, 0, 1);
  }

  @Test
  void h36_arrayAndIndexOfStoreKept() {
    verify(OperandStack.ArrayStores.class);
  }

  @Test
  void h37_assignmentsOfJavac() {
    verify(OperandStack.Assignments.class);
  }

  /**
   * A form of a stack instruction: what it finds and what it leaves, from bottom to top; {@code I}
   * is an int, {@code J} a long.
   */
  record StackForm(String name, int opcode, String before, String after) {
    @Override
    public String toString() {
      return name + "_" + before;
    }
  }

  static List<StackForm> stackForms() {
    return List.of(
        new StackForm("DUP", DUP, "I", "II"),
        new StackForm("DUP_X1", DUP_X1, "II", "III"),
        new StackForm("DUP_X2", DUP_X2, "III", "IIII"),
        new StackForm("DUP_X2", DUP_X2, "JI", "IJI"),
        new StackForm("DUP2", DUP2, "II", "IIII"),
        new StackForm("DUP2", DUP2, "J", "JJ"),
        new StackForm("DUP2_X1", DUP2_X1, "III", "IIIII"),
        new StackForm("DUP2_X1", DUP2_X1, "IJ", "JIJ"),
        new StackForm("DUP2_X2", DUP2_X2, "IIII", "IIIIII"),
        new StackForm("DUP2_X2", DUP2_X2, "IIJ", "JIIJ"),
        new StackForm("DUP2_X2", DUP2_X2, "JII", "IIJII"),
        new StackForm("DUP2_X2", DUP2_X2, "JJ", "JJJ"),
        new StackForm("SWAP", SWAP, "II", "II"),
        new StackForm("POP", POP, "II", "I"),
        new StackForm("POP2", POP2, "III", "I"),
        new StackForm("POP2", POP2, "IJ", "I"));
  }

  @ParameterizedTest
  @MethodSource("stackForms")
  void h37_stackInstruction_valuesSurviveSuspensions(StackForm form) {
    verify(
        program(
            "H37" + form,
            mv -> {
              pushSuspending(mv, form.before());
              s(mv, 50);
              logInt(mv);
              mv.visitInsn(form.opcode());
              logFromTop(mv, form.after());
              s(mv, 99);
              box(mv);
              mv.visitInsn(ARETURN);
            }));
  }

  private static void pushSuspending(MethodVisitor mv, String types) {
    for (int i = 0; i < types.length(); i++) {
      if (types.charAt(i) == 'J') {
        mv.visitLdcInsn(1000L + i);
        mv.visitMethodInsn(INVOKESTATIC, SUSPENDING, "sl", "(J)J", false);
      } else {
        s(mv, i + 1);
      }
    }
  }

  private static void logFromTop(MethodVisitor mv, String types) {
    for (int i = types.length() - 1; i >= 0; i--) {
      s(mv, 60 + i);
      logInt(mv);
      if (types.charAt(i) == 'J') {
        logLong(mv);
      } else {
        logInt(mv);
      }
    }
  }

  @Test
  void h43_conditionsWithSuspendingOperands() {
    verify(OperandStack.Conditions.class, 0, 1, 2, 3);
  }

  @Test
  void h44_smallTypesAndNanPayload() {
    verify(OperandStack.SmallTypes.class, 0, 1);
  }

  @Test
  void h62_parametersOverwrittenBeforeSuspension() {
    verify(OperandStack.OverwrittenParameters.class);
  }
}
