package dev.weft.agent.discover;

import static dev.weft.agent.discover.Access.ABSTRACT;
import static dev.weft.agent.discover.Access.STATIC;
import static dev.weft.agent.kit.ClassSketch.ofClass;
import static dev.weft.agent.kit.ClassSketch.ofInterface;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.agent.kit.ClassPool;
import dev.weft.agent.kit.ClassSketch;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;

/** The rules of who has a twin, and who must declare it again. */
class TwinLookupTest {
  @Nested
  class Twins {
    @Test
    void hasTwin_methodThatOverridesASuspendableOne_evenIfExcluded() {
      ClassPool pool =
          ClassPool.of(
                  ofClass("t/A").method("m()V").suspendable(),
                  ofClass("t/B").extending("t/A").method("m()V"))
              .exclude("t.B");
      assertFalse(pool.isSuspendable("t/B", "m()V"));
      assertTrue(pool.hasTwin("t/B", "m()V"));
    }

    @Test
    void hasTwin_methodOfIncludedSuperclass_bridgeInOverrider() {
      ClassPool pool =
          ClassPool.of(
                  ofClass("t/A").method("m()V"), ofClass("u/B").extending("t/A").method("m()V"))
              .include("t.*");
      assertTrue(pool.hasTwin("u/B", "m()V"));
    }

    @Test
    void hasTwin_255ArgumentSlots_noRoom() {
      String full = "m(" + "J".repeat(127) + ")V"; // with the receiver 255
      String fits = "m(" + "J".repeat(126) + "I)V";
      ClassPool pool = ClassPool.of(ofClass("t/A").marked().method(full).method(fits));
      assertFalse(pool.hasTwin("t/A", full));
      assertTrue(pool.hasTwin("t/A", fits));
    }

    @Test
    void hasTwin_staticMethodHasOneSlotMore() {
      String fits = "m(" + "J".repeat(127) + ")V";
      ClassPool pool = ClassPool.of(ofClass("t/A").marked().method(STATIC, fits));
      assertTrue(pool.hasTwin("t/A", fits));
    }

    @Test
    void hasTwin_suspendableInterface_yes() {
      assertTrue(
          ClassPool.of(ofInterface("t/I").marked().method(ABSTRACT, "m()V"))
              .hasTwin("t/I", "m()V"));
    }

    @Test
    void hasTwin_interfaceWithInitializerAndNoDefault_no() {
      ClassPool pool =
          ClassPool.of(
              ofInterface("t/I")
                  .marked()
                  .method(ABSTRACT, "m()V")
                  .method(Opcodes.ACC_STATIC, "<clinit>()V"));
      assertTrue(pool.isSuspendable("t/I", "m()V"));
      assertFalse(pool.hasTwin("t/I", "m()V"));
    }

    @Test
    void hasTwin_interfaceWithInitializerAndDefault_yes() {
      ClassPool pool =
          ClassPool.of(
              ofInterface("t/I")
                  .marked()
                  .method(ABSTRACT, "m()V")
                  .method("d()V")
                  .method(Opcodes.ACC_STATIC, "<clinit>()V"));
      assertTrue(pool.hasTwin("t/I", "m()V"));
    }

    @Test
    void hasTwin_interfaceOlderThanDefaults_no() {
      assertFalse(
          ClassPool.of(ofInterface("t/I").version(Opcodes.V1_7).marked().method(ABSTRACT, "m()V"))
              .hasTwin("t/I", "m()V"));
    }

    @Test
    void hasTwin_managementInterfaces_no() {
      ClassPool pool =
          ClassPool.of(
              ofInterface("t/JobMBean").marked().method(ABSTRACT, "m()V"),
              ofInterface("t/JobMXBean").marked().method(ABSTRACT, "m()V"),
              ofInterface("t/Annotated")
                  .annotated("Ljavax/management/MXBean;")
                  .marked()
                  .method(ABSTRACT, "m()V"));
      assertFalse(pool.hasTwin("t/JobMBean", "m()V"));
      assertFalse(pool.hasTwin("t/JobMXBean", "m()V"));
      assertFalse(pool.hasTwin("t/Annotated", "m()V"));
    }

    @Test
    void hasTwin_remoteInterfaces_no() {
      ClassPool pool =
          ClassPool.of(
              ofInterface("t/R").implementing("java/rmi/Remote").marked().method(ABSTRACT, "m()V"),
              ofInterface("t/S").implementing("t/R").marked().method(ABSTRACT, "n()V"));
      assertFalse(pool.hasTwin("t/R", "m()V"));
      assertFalse(pool.hasTwin("t/S", "n()V"));
    }

    @Test
    void hasTwin_annotationType_no() {
      assertFalse(
          ClassPool.of(
                  ofInterface("t/Ann")
                      .access(Opcodes.ACC_ANNOTATION)
                      .marked()
                      .method(ABSTRACT, "value()I"))
              .hasTwin("t/Ann", "value()I"));
    }

    @Test
    void hasTwin_classLoadedBeforeTheAgent_no() {
      ClassPool pool = ClassPool.of(ofClass("t/A").marked().method("m()V")).loadedBefore("t/A");
      assertFalse(pool.hasTwin("t/A", "m()V"));
    }

    @Test
    void hasTwin_wovenAheadOfTime_whatItDeclares() {
      ClassPool pool =
          ClassPool.of(
              ofClass("t/A")
                  .attribute(new WovenAttribute(dev.weft.agent.names.RuntimeNames.ABI_VERSION))
                  .marked()
                  .method("m()V")
                  .method("$weft$m(Ldev/weft/abi/FrameStack;)V")
                  .method("n()V"));
      assertTrue(pool.hasTwin("t/A", "m()V"));
      assertFalse(pool.hasTwin("t/A", "n()V"));
    }

    @Test
    void hasTwin_deepHierarchyOfPlainOverrides_takesNoTime() {
      ClassSketch[] chain = new ClassSketch[40];
      chain[0] = ofClass("t/C0").method("m()V");
      for (int i = 1; i < chain.length; i++) {
        chain[i] = ofClass("t/C" + i).extending("t/C" + (i - 1)).method("m()V");
      }
      ClassPool pool = ClassPool.of(chain);
      assertTimeoutPreemptively(
          Duration.ofSeconds(10), () -> assertFalse(pool.hasTwin("t/C39", "m()V")));
    }
  }

  @Nested
  class Conflicts {
    private static ClassSketch marked(String name) {
      return ofInterface(name).marked().method(ABSTRACT, "m()V");
    }

    private static boolean redeclares(ClassPool pool, String type) {
      return new TwinConflicts(pool.lookup()).redeclares(pool.outline(type), "m()V");
    }

    @Test
    void redeclares_twoUnrelatedInterfaces_yes() {
      ClassPool pool =
          ClassPool.of(
              marked("t/I"),
              marked("t/J"),
              ofClass("t/A").access(Opcodes.ACC_ABSTRACT).implementing("t/I", "t/J"));
      assertTrue(redeclares(pool, "t/A"));
    }

    @Test
    void redeclares_oneInterfaceExtendsTheOther_no() {
      ClassPool pool =
          ClassPool.of(
              marked("t/I"),
              marked("t/J").implementing("t/I"),
              ofClass("t/A").access(Opcodes.ACC_ABSTRACT).implementing("t/I", "t/J"));
      assertFalse(redeclares(pool, "t/A"));
    }

    @Test
    void redeclares_classDeclaresTheMethod_no() {
      ClassPool pool =
          ClassPool.of(
              marked("t/I"),
              marked("t/J"),
              ofClass("t/A").implementing("t/I", "t/J").method("m()V"));
      assertFalse(redeclares(pool, "t/A"));
    }

    @Test
    void redeclares_superclassDidAlready_no() {
      ClassPool pool =
          ClassPool.of(
              marked("t/I"),
              marked("t/J"),
              ofClass("t/A").access(Opcodes.ACC_ABSTRACT).implementing("t/I", "t/J"),
              ofClass("t/B").access(Opcodes.ACC_ABSTRACT).extending("t/A"));
      assertFalse(redeclares(pool, "t/B"));
    }

    @Test
    void redeclares_interfaceOfTwoUnrelatedOnes_yes() {
      ClassPool pool =
          ClassPool.of(marked("t/I"), marked("t/J"), ofInterface("t/K").implementing("t/I", "t/J"));
      assertTrue(redeclares(pool, "t/K"));
    }
  }
}
