package dev.weft.neighbours;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Hazard 76, as a debugger sees it: lines, variables and steps in all three bodies. */
class DebuggerIT {
  private static final String OPTIONS = "include=dev.weft.neighbours.targets.**,debug=true";

  @Test
  void h76_breakpoint_stopsInEachBody_withTheValuesOfTheVariables() throws IOException {
    try (DebugSession session = new DebugSession(Debuggee.class, OPTIONS)) {
      List<Location> locations = session.breakAt(line("behind"));
      assertEquals(
          new TreeSet<>(List.of("work", "$weft$work", "$weft-resume$2$work")),
          new TreeSet<>(locations.stream().map(location -> location.method().name()).toList()));
      StackFrame plain = session.resume();
      assertStopped(plain, "work", "behind");
      assertEquals(
          Map.of("number", "1", "text", "\"plain\"", "wide", "10", "answer", "2"),
          DebugSession.variables(plain));
      StackFrame twin = session.resume();
      assertStopped(twin, "$weft$work", "behind");
      assertEquals(
          Map.of("number", "2", "text", "\"calm\"", "wide", "20", "answer", "3"),
          DebugSession.variables(twin));
      StackFrame resumed = session.resume();
      assertStopped(resumed, "$weft-resume$2$work", "behind");
      assertEquals(
          Map.of("number", "3", "text", "\"resumed\"", "wide", "30", "answer", "4"),
          DebugSession.variables(resumed));
      assertEquals("23 33 47", session.finish());
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
    return Files.readAllLines(Path.of("src/test/java/dev/weft/neighbours/targets/Debuggee.java"));
  }

  @Test
  void h76_stepOverSuspendPoint_arrivesOnTheNextLine() throws IOException {
    try (DebugSession session = new DebugSession(Debuggee.class, OPTIONS)) {
      session.breakAt(line("first"));
      for (String body : List.of("work", "$weft$work")) {
        assertStopped(session.resume(), body, "first");
        for (String next : List.of("suspends", "behind", "calls", "last")) {
          assertStopped(session.step(StepRequest.STEP_OVER), body, next);
        }
      }
      // This one does suspend: control goes to its callers, as over a return.
      assertStopped(session.resume(), "$weft$work", "first");
      assertStopped(session.step(StepRequest.STEP_OVER), "$weft$work", "suspends");
      assertStopped(session.step(StepRequest.STEP_OVER), "$weft$lambda$inCoroutine$0", "begun");
      assertStopped(session.step(StepRequest.STEP_OUT), "inCoroutine", "run");
      // And comes back behind the call.
      session.breakAt(line("behind"));
      assertStopped(session.resume(), "$weft-resume$2$work", "behind");
    }
  }

  @Test
  void h76_stepsInAResumedBody_intoOverAndOut() throws IOException {
    try (DebugSession session = new DebugSession(Debuggee.class, OPTIONS)) {
      session.breakAt(line("behind"));
      session.resume();
      session.resume();
      assertStopped(session.resume(), "$weft-resume$2$work", "behind");
      assertStopped(session.step(StepRequest.STEP_OVER), "$weft-resume$2$work", "calls");
      StackFrame inside = session.step(StepRequest.STEP_INTO);
      assertStopped(inside, "$weft$helper", "inside");
      assertEquals(Map.of("joined", "\"resumed4\""), DebugSession.variables(inside));
      session.clearBreakpoints();
      session.breakAt(line("last"));
      StackFrame last = session.resume();
      assertStopped(last, "$weft-resume$2$work", "last");
      assertEquals("9", DebugSession.variables(last).get("length"));
      assertEquals("23 33 47", session.finish());
    }
  }

  /**
   * Without debug=true only what is read again is kept: the rest is not shown, and nothing wrong.
   */
  @Test
  void h76_withoutDebugOption_showsFewerVariablesAndNoWrongOnes() throws IOException {
    String options = "include=dev.weft.neighbours.targets.**";
    try (DebugSession session = new DebugSession(Debuggee.class, options)) {
      session.breakAt(line("calls"));
      session.resume();
      session.resume();
      StackFrame resumed = session.resume();
      assertStopped(resumed, "$weft-resume$2$work", "calls");
      assertEquals(
          Map.of(
              "number",
              "3",
              "text",
              "\"resumed\"",
              "wide",
              "30",
              "answer",
              "4",
              "joined",
              "\"resumed4\""),
          DebugSession.variables(resumed));
    }
  }

  /** Hazard 82: what a debugger's "reload changed classes" does, while a frame is suspended. */
  @Test
  void h82_debuggerRedefinesClassWithSuspendedFrame_clearError() throws IOException {
    try (DebugSession session = new DebugSession(Debuggee.class, OPTIONS)) {
      session.breakAt(line("run"));
      session.resume(); // calm, not begun
      session.resume(); // resumed, not begun
      session.resume(); // resumed, suspended in work
      session.clearBreakpoints();
      byte[] changed = changed(Files.readAllBytes(classFile()));
      session.vm().redefineClasses(Map.of(session.type(), changed));
      session.finish();
      String errors = session.errors();
      assertTrue(errors.contains("dev.weft.abi.StaleFrameError"), errors);
      assertTrue(errors.contains("Debuggee.work"), errors);
    }
  }

  private static Path classFile() {
    return Jvm.testClasses().resolve(Debuggee.class.getName().replace('.', '/') + ".class");
  }

  /** The same class, whose calculations differ. */
  private static byte[] changed(byte[] bytes) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                MethodVisitor mv = super.visitMethod(access, name, descriptor, signature, thrown);
                return new MethodVisitor(Opcodes.ASM9, mv) {
                  @Override
                  public void visitInsn(int opcode) {
                    super.visitInsn(opcode == Opcodes.LMUL ? Opcodes.LADD : opcode);
                  }
                };
              }
            },
            0);
    return writer.toByteArray();
  }
}
