package dev.weft.fuzz.fault;

import java.util.List;
import java.util.stream.Stream;

/** The planted faults. */
public final class Faults {
  private Faults() {}

  /** All of them; names are unique. */
  public static List<Fault> all() {
    return Stream.of(own(), IndependentFaults.all()).flatMap(List::stream).toList();
  }

  private static List<Fault> own() {
    return List.of(
        Fault.in(
            "emit/ResumeEmitter",
            "return-not-narrowed",
            "a resumed method that returns boolean, byte, char or short returns a whole int",
            Edits.answerZero("narrow")),
        Fault.in(
            "analysis/Monitors",
            "monitor-ignored",
            "calls inside synchronized are suspend points like others",
            Edits.answer("mayHoldAt", 0)),
        Fault.in(
            "emit/WovenBody",
            "increment-lost",
            "IINC is not copied into woven bodies",
            Edits.instead("emitCode", "clone", 0, "cloneWithoutIncrement")),
        Fault.in(
            "analysis/Liveness",
            "lost-slot",
            "the last of the live locals is not saved",
            Edits.changeResult("acrossCall", "withoutLast")),
        Fault.in(
            "analysis/Liveness",
            "handlers-need-nothing",
            "locals that only a handler reads are not saved",
            Edits.dropCall("acrossCall", "addHandlers", 0)),
        Fault.in(
            "emit/Code",
            "wide-halves-swapped",
            "the halves of a restored long are swapped",
            Edits.atStart("fromLong", "swapHalves")),
        Fault.in(
            "emit/Code",
            "float-made-canonical",
            "a saved float loses its NaN payload",
            Edits.text("toLong", "floatToRawIntBits", "floatToIntBits")),
        Fault.in(
            "emit/Code",
            "double-made-canonical",
            "a saved double loses its NaN payload",
            Edits.text("toLong", "doubleToRawLongBits", "doubleToLongBits")),
        Fault.in(
            "emit/WovenBody",
            "save-inside-handler",
            "try ranges reach to the end of the body, over the saving code",
            Edits.replaceValue("emitTables", "get", 1, "out", "endOf")),
        Fault.in(
            "emit/LateConstruction",
            "null-not-named-in-maps",
            "stack maps still name an unconstructed object that is null by then",
            Edits.answerZero("nullOut")),
        Fault.in(
            "emit/LateConstruction",
            "copy-in-local-missing",
            "an object constructed late is not put into the locals that held it",
            Edits.answerEmptyList("slotsWith")),
        Fault.in(
            "emit/LateConstruction",
            "initialised-late",
            "the class of an object constructed late is not initialised before the arguments",
            Edits.instead("apply()V", "insert", 0, "insertInsteadOfNew")),
        Fault.in(
            "emit/WovenBody",
            "super-call-dispatched",
            "twins are called by invokevirtual where the source has invokespecial",
            Edits.instead("emitTwinOrDynamic", "getOpcode", 0, "virtual")),
        Fault.in(
            "transform/ClassRewriter",
            "bridge-skipped",
            "methods that are not woven get no twin",
            Edits.answerZero("bridgeToOwn")),
        Fault.in(
            "plan/MethodPlan",
            "wrong-point",
            "the third suspend point of a method is saved under the number of the second",
            Edits.changeResult("tag", "secondForThird")),
        Fault.in(
            "analysis/ControlFlow",
            "handlers-in-wrong-order",
            "what a resumed callee threw goes to the last of the handlers first",
            Edits.changeResult("handlers", "reversed")),
        Fault.in(
            "emit/SaveTails",
            "tails-merged-too-far",
            "points that save different values share the saving code",
            Edits.dropCall("emit", "values", 0)),
        Fault.in(
            "plan/SuspendPoint",
            "stack-restored-upside-down",
            "saved operands are pushed in the reverse order",
            Edits.changeResult("savedStack", "reversed")),
        Fault.in(
            "transform/LambdaSites",
            "lambdas-plain",
            "lambdas are made by the JDK's metafactory and cannot suspend",
            Edits.answer("isSuspendable", 0)),
        Fault.in(
            "spin/Conversions",
            "conversion-forgotten",
            "a resumed lambda hands the body's result on without boxing or widening it",
            Edits.answer("isTrivial", 1)),
        Fault.in(
            "analysis/MethodFacts",
            "lines-lost",
            "suspend points have no lines",
            Edits.answer("line", 0)));
  }
}
