package dev.weft.neighbours;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.jdi.Location;
import com.sun.jdi.StackFrame;
import com.sun.jdi.request.StepRequest;
import dev.weft.neighbours.targets.Debuggee;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Hazard 76, as a debugger sees it: lines, variables and steps in all three bodies. */
class DebuggerIT {
  private static final String OPTIONS = "include=dev.weft.neighbours.targets.**,debug=true";

  @Test
  void h76_breakpoint_stopsInEachBody_withTheValuesOfTheVariables() throws IOException {
    try (DebugSession session = new DebugSession(Debuggee.class, OPTIONS)) {
      List<Location> locations = session.breakAt(line("behind"));
      assertEquals(
          new TreeSet<>(List.of("work", "$weft$work", "$weft-resume$1$work")),
          new TreeSet<>(locations.stream().map(location -> location.method().name()).toList()));
      StackFrame plain = session.resume().orElseThrow();
      assertStopped(plain, "work", "behind");
      assertEquals(
          Map.of("number", "1", "text", "\"plain\"", "wide", "10", "answer", "2"),
          DebugSession.variables(plain));
      StackFrame twin = session.resume().orElseThrow();
      assertStopped(twin, "$weft$work", "behind");
      assertEquals(
          Map.of("number", "2", "text", "\"calm\"", "wide", "20", "answer", "3"),
          DebugSession.variables(twin));
      StackFrame resumed = session.resume().orElseThrow();
      assertStopped(resumed, "$weft-resume$1$work", "behind");
      assertEquals(
          Map.of("number", "3", "text", "\"resumed\"", "wide", "30", "answer", "4"),
          DebugSession.variables(resumed));
      assertEquals("26 37 51", session.finish());
    }
  }

  private static void assertStopped(StackFrame frame, String method, String comment)
      throws IOException {
    assertEquals(
        method + " " + comment,
        frame.location().method().name() + " " + comment(frame.location().lineNumber()));
  }

  private static int line(String comment) throws IOException {
    List<String> lines = source();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).endsWith("// " + comment)) {
        return i + 1;
      }
    }
    throw new AssertionError(comment);
  }

  private static String comment(int line) throws IOException {
    String text = source().get(line - 1);
    return text.contains("// ") ? text.substring(text.indexOf("// ") + 3) : text.strip();
  }

  private static List<String> source() throws IOException {
    return Files.readAllLines(
        Path.of("src/test/java/dev/weft/neighbours/targets/Debuggee.java"));
  }

  @Test
  void h76_steps() throws IOException {
    try (DebugSession session = new DebugSession(Debuggee.class, OPTIONS)) {
      session.breakAt(line("first"));
      for (String name : List.of("plain", "calm", "resumed")) {
        StackFrame f = session.resume().orElseThrow();
        System.out.println("== " + name);
        for (int i = 0; i < 14; i++) {
          System.out.println(f.location().method().name() + " | " + comment(f.location().lineNumber()) + " " + DebugSession.variables(f)+ " " + f.location().declaringType().name());
          if (!f.location().declaringType().name().endsWith("Debuggee")) { f = session.step(StepRequest.STEP_OUT); continue; }
          f = session.step(StepRequest.STEP_OVER);
        }
      }
    }
  }
}
