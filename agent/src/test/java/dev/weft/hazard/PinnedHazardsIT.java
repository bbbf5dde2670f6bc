package dev.weft.hazard;

import static dev.weft.hazard.HazardHarness.suspended;
import static dev.weft.hazard.HazardHarness.verify;
import static dev.weft.hazard.HazardHarness.verifyPlain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.continuation.Continuation;
import dev.weft.continuation.ContinuationScope;
import dev.weft.continuation.PinnedException;
import dev.weft.generator.Generator;
import dev.weft.hazard.outside.PlainLibrary;
import dev.weft.hazard.targets.Dispatch;
import dev.weft.hazard.targets.Obstacles;
import dev.weft.hazard.targets.Suspending;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** Hazards 53, 60, 61, 63, 64, 86, 98: frames in the way, and which continuation is meant. */
class PinnedHazardsIT {
  private static final String OBSTACLES = Obstacles.class.getName() + "$";

  @AfterEach
  void stopSuspending() {
    Suspending.enable(false);
  }

  @Test
  void h53_throughJdkCode_namesItAndRunsOnce() {
    verifyPlain(Target.of(Obstacles.ForEach.class));
    Outcome outcome = suspended(Obstacles.ForEach.class, 0);
    assertEquals("returned 1 NOT_WOVEN java.util.Arrays.setAll 4", outcome.result());
    assertEquals(List.of("element 0"), outcome.log());
  }

  @Test
  void h60_methodHandle_pinned() {
    verifyPlain(Target.of(Obstacles.Handles.class));
    Outcome outcome = suspended(Obstacles.Handles.class, 0);
    assertTrue(outcome.result().startsWith("returned 1 REFLECTION "), outcome::toString);
    assertTrue(outcome.result().endsWith(" 3"), outcome::toString);
  }

  @Test
  void h60_h91_jdkProxy_handlerSeesPlainMethod() {
    verifyPlain(Target.of(Obstacles.JdkProxy.class), 0, 1);
    Outcome quiet = suspended(Obstacles.JdkProxy.class, 0);
    assertEquals("returned 1returned 5proxied3", quiet.result());
    assertEquals(List.of("m[2]", "d[x]"), quiet.log());
    Outcome outcome = suspended(Obstacles.JdkProxy.class, 1);
    assertTrue(outcome.result().startsWith("returned 1NOT_WOVEN "), outcome::toString);
    assertTrue(outcome.result().endsWith(".mproxied3"), outcome::toString);
    assertEquals(List.of("m[2]", "d[x]"), outcome.log());
  }

  /** With a look-up for each twin, the initialiser of the proxy was too large for a class file. */
  @Test
  void h91_jdkProxy_ofVeryManyMethods_hasNoTwinsToLookUp() throws Exception {
    ClassWriter writer = new ClassWriter(0);
    String name = GeneratedPrograms.TARGETS + "VeryMany";
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT;
    writer.visit(Opcodes.V17, access | Opcodes.ACC_INTERFACE, name, null, "java/lang/Object", null);
    for (int i = 0; i < 1_500; i++) {
      writer.visitMethod(access, "m" + i, "()I", null, null).visitEnd();
    }
    byte[] bytes = writer.toByteArray();
    Class<?> type =
        new ClassLoader(PinnedHazardsIT.class.getClassLoader()) {
          Class<?> define() {
            return defineClass(name.replace('/', '.'), bytes, 0, bytes.length);
          }
        }.define();
    assertEquals(3_000, type.getMethods().length, "it is woven");
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> method.getName().length());
    assertEquals(2, type.getMethod("m7").invoke(proxy));
    assertEquals(5, type.getMethod("m1234").invoke(proxy));
  }

  @Test
  void h61_constructor_refusedWithText() {
    verifyPlain(Target.of(Obstacles.InConstructor.class));
    assertEquals(
        "returned CONSTRUCTOR " + OBSTACLES + "InConstructor.<init> 3",
        suspended(Obstacles.InConstructor.class, 0).result());
  }

  @Test
  void h61_classInitialiser_refusedWithText() {
    Target target = Target.of(Obstacles.InClassInitialiser.class).freshEachRun();
    verifyPlain(target);
    assertEquals(
        "returned CLASS_INITIALIZER " + OBSTACLES + "InClassInitialiser$Lazy.<clinit> 3",
        suspended(target, 0).result());
  }

  @Test
  void h61_nativeMethod_staysNative() {
    verify(Obstacles.NativeMethod.class);
  }

  @Test
  void h61_main_refusedFromLauncherWithText() {
    verify(Obstacles.Main.class);
    Suspending.enable(true);
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class, () -> Obstacles.Main.main(new String[] {"launched"}));
    assertTrue(thrown.getMessage().contains("no continuation"), thrown::getMessage);
  }

  @Test
  void h63_plainMethodInTheMiddle_includedIsWoven() {
    verify(Dispatch.PlainLookingMiddle.class);
  }

  @Test
  void h63_plainMethodInTheMiddle_libraryIsNamedAndRunsOnce() {
    verifyPlain(Target.of(Obstacles.PlainMiddle.class));
    Outcome outcome = suspended(Obstacles.PlainMiddle.class, 0);
    assertEquals(
        "returned NOT_WOVEN dev.weft.hazard.outside.PlainLibrary.call 2", outcome.result());
    assertEquals(List.of("pre"), outcome.log());
  }

  @Test
  void h64_suspendOffCoroutine_saysWhatIsMissing() {
    Suspending.enable(true);
    IllegalStateException thrown = assertThrows(IllegalStateException.class, () -> Suspending.s(1));
    assertTrue(thrown.getMessage().contains("no continuation with this scope"), thrown::getMessage);
    assertTrue(!(thrown instanceof PinnedException), thrown::toString);
  }

  @Test
  void h64_coroutineInsideCoroutine_eachSuspendsItself() {
    Log.take();
    ContinuationScope inner = new ContinuationScope("inner");
    int steps =
        HazardHarness.drive(
            () -> {
              Continuation nested =
                  new Continuation(
                      inner,
                      () -> {
                        Log.add("a");
                        Continuation.suspend(inner);
                        Log.add("b");
                      });
              int count = 0;
              while (!nested.isDone()) {
                nested.run();
                count += Suspending.s(1);
              }
              return count;
            });
    assertEquals(2, steps);
    assertEquals(List.of("a", "b"), Log.take());
  }

  @Test
  void h64_sameScopeNested_innermostSuspends() {
    int steps =
        HazardHarness.drive(
            () -> {
              Continuation nested =
                  new Continuation(Suspending.SCOPE, () -> Suspending.s(Suspending.s(1)));
              int count = 0;
              while (!nested.isDone()) {
                nested.run();
                count++;
              }
              return count;
            });
    assertEquals(3, steps);
  }

  @Test
  void h86_suspensionInsideInnerBody_belongsToOuter() {
    Log.take();
    ContinuationScope inner = new ContinuationScope("inner");
    Continuation[] seen = new Continuation[1];
    int[] outerSteps = new int[1];
    Continuation outer =
        new Continuation(
            Suspending.SCOPE,
            () -> {
              Continuation nested =
                  new Continuation(
                      inner,
                      () -> {
                        for (int i = 0; i < 3; i++) {
                          Log.add("outer suspends " + Suspending.s(i));
                          Continuation.suspend(inner);
                        }
                      });
              seen[0] = nested;
              while (!nested.isDone()) {
                nested.run();
                Log.add("inner suspended");
              }
            });
    Suspending.enable(true);
    outer.run();
    IllegalStateException captured = assertThrows(IllegalStateException.class, seen[0]::run);
    assertTrue(captured.getMessage().contains("outer continuation"), captured::getMessage);
    while (!outer.isDone()) {
      outer.run();
      outerSteps[0]++;
    }
    assertEquals(3, outerSteps[0]);
    assertEquals(
        List.of(
            "outer suspends 0",
            "inner suspended",
            "outer suspends 1",
            "inner suspended",
            "outer suspends 2",
            "inner suspended",
            "inner suspended"),
        Log.take());
  }

  @Test
  void h86_generatorBodySuspendsItsTask() {
    int sum =
        HazardHarness.drive(
            () -> {
              Generator<Integer, Void, Void> generator =
                  Generator.of(
                      yielder -> {
                        yielder.yieldValue(Suspending.s(1));
                        yielder.yieldValue(Suspending.s(2));
                      });
              return generator.next() * 10 + Suspending.s(generator.next());
            });
    assertEquals(12, sum);
  }

  @Test
  void h98_generatorAskedByPlainLibrary_libraryIsNamed() {
    String said =
        HazardHarness.drive(
            () -> {
              Generator<String, Void, Void> generator =
                  Generator.of(
                      yielder -> {
                        try {
                          yielder.yieldValue("not reached " + Suspending.s(1));
                        } catch (PinnedException e) {
                          yielder.yieldValue(e.culprit().getClassName());
                        }
                      });
              return PlainLibrary.next(generator) + Suspending.s(5);
            });
    assertEquals(PlainLibrary.class.getName() + 5, said);
  }

  @Test
  void h98_plainLibraryBetweenScopes_isNamed() {
    Log.take();
    ContinuationScope inner = new ContinuationScope("inner");
    Integer result =
        HazardHarness.drive(
            () -> {
              Continuation generator =
                  new Continuation(
                      inner,
                      () -> {
                        try {
                          Log.add("not reached " + Suspending.s(1));
                        } catch (PinnedException e) {
                          Log.add(e.reason() + " " + e.culprit().getMethodName());
                          Log.add(e.culprit().getClassName());
                        }
                        Continuation.suspend(inner);
                      });
              PlainLibrary.run(generator);
              int between = Suspending.s(5);
              PlainLibrary.run(generator);
              return between;
            });
    assertEquals(5, result);
    assertEquals(List.of("NOT_WOVEN run", PlainLibrary.class.getName()), Log.take());
  }
}
