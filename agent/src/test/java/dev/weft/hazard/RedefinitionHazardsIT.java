package dev.weft.hazard;

import static dev.weft.hazard.GeneratedPrograms.*;
import static dev.weft.hazard.HazardHarness.suspended;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.objectweb.asm.Opcodes.*;

import dev.weft.abi.StaleFrameError;
import dev.weft.continuation.Continuation;
import dev.weft.hazard.outside.Redefiner;
import dev.weft.hazard.targets.Dispatch;
import dev.weft.hazard.targets.Program;
import dev.weft.hazard.targets.Suspending;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.UnmodifiableClassException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hazards 65, 82 (the guard only) and 97: one class in several states, or in several copies. */
class RedefinitionHazardsIT {

  @AfterEach
  void stopSuspending() {
    Suspending.enable(false);
    Redefiner.action = () -> {};
  }

  @Test
  void h65_loadedBeforeAgent_plainOrPinnedButRight() {
    ForkedJvm.Result result =
        ForkedJvm.run(
            LoadedBeforeAgent.class,
            List.of(ForkedJvm.agentJar().toString()),
            List.of(
                "-XX:+EnableDynamicAgentLoading",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:+BytecodeVerificationLocal",
                "-Djdk.attach.allowAttachSelf=true"));
    assertEquals(0, result.exit(), result.output());
    assertTrue(result.output().contains("before 15 2"), result.output());
    assertTrue(result.output().contains("plain 232"), result.output());
    assertTrue(
        result.output().contains("callsM returned 232")
            || (result.output().contains("callsM threw dev.weft.continuation.PinnedException")
                && result.output().contains("Early.callsM")),
        result.output());
    assertTrue(
        result.output().contains("direct returned 128")
            || result.output().contains("direct threw dev.weft.continuation.PinnedException"),
        result.output());
  }

  @Test
  void h65_wovenTwice_isWovenOnce() {
    Class<?> program = Dispatch.PlainLookingMiddle.class;
    byte[] woven = WovenBytes.of(Target.of(Dispatch.PlainLookingMiddle.class), program.getName());
    Target again = new Target(program.getName(), Map.of(program.getName(), woven), Set.of(), false);
    assertEquals(suspended(Dispatch.PlainLookingMiddle.class, 0), suspended(again, 0));
    assertArrayEquals(woven, WovenBytes.of(again, program.getName()));
  }

  @Test
  void h65_retransformedWhileSuspended_goesOn() throws Exception {
    Object[] result = new Object[1];
    Continuation continuation = suspendedIn(new Dispatch.PlainLookingMiddle(), result);
    WovenBytes.instrumentation().retransformClasses(Dispatch.PlainLookingMiddle.class);
    finish(continuation);
    assertEquals(3, result[0]);
  }

  @Test
  void h65_twoLoaders_eachHasItsOwn() throws Exception {
    Target target = Target.of(Dispatch.PlainLookingMiddle.class).freshEachRun();
    Object[] first = new Object[1];
    Object[] second = new Object[1];
    Continuation one = suspendedIn(instance(target), first);
    Continuation two = suspendedIn(instance(target), second);
    while (!one.isDone() || !two.isDone()) {
      if (!one.isDone()) {
        one.run();
      }
      if (!two.isDone()) {
        two.run();
      }
    }
    assertEquals(3, first[0]);
    assertEquals(3, second[0]);
  }

  @Test
  void h97_redefinitionAddsFirstSuspendPoint() throws Exception {
    Target without = version("H97FirstPoint", false, 1);
    Class<?> type = without.wovenLoader().loadClass(without.className());
    Program program = (Program) type.getDeclaredConstructor().newInstance();
    assertEquals(11, HazardHarness.drive(() -> program.run(0)));
    redefine(type, version("H97FirstPoint", true, 2));
    Object[] result = new Object[1];
    Continuation continuation = suspendedIn(program, result);
    assertEquals("m", continuation.stackTrace()[1].getMethodName());
    finish(continuation);
    assertEquals(12, result[0]);
  }

  @Test
  void h97_redefinedWhileSuspended_sameBody_goesOn() throws Exception {
    Target target = version("H97SameBody", true, 1);
    Class<?> type = target.wovenLoader().loadClass(target.className());
    Object[] result = new Object[1];
    Continuation continuation =
        suspendedIn((Program) type.getDeclaredConstructor().newInstance(), result);
    redefine(type, target);
    finish(continuation);
    assertEquals(11, result[0]);
  }

  @Test
  void h97_redefinedWhileSuspended_otherBody_staleFrameIsNamed() throws Exception {
    Target target = version("H97OtherBody", true, 1);
    Class<?> type = target.wovenLoader().loadClass(target.className());
    Program program = (Program) type.getDeclaredConstructor().newInstance();
    Object[] result = new Object[1];
    Continuation continuation = suspendedIn(program, result);
    redefine(type, version("H97OtherBody", true, 2));
    StaleFrameError stale = assertThrows(StaleFrameError.class, () -> finish(continuation));
    assertTrue(stale.getMessage().contains("H97OtherBody.m"), stale::getMessage);
    assertTrue(continuation.isDone());
    assertEquals(12, HazardHarness.drive(() -> program.run(0)));
  }

  @Test
  void h97_redefinedWhileOldBodyRuns_itsFramesAreStale() throws Exception {
    Target target = version("H97WhileRunning", true, 1);
    Class<?> type = target.wovenLoader().loadClass(target.className());
    Program program = (Program) type.getDeclaredConstructor().newInstance();
    Redefiner.action = () -> redefine(type, version("H97WhileRunning", true, 2));
    Object[] result = new Object[1];
    Continuation continuation = suspendedIn(program, result);
    Redefiner.action = () -> {};
    StaleFrameError stale = assertThrows(StaleFrameError.class, () -> finish(continuation));
    assertTrue(stale.getMessage().contains("H97WhileRunning.m"), stale::getMessage);
    assertEquals(12, HazardHarness.drive(() -> program.run(0)));
  }

  /** run = 10 + m(added); m lets the class be redefined, then suspends or not. */
  private static Target version(String simpleName, boolean suspends, int added) {
    String name = TARGETS + simpleName;
    return program(
        simpleName,
        V17,
        mv -> {
          push(mv, 10);
          mv.visitVarInsn(ALOAD, 0);
          mv.visitMethodInsn(INVOKEVIRTUAL, name, "m", "()I", false);
          mv.visitInsn(IADD);
          box(mv);
          mv.visitInsn(ARETURN);
        },
        type ->
            code(
                type.visitMethod(ACC_PUBLIC, "m", "()I", null, null),
                mv -> {
                  mv.visitMethodInsn(
                      INVOKESTATIC, "dev/weft/hazard/outside/Redefiner", "act", "()V", false);
                  push(mv, added);
                  if (suspends) {
                    s(mv);
                  }
                  mv.visitInsn(IRETURN);
                }));
  }

  private static Program instance(Target target) throws ReflectiveOperationException {
    return (Program)
        target.wovenLoader().loadClass(target.className()).getDeclaredConstructor().newInstance();
  }

  private static void redefine(Class<?> type, Target version) {
    try {
      WovenBytes.instrumentation()
          .redefineClasses(new ClassDefinition(type, version.generated().get(type.getName())));
    } catch (ReflectiveOperationException | UnmodifiableClassException e) {
      throw new AssertionError(e);
    }
  }

  private static Continuation suspendedIn(Program program, Object[] result) {
    Continuation continuation =
        new Continuation(Suspending.SCOPE, () -> result[0] = program.run(0));
    Suspending.enable(true);
    continuation.run();
    assertTrue(!continuation.isDone(), "did not suspend");
    return continuation;
  }

  private static void finish(Continuation continuation) {
    while (!continuation.isDone()) {
      continuation.run();
    }
  }
}
