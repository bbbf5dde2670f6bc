package dev.weft.hazard;

import static dev.weft.hazard.HazardHarness.verify;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.continuation.Continuation;
import dev.weft.hazard.outside.Garbage;
import dev.weft.hazard.targets.Obstacles;
import dev.weft.hazard.targets.Program;
import dev.weft.hazard.targets.ReflectiveCalls;
import dev.weft.hazard.targets.Suspending;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hazards 33 and 60: reflection in the middle of a coroutine, which suspends through it. */
class ReflectiveCallHazardsIT {

  @AfterEach
  void stopSuspending() {
    Suspending.enable(false);
  }

  @Test
  void h33_reflectionInTheMiddle_suspends() {
    verify(Obstacles.Reflective.class);
    Outcome outcome = HazardHarness.suspended(Obstacles.Reflective.class, 0);
    assertEquals("returned 1 returned 2 3", outcome.result());
    assertEquals(List.of("deep"), outcome.log());
  }

  @Test
  void h60_reflection_valuesOfEveryKind() {
    verify(ReflectiveCalls.Values.class);
  }

  @Test
  void h60_reflection_dispatchesAsWritten() {
    verify(ReflectiveCalls.Dispatched.class);
  }

  @Test
  void h60_reflection_initialisesWhenCalled() {
    verify(Target.of(ReflectiveCalls.Initialised.class).freshEachRun());
  }

  @Test
  void h33_h60_reflection_wrapsExceptionsOnce() {
    verify(ReflectiveCalls.Thrown.class);
  }

  @Test
  void h60_reflection_callersAreChecked() {
    verify(ReflectiveCalls.Checked.class);
  }

  @Test
  void h60_reflection_subclassOfDeclaringClass_asTheJdkSays() {
    HazardHarness.verifyPlain(Target.of(ReflectiveCalls.Inherited.class));
  }

  @Test
  void h60_reflection_traceShowsOneInvoke() {
    for (boolean suspending : new boolean[] {false, true}) {
      Suspending.enable(suspending);

      Continuation continuation =
          new Continuation(
              Suspending.SCOPE,
              () -> {
                ReflectiveCalls.Thrown.nested();
              });
      Throwable thrown =
          assertThrows(
              InvocationTargetException.class,
              () -> {
                while (!continuation.isDone()) {
                  continuation.run();
                }
              });
      assertEquals(
          List.of("java.lang.reflect.Method.invoke", "Thrown.nested"),
          methods(thrown).subList(0, 2),
          () -> "suspending " + suspending);
      assertEquals(
          List.of(
              "Suspending.t", "Thrown.late", "java.lang.reflect.Method.invoke", "Thrown.nested"),
          methods(thrown.getCause()).subList(0, 4),
          () -> "suspending " + suspending);
    }
  }

  private static List<String> methods(Throwable thrown) {
    return Stream.of(thrown.getStackTrace())
        .map(element -> element.getClassName() + "." + element.getMethodName())
        .map(name -> name.replace("dev.weft.hazard.targets.", "").replace("ReflectiveCalls$", ""))
        .toList();
  }

  @Test
  void h60_reflection_keepsNoLoader() throws ReflectiveOperationException {
    WeakReference<Class<?>> watched = new WeakReference<>(usedInLoaderOfItsOwn());
    assertTrue(Garbage.isCollected(watched));
  }

  private static Class<?> usedInLoaderOfItsOwn() throws ReflectiveOperationException {
    Target target = Target.of(ReflectiveCalls.Initialised.class).freshEachRun();
    Class<?> loaded = target.wovenLoader().loadClass(target.className());
    Program program = (Program) loaded.getDeclaredConstructor().newInstance();
    Object result =
        HazardHarness.drive(
            () -> {
              try {
                return program.run(0);
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    assertEquals("4 ExceptionInInitializerError NoClassDefFoundError 6", result);
    return loaded;
  }

  @Test
  void h60_reflection_methodReferenceAndOperandsBelow() {
    verify(ReflectiveCalls.Referred.class);
  }
}
