package dev.weft.fuzz.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.fuzz.emit.ProgramEmitter;
import dev.weft.fuzz.generate.ProgramGenerator;
import org.junit.jupiter.api.Test;

class NodeTest {
  @Test
  void print_parsesToTheSameTree() {
    for (long seed = 0; seed < 200; seed++) {
      Node program = ProgramGenerator.generate(seed);
      assertEquals(program, Node.parse(program.toString()), "seed " + seed);
    }
  }

  @Test
  void generate_sameSeed_sameProgram() {
    assertEquals(ProgramGenerator.generate(7), ProgramGenerator.generate(7));
  }

  @Test
  void emit_everyProgram_succeeds() {
    for (long seed = 1000; seed < 1200; seed++) {
      ProgramEmitter.emit(ProgramGenerator.generate(seed));
    }
  }

  @Test
  void parse_unclosed_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> Node.parse("{block {park}"));
  }
}
