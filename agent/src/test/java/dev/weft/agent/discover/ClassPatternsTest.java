package dev.weft.agent.discover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassPatternsTest {
  @ParameterizedTest
  @CsvSource({
    "com.acme.**, com/acme/A",
    "com.acme.**, com/acme/x/y/A",
    "com.acme.**, com/acme/A$B",
    "com.acme.*, com/acme/A",
    "com.acme.*, com/acme/A$B",
    "com.acme.Job, com/acme/Job",
    "com.acme.Job, com/acme/Job$Step",
    "com.*.Job, com/acme/Job",
    "**.Job, com/acme/Job",
    "**Job, com/acme/FirstJob",
    "com.acme.*Job, com/acme/FirstJob",
    "**, Unnamed",
    "Unnamed, Unnamed",
    "a.B|c.D, c/D",
    "' a.B | c.D ', c/D",
    "kotlin.A-b, kotlin/A-b",
  })
  void matches_fittingName_yes(String patterns, String name) {
    assertTrue(ClassPatterns.parse(patterns).matches(name));
  }

  @ParameterizedTest
  @CsvSource({
    "com.acme.**, com/acmes/A",
    "com.acme.**, org/com/acme/A",
    "com.acme.*, com/acme/x/A",
    "com.acme.Job, com/acme/Jobs",
    "com.acme.Job, com/acme/Job/X",
    "com.*.Job, com/a/b/Job",
    "com.acme.*Job, com/acme/FirstJob$Step",
    "com.acme.J.b, com/acme/Jxb",
    "a.B|c.D, e/F",
  })
  void matches_otherName_no(String patterns, String name) {
    assertFalse(ClassPatterns.parse(patterns).matches(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a..|", "a/b", "a b", "a,b", "a?", "(a)"})
  void parse_notAPattern_saysHowToWriteOne(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> ClassPatterns.parse(text)).getMessage();
    assertTrue(message.endsWith("write com.acme.** or com.acme.Job, and | between two"), message);
  }

  @Test
  void and_otherPatterns_eitherMatches() {
    ClassPatterns both = ClassPatterns.parse("a.*").and(ClassPatterns.parse("b.*"));
    assertTrue(both.matches("a/X"));
    assertTrue(both.matches("b/X"));
    assertFalse(both.matches("c/X"));
  }

  @Test
  void none_matchesNothing() {
    assertTrue(ClassPatterns.NONE.isEmpty());
    assertFalse(ClassPatterns.NONE.matches("a/X"));
    assertEquals(false, ClassPatterns.NONE.and(ClassPatterns.parse("a.*")).isEmpty());
  }
}
