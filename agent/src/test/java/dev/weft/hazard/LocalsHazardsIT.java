package dev.weft.hazard;

import static dev.weft.hazard.GeneratedPrograms.*;
import static dev.weft.hazard.HazardHarness.verify;
import static org.objectweb.asm.Opcodes.*;

import dev.weft.hazard.targets.Locals;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Label;

/** Hazards 14-19 and 45: local variables whose type or presence depends on the path. */
class LocalsHazardsIT {

  @Test
  void h14_maybeUnassignedLocal() {
    verify(Locals.MaybeUnassigned.class, 0, 1);
  }

  @Test
  void h15_slotReuse() {
    verify(Locals.SlotReuse.class);
  }

  @Test
  void h15_oneSlotIntThenLongThenReference() {
    verify(
        program(
            "H15OneSlot",
            mv -> {
              s(mv, 3);
              mv.visitVarInsn(ISTORE, 2);
              s(mv, 4);
              mv.visitVarInsn(ISTORE, 3);
              mv.visitLdcInsn(5L);
              s(mv, 6);
              logInt(mv);
              mv.visitVarInsn(LSTORE, 2); // replaces both
              s(mv, 7);
              logInt(mv);
              mv.visitVarInsn(LLOAD, 2);
              mv.visitLdcInsn("text");
              mv.visitVarInsn(ASTORE, 3); // destroys the long
              s(mv, 8);
              logInt(mv);
              logLong(mv);
              mv.visitVarInsn(ALOAD, 3);
              mv.visitInsn(ARETURN);
            }));
  }

  @Test
  void h16_mergeOfUnlikeArrays() {
    verify(Locals.UnlikeArrays.class, 0, 1, 2);
  }

  @Test
  void h17_mergeToCommonSupertype() {
    verify(Locals.CommonSupertype.class, 0, 1);
  }

  @Test
  void h18_mergeWithAbsentClass() {
    String absent = Locals.MergeWithAbsent.class.getName() + "$Absent";
    verify(Target.of(Locals.MergeWithAbsent.class).without(absent));
  }

  @Test
  void h19_interfaceTypedMerge() {
    verify(Locals.InterfaceMerge.class, 0, 1, 2);
  }

  @Test
  void h19_interfaceTypedMerge_declaredObjectInFrames() {
    // Verifiers take any reference for an interface; the merged type of the frame is Object.
    verify(
        program(
            "H19ObjectAsInterface",
            mv -> {
              Label other = new Label();
              Label merge = new Label();
              mv.visitVarInsn(ILOAD, 1);
              mv.visitJumpInsn(IFEQ, other);
              mv.visitLdcInsn("text");
              mv.visitJumpInsn(GOTO, merge);
              mv.visitLabel(other);
              mv.visitTypeInsn(NEW, "java/lang/StringBuilder");
              mv.visitInsn(DUP);
              mv.visitLdcInsn("builder");
              mv.visitMethodInsn(
                  INVOKESPECIAL,
                  "java/lang/StringBuilder",
                  "<init>",
                  "(Ljava/lang/String;)V",
                  false);
              mv.visitLabel(merge);
              s(mv, 1);
              logInt(mv);
              mv.visitMethodInsn(INVOKEINTERFACE, "java/lang/CharSequence", "length", "()I", true);
              s(mv);
              box(mv);
              mv.visitInsn(ARETURN);
            }),
        0,
        1);
  }

  @Test
  void h45_recursionPastInitialStore_longResult() {
    verify(Locals.Recursion.class, 12, 600);
  }
}
