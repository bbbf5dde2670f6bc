package dev.weft.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentOptionsTest {
  private static String error(String text) {
    return assertThrows(IllegalArgumentException.class, () -> AgentOptions.parse(text))
        .getMessage();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "  "})
  void parse_nothing_allDefaults(String text) {
    AgentOptions options = AgentOptions.parse(text);
    assertTrue(options.include().isEmpty());
    assertTrue(options.exclude().isEmpty());
    assertEquals(Optional.empty(), options.dump());
    assertEquals(Optional.empty(), options.log());
    assertEquals(Optional.empty(), options.chaos());
  }

  @Test
  void parse_everyOption_taken() {
    AgentOptions options =
        AgentOptions.parse(
            "include=a.**|b.C,exclude=a.gen.*,dump=out,log=weft.log,chaos=-7:0.25,debug=true");
    assertTrue(options.debug());
    assertTrue(options.include().matches("a/x/Y"));
    assertTrue(options.include().matches("b/C"));
    assertTrue(options.exclude().matches("a/gen/Z"));
    assertEquals(Optional.of(Path.of("out")), options.dump());
    assertEquals(Optional.of(Path.of("weft.log")), options.log());
    assertEquals(Optional.of(new AgentOptions.ChaosOption(-7, 0.25)), options.chaos());
  }

  @Test
  void parse_patch_takenOrRefusedWithTheValidOnes() {
    assertEquals(AgentOptions.Patch.OFF, AgentOptions.parse("").patch());
    assertEquals(AgentOptions.Patch.OFF, AgentOptions.parse("patch=off").patch());
    assertEquals(AgentOptions.Patch.ON, AgentOptions.parse("patch=on").patch());
    AgentOptions options = AgentOptions.parse("patch=report,report=out.txt");
    assertEquals(AgentOptions.Patch.REPORT, options.patch());
    assertEquals(Optional.of(Path.of("out.txt")), options.report());
    assertEquals("option 'patch': 'yes' is not one of on, off and report", error("patch=yes"));
    assertEquals(
        "option 'report' names the file of a report that nobody asked for; add patch=report",
        error("report=out.txt,patch=on"));
  }

  @Test
  void parse_flagThatIsNone_refused() {
    assertEquals("option 'debug': 'yes' is neither true nor false", error("debug=yes"));
  }

  @Test
  void parse_equalsSignInValue_belongsToTheValue() {
    assertEquals(Optional.of(Path.of("a=b")), AgentOptions.parse("log=a=b").log());
  }

  @Test
  void parse_unknownOption_listsTheValidOnes() {
    assertEquals(
        """
        unknown option 'includes'; valid options, separated by commas, are:
          include=com.acme.**|com.acme2.Job  classes to weave without annotations
          exclude=com.acme.gen.**|com.acme.X classes never to weave
          monitors=com.acme.**|com.acme.Job  classes to suspend while they hold monitors
          dump=DIR                           write class files and plans to DIR
          log=FILE                           write messages to FILE
          chaos=SEED:RATE                    force suspensions, for tests; 0 <= RATE <= 1
          debug=true                         keep variables nobody reads again, for a debugger
          patch=on, off or report            run existing programs in tasks, or report what blocks
          report=FILE                        write the report of patch=report to FILE
          carriers=N                         run the tasks of patch=on on N threads; one a processor""",
        error("includes=a.*"));
  }

  @Test
  void parse_emptyOption_unknown() {
    assertTrue(error("log=x,").startsWith("unknown option ''; valid options"));
  }

  @Test
  void parse_optionWithoutValue_showsTheForm() {
    String expected = "option 'chaos' needs a value, as in chaos=SEED:RATE";
    assertEquals(expected, error("chaos"));
    assertEquals(expected, error("chaos="));
  }

  @Test
  void parse_optionTwice_saysHowToGiveSeveralPatterns() {
    assertEquals(
        "option 'include' is given twice; separate several patterns by |",
        error("include=a.*,include=b.*"));
  }

  @Test
  void parse_otherOptionTwice_saysNothingOfPatterns() {
    assertEquals("option 'log' is given twice", error("log=a,log=b"));
  }

  @Test
  void parse_badPattern_namesOptionAndPattern() {
    assertEquals(
        "option 'include': 'a+b' is not a class pattern; write com.acme.** or com.acme.Job, and |"
            + " between two",
        error("include=a+b"));
    assertTrue(error("exclude=a||b").startsWith("option 'exclude': '' is not a class pattern"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"7", "7:", ":0.5", "x:0.5", "7:x", "7:-0.1", "7:1.1", "7:NaN", "1.5:0.5", "7:1:1"})
  void parse_badChaos_showsTheForm(String value) {
    assertEquals(
        "'chaos=" + value + "' is not chaos=SEED:RATE with a whole number and a rate from 0 to 1",
        error("chaos=" + value));
  }

  @Test
  void parse_carriers_onlyForTasksOfPatchOn() {
    assertEquals(0, AgentOptions.parse("patch=on").carriers());
    assertEquals(2, AgentOptions.parse("patch=on,carriers=2").carriers());
    assertEquals(
        "option 'carriers' is about the tasks of patch=on, of which there are none; add patch=on",
        error("carriers=2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "two", "1.5"})
  void parse_badCarriers_saysWhatTheyAre(String value) {
    assertEquals(
        "option 'carriers': '" + value + "' is not a number of threads, which is 1 or more",
        error("patch=on,carriers=" + value));
  }

  @Test
  void parse_pathTheSystemCannotHave_namesTheOption() {
    assertTrue(error("dump=a\0b").startsWith("option 'dump': "), error("dump=a\0b"));
  }
}
