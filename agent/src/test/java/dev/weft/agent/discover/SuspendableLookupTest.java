package dev.weft.agent.discover;

import static dev.weft.agent.discover.Access.ABSTRACT;
import static dev.weft.agent.discover.Access.PRIVATE;
import static dev.weft.agent.discover.Access.STATIC;
import static dev.weft.agent.kit.ClassSketch.lambda;
import static dev.weft.agent.kit.ClassSketch.ofClass;
import static dev.weft.agent.kit.ClassSketch.ofInterface;
import static dev.weft.agent.kit.ClassSketch.ofMarkedPackage;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.agent.kit.ClassPool;
import dev.weft.agent.kit.ClassSketch;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;

/** The rules of who is suspendable, and how calls are made. */
class SuspendableLookupTest {
  @Nested
  class Marks {
    @Test
    void isSuspendable_unmarkedMethod_no() {
      assertFalse(ClassPool.of(ofClass("t/A").method("m()V")).isSuspendable("t/A", "m()V"));
    }

    @Test
    void isSuspendable_markedMethod_onlyThatOne() {
      ClassPool pool = ClassPool.of(ofClass("t/A").method("m()V").suspendable().method("other()V"));
      assertTrue(pool.isSuspendable("t/A", "m()V"));
      assertFalse(pool.isSuspendable("t/A", "other()V"));
    }

    @Test
    void isSuspendable_markedType_allMethodsButInitializers() {
      ClassPool pool =
          ClassPool.of(
              ofClass("t/A")
                  .marked()
                  .constructor()
                  .method(Opcodes.ACC_STATIC, "<clinit>()V")
                  .method(STATIC, "s()V")
                  .method(PRIVATE, "p()V"));
      assertTrue(pool.isSuspendable("t/A", "s()V"));
      assertTrue(pool.isSuspendable("t/A", "p()V"));
      assertFalse(pool.isSuspendable("t/A", "<init>()V"));
      assertFalse(pool.isSuspendable("t/A", "<clinit>()V"));
    }

    @Test
    void isSuspendable_markedPackage_itsTypesOnly() {
      ClassPool pool =
          ClassPool.of(
              ofMarkedPackage("t"), ofClass("t/A").method("m()V"), ofClass("t/u/A").method("m()V"));
      assertTrue(pool.isSuspendable("t/A", "m()V"));
      assertFalse(pool.isSuspendable("t/u/A", "m()V"));
    }

    @Test
    void isSuspendable_overridesMarkedMethodOfSuperclass_yes() {
      ClassPool pool =
          ClassPool.of(
              ofClass("t/A").method("m()V").suspendable(),
              ofClass("t/B").extending("t/A"),
              ofClass("t/C").extending("t/B").method("m()V").method("m(I)V"));
      assertTrue(pool.isSuspendable("t/C", "m()V"));
      assertFalse(pool.isSuspendable("t/C", "m(I)V"));
    }

    @Test
    void isSuspendable_implementsMethodOfMarkedInterface_yes() {
      ClassPool pool =
          ClassPool.of(
              ofInterface("t/I").marked().method(ABSTRACT, "m()V"),
              ofClass("t/A").implementing("t/I").method("m()V"));
      assertTrue(pool.isSuspendable("t/A", "m()V"));
    }

    @Test
    void isSuspendable_sameSignatureAsPrivateOrStaticMarkedOne_no() {
      ClassPool pool =
          ClassPool.of(
              ofClass("t/A")
                  .method(PRIVATE, "p()V")
                  .suspendable()
                  .method(STATIC, "s()V")
                  .suspendable(),
              ofClass("t/B").extending("t/A").method("p()V").method(STATIC, "s()V"));
      assertFalse(pool.isSuspendable("t/B", "p()V"));
      assertFalse(pool.isSuspendable("t/B", "s()V"));
    }

    @Test
    void isSuspendable_markIsNotInheritedFromTypeByNewMethods() {
      ClassPool pool =
          ClassPool.of(
              ofClass("t/A").marked().method("m()V"),
              ofClass("t/B").extending("t/A").method("own()V"));
      assertFalse(pool.isSuspendable("t/B", "own()V"));
    }

    @Test
    void isSuspendable_included_allMethods() {
      ClassPool pool = ClassPool.of(ofClass("t/A").method("m()V")).include("t.**");
      assertTrue(pool.isSuspendable("t/A", "m()V"));
    }

    @Test
    void isSuspendable_excluded_neverWhateverElseSaysSo() {
      ClassPool pool =
          ClassPool.of(ofClass("t/A").marked().method("m()V").suspendable())
              .include("t.**")
              .exclude("t.A");
      assertFalse(pool.isSuspendable("t/A", "m()V"));
    }

    @Test
    void isSuspendable_jdkClass_neverEvenIfIncluded() {
      ClassPool pool = ClassPool.of().include("**");
      assertFalse(pool.isSuspendable("java/util/ArrayList", "size()I"));
    }

    @Test
    void isSuspendable_compilersBridgeOfMarkedMethod_yes() {
      ClassPool pool =
          ClassPool.of(
              ofClass("t/A")
                  .method("apply(Ljava/lang/String;)V")
                  .suspendable()
                  .method(
                      Opcodes.ACC_PUBLIC | Opcodes.ACC_BRIDGE | Opcodes.ACC_SYNTHETIC,
                      "apply(Ljava/lang/Object;)V"));
      assertTrue(pool.isSuspendable("t/A", "apply(Ljava/lang/Object;)V"));
    }

    @Test
    void isSuspendable_methodBehindInheritedMarkedBridge_yes() {
      ClassPool pool =
          ClassPool.of(
              ofInterface("t/I").method(ABSTRACT, "apply(Ljava/lang/Object;)V").suspendable(),
              ofClass("t/A")
                  .implementing("t/I")
                  .method("apply(Ljava/lang/String;)V")
                  .method(
                      Opcodes.ACC_PUBLIC | Opcodes.ACC_BRIDGE | Opcodes.ACC_SYNTHETIC,
                      "apply(Ljava/lang/Object;)V"));
      assertTrue(pool.isSuspendable("t/A", "apply(Ljava/lang/String;)V"));
    }
  }

  @Nested
  class Lambdas {
    private static final String BODY = "lambda$m$0()V";

    private static ClassSketch creating(String functionalType, String enclosing, boolean marked) {
      ClassSketch type =
          ofClass("t/A")
              .method(
                  STATIC,
                  enclosing,
                  lambda(functionalType, "run()V", Opcodes.H_INVOKESTATIC, "t/A", BODY));
      if (marked) {
        type.suspendable();
      }
      return type.method(PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC, BODY);
    }

    @Test
    void isSuspendable_bodyOfSuspendableFunctionalType_yes() {
      ClassPool pool = ClassPool.of(creating("dev/weft/SuspendableRunnable", "m()V", false));
      assertTrue(pool.isSuspendable("t/A", BODY));
      assertFalse(pool.isSuspendable("t/A", "m()V"));
    }

    @Test
    void isSuspendable_bodyOfRunnableInSuspendableMethod_yes() {
      assertTrue(
          ClassPool.of(creating("java/lang/Runnable", "m()V", true)).isSuspendable("t/A", BODY));
    }

    @Test
    void isSuspendable_bodyOfRunnableInPlainMethod_no() {
      assertFalse(
          ClassPool.of(creating("java/lang/Runnable", "m()V", false)).isSuspendable("t/A", BODY));
    }

    @Test
    void isSuspendable_bodyCreatedByClassInitializer_judgedByItsType() {
      ClassPool pool = ClassPool.of(creating("dev/weft/SuspendableRunnable", "<clinit>()V", false));
      assertTrue(pool.isSuspendable("t/A", BODY));
    }

    @Test
    void isSuspendable_twoMethodsThatMakeReferencesToEachOther_terminates() {
      ClassPool pool =
          ClassPool.of(
              ofClass("t/A")
                  .method(
                      STATIC,
                      "f()V",
                      lambda("java/lang/Runnable", "run()V", Opcodes.H_INVOKESTATIC, "t/A", "g()V"))
                  .method(
                      STATIC,
                      "g()V",
                      lambda(
                          "java/lang/Runnable", "run()V", Opcodes.H_INVOKESTATIC, "t/A", "f()V")));
      assertFalse(pool.isSuspendable("t/A", "f()V"));
    }
  }

  @Nested
  class Calls {
    private final ClassPool pool =
        ClassPool.of(
                ofClass("t/A").method("m()V").suspendable().method("plain()V"),
                ofClass("t/B").extending("t/A"),
                ofInterface("t/Open").method(ABSTRACT, "m()V").method(STATIC, "s()V"),
                ofClass("t/Half").access(Opcodes.ACC_ABSTRACT).method(ABSTRACT, "h()V"),
                ofInterface("t/I").marked().method(ABSTRACT, "i()V"),
                ofInterface("t/J").marked().method(ABSTRACT, "i()V"),
                ofClass("t/Base").access(Opcodes.ACC_ABSTRACT).implementing("t/I", "t/J"),
                ofClass("t/Task").implementing("java/lang/Runnable").method("run()V"))
            .include("t.absent.**");

    @Test
    void classify_suspendableMethod_twin() {
      assertEquals(CallTarget.TWIN, pool.call(Opcodes.INVOKEVIRTUAL, "t/A", "m()V"));
      assertEquals(CallTarget.TWIN, pool.call(Opcodes.INVOKEVIRTUAL, "t/B", "m()V"));
      assertEquals(CallTarget.TWIN, pool.call(Opcodes.INVOKEINTERFACE, "t/I", "i()V"));
    }

    @Test
    void classify_plainMethodOfClass_plain() {
      assertEquals(CallTarget.PLAIN, pool.call(Opcodes.INVOKEVIRTUAL, "t/A", "plain()V"));
    }

    @Test
    void classify_superCallToDeclaringClass_twin() {
      assertEquals(CallTarget.TWIN, pool.call(Opcodes.INVOKESPECIAL, "t/A", "m()V"));
      assertEquals(CallTarget.TWIN, pool.call(Opcodes.INVOKESPECIAL, "t/B", "m()V"));
    }

    @Test
    void classify_superCallThroughRedeclaredTwin_plain() {
      assertEquals(CallTarget.PLAIN, pool.call(Opcodes.INVOKESPECIAL, "t/Base", "i()V"));
    }

    @Test
    void classify_constructorAndArrayMethod_plain() {
      assertEquals(CallTarget.PLAIN, pool.call(Opcodes.INVOKESPECIAL, "t/A", "<init>()V"));
      assertEquals(
          CallTarget.PLAIN,
          pool.call(Opcodes.INVOKEVIRTUAL, "[Lt/A;", "clone()Ljava/lang/Object;"));
    }

    @Test
    void classify_functionalTypeOfJdk_marker() {
      assertEquals(
          new CallTarget.Marker("dev/weft/abi/marker/Runnable"),
          pool.call(Opcodes.INVOKEINTERFACE, "java/lang/Runnable", "run()V"));
      assertEquals(
          new CallTarget.Marker("dev/weft/abi/marker/Iterator"),
          pool.call(Opcodes.INVOKEINTERFACE, "java/util/Iterator", "hasNext()Z"));
    }

    @Test
    void classify_otherMethodsOfJdk_plain() {
      assertEquals(
          CallTarget.PLAIN, pool.call(Opcodes.INVOKEINTERFACE, "java/util/Iterator", "remove()V"));
      assertEquals(
          CallTarget.PLAIN,
          pool.call(Opcodes.INVOKESTATIC, "java/util/List", "of()Ljava/util/List;"));
      assertEquals(
          CallTarget.PLAIN,
          pool.call(Opcodes.INVOKEVIRTUAL, "java/lang/Object", "toString()Ljava/lang/String;"));
    }

    @Test
    void classify_plainInterfaceOrAbstractMethod_dynamic() {
      assertEquals(CallTarget.DYNAMIC, pool.call(Opcodes.INVOKEINTERFACE, "t/Open", "m()V"));
      assertEquals(CallTarget.DYNAMIC, pool.call(Opcodes.INVOKEVIRTUAL, "t/Half", "h()V"));
      assertEquals(CallTarget.PLAIN, pool.call(Opcodes.INVOKESTATIC, "t/Open", "s()V"));
    }

    /** Drivers of databases may be woven, and are called by interfaces of the JDK's. */
    @Test
    void classify_interfacesOfDrivers_dynamic() {
      assertEquals(
          CallTarget.DYNAMIC,
          pool.call(Opcodes.INVOKEINTERFACE, "java/sql/PreparedStatement", "executeUpdate()I"));
      assertEquals(
          CallTarget.DYNAMIC,
          pool.call(
              Opcodes.INVOKEINTERFACE,
              "javax/sql/DataSource",
              "getConnection()Ljava/sql/Connection;"));
      assertEquals(
          CallTarget.PLAIN,
          pool.call(
              Opcodes.INVOKESTATIC,
              "java/sql/DriverManager",
              "getConnection(Ljava/lang/String;)Ljava/sql/Connection;"));
    }

    @Test
    void classify_absentClass_dynamicIfIncludedElsePlain() {
      assertEquals(CallTarget.DYNAMIC, pool.call(Opcodes.INVOKEVIRTUAL, "t/absent/X", "m()V"));
      assertEquals(CallTarget.PLAIN, pool.call(Opcodes.INVOKESPECIAL, "t/absent/X", "m()V"));
      assertEquals(CallTarget.PLAIN, pool.call(Opcodes.INVOKEVIRTUAL, "u/absent/X", "m()V"));
    }

    @Test
    void classify_runOfClassThatIsARunnable_plainWhenNotSuspendable() {
      assertEquals(CallTarget.PLAIN, pool.call(Opcodes.INVOKEVIRTUAL, "t/Task", "run()V"));
    }
  }
}
