package dev.weft.fuzz.fault;

import java.util.List;

/** The planted faults. */
public final class Faults {
  private Faults() {}

  /** All of them; names are unique. */
  public static List<Fault> all() {
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
            Edits.instead("emitCode", "clone", 0, "cloneWithoutIncrement")));
  }
}
