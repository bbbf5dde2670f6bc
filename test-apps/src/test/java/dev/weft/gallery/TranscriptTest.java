package dev.weft.gallery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.harness.PrintedLine;
import dev.weft.harness.Transcript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TranscriptTest {
  private static final String TWO_ROUNDS =
      "# rounds\n~ 2 x\nstart {k}\n~ 1 s later\nend {k}\n~ end\n";

  @Test
  void repetition_everyRoundInOrderAndTime_matches() {
    assertEquals(Optional.empty(), rounds(1.0, 1.5));
  }

  @Test
  void time_earlierThanSaid_isNamed() {
    assertEquals(
        "line 4 came 0.50 s after the one before it, not 1.00 s: end 2",
        rounds(1.0, 0.5).orElseThrow().strip());
  }

  @Test
  void time_moreThanSlackLate_isNamed() {
    assertEquals(
        "line 2 came 3.20 s after the one before it, not 1.00 s: end 1",
        rounds(3.2, 1.0).orElseThrow().strip());
  }

  @Test
  void time_scaled_isShorter() {
    Transcript transcript = Transcript.parse("a\n~ 1 s later\nb\n");
    assertTrue(transcript.mismatch(printed("a", 0, "b", 0.1), 0.1).isEmpty());
    assertTrue(transcript.mismatch(printed("a", 0, "b", 0.04), 0.1).isPresent());
  }

  @Test
  void lines_missingAndExtra_areShownInPlace() {
    Transcript transcript = Transcript.parse("a\nb\nc\n");
    assertEquals(
        "- expected, + printed:\n    a\n  - b\n    c\n  + d\n",
        transcript.mismatch(printed("a", 0, "c", 0, "d", 0), 1).orElseThrow());
  }

  @Test
  void lines_otherOrder_isMismatch() {
    assertTrue(Transcript.parse("a\nb\n").mismatch(printed("b", 0, "a", 0), 1).isPresent());
  }

  @Test
  void number_anyNumberAndNothingElse_matches() {
    Transcript transcript = Transcript.parse("took {number} ms (of {number})\n");
    assertTrue(transcript.mismatch(printed("took 12 ms (of 3.5)", 0), 1).isEmpty());
    assertTrue(transcript.mismatch(printed("took some ms (of 3)", 0), 1).isPresent());
  }

  @Test
  void parse_unknownOrderOrOpenRepetition_isRefused() {
    for (String bad : List.of("~ soon\n", "~ end\n", "~ 2 x\na\n", "~ 2 x\n~ 2 x\na\n~ end\n")) {
      assertThrows(IllegalArgumentException.class, () -> Transcript.parse(bad), bad);
    }
  }

  private static Optional<String> rounds(double first, double second) {
    return Transcript.parse(TWO_ROUNDS)
        .mismatch(
            printed("start 1", 0, "end 1", first, "start 2", first, "end 2", first + second), 1);
  }

  /** Pairs of a line and its time in seconds. */
  private static List<PrintedLine> printed(Object... pairs) {
    List<PrintedLine> lines = new ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      double seconds = ((Number) pairs[i + 1]).doubleValue();
      lines.add(new PrintedLine((String) pairs[i], Math.round(seconds * 1e9)));
    }
    return lines;
  }
}
