package dev.weft.agent.names;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.abi.Abi;
import dev.weft.abi.Frame;
import dev.weft.abi.OtherAgents;
import dev.weft.agent.discover.CallTarget;
import dev.weft.agent.discover.JdkTypes;
import dev.weft.agent.discover.Substitutions;
import dev.weft.agent.plan.FrameShape;
import dev.weft.agent.plan.MethodPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Type;

/** The agent knows the runtime by name only: here each name is held against the runtime itself. */
class RuntimeNamesTest {
  private static Class<?> load(String internalName) throws ClassNotFoundException {
    return Class.forName(internalName.replace('/', '.'));
  }

  @Test
  void constants_equalThoseOfTheRuntime() {
    assertEquals(Abi.VERSION, RuntimeNames.ABI_VERSION);
    assertEquals(Abi.TWIN_PREFIX, RuntimeNames.TWIN_PREFIX);
    assertEquals(OtherAgents.MARK, RuntimeNames.ORIGINAL_MARK);
    assertEquals(Abi.RESUME_PREFIX, RuntimeNames.RESUME_PREFIX);
    assertEquals(Frame.POINT_MASK, MethodPlan.MAX_POINTS);
  }

  @Test
  void classNames_exist() throws ClassNotFoundException {
    for (String name :
        List.of(
            RuntimeNames.FRAME,
            RuntimeNames.ARRAY_FRAME,
            RuntimeNames.STACK,
            RuntimeNames.RESUMER,
            RuntimeNames.OTHER_AGENTS,
            RuntimeNames.CHAOS)) {
      assertNotNull(load(name));
    }
    for (String descriptor :
        List.of(
            RuntimeNames.SUSPENDABLE,
            RuntimeNames.TWIN_ANNOTATION,
            RuntimeNames.PASSES_STACK,
            RuntimeNames.STACK_DESCRIPTOR,
            RuntimeNames.RESUMER_DESCRIPTOR)) {
      assertNotNull(load(Type.getType(descriptor).getInternalName()));
    }
  }

  static Stream<Handle> bootstraps() {
    return Stream.of(
        RuntimeNames.RESUMER_CONSTANT,
        RuntimeNames.RESUMER_CALL_SITE,
        RuntimeNames.LAMBDA,
        RuntimeNames.DYNAMIC_CALL);
  }

  @ParameterizedTest
  @MethodSource("bootstraps")
  void bootstrap_existsWithThisDescriptor(Handle bootstrap) throws ClassNotFoundException {
    assertTrue(
        declares(load(bootstrap.getOwner()), bootstrap.getName(), bootstrap.getDesc()),
        bootstrap.toString());
  }

  @Test
  void substitute_ofMethodInvoke_existsWithItsGuard() throws ClassNotFoundException {
    String plain = "(Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/Object;";
    CallTarget.Substitute substitute =
        Substitutions.builtIn()
            .ofDeclared("", "java/lang/reflect/Method", "invoke", plain)
            .orElseThrow();
    String descriptor = RuntimeNames.substituteDescriptor("java/lang/reflect/Method", plain, false);
    Class<?> owner = load(substitute.owner());
    assertTrue(
        declares(owner, substitute.guard(), RuntimeNames.guardDescriptor(descriptor)), "guard");
    // Written by hand, so that only the weaver makes it public and gives it the twin's name.
    assertTrue(
        Stream.of(owner.getDeclaredMethods())
            .anyMatch(
                method ->
                    method.getName().equals(substitute.name())
                        && Type.getMethodDescriptor(method)
                            .equals(RuntimeNames.twinDescriptor(descriptor))),
        "twin");
  }

  @Test
  void frameShapes_allThatPlansUse_exist() {
    List<Executable> checks = new ArrayList<>();
    for (int references = 0; references <= 13; references++) {
      for (int primitives = 0; primitives <= 9; primitives++) {
        FrameShape shape = FrameShape.atLeast(references, primitives);
        assertTrue(shape.references() >= references && shape.primitives() >= primitives);
        assertEquals(references > 12 || primitives > 8, shape.isArray());
        if (!shape.isArray()) {
          checks.add(() -> checkShape(shape));
        }
      }
    }
    assertAll(checks);
  }

  private static void checkShape(FrameShape shape) throws ReflectiveOperationException {
    Class<?> type = load(shape.className());
    assertTrue(Frame.class.isAssignableFrom(type));
    for (int i = 0; i < shape.references(); i++) {
      assertEquals(Object.class, type.getMethod("take" + i).getReturnType());
    }
    String saved = "Ljava/lang/Object;".repeat(shape.references()) + "J".repeat(shape.primitives());
    assertTrue(
        declares(type, "push", "(" + saved + "Ldev/weft/abi/FrameStack;Ldev/weft/abi/Resumer;I)V"),
        type + " push");
    assertTrue(
        declares(
            type,
            "refill",
            "(" + saved + "L" + shape.className() + ";Ldev/weft/abi/FrameStack;I)V"),
        type + " refill");
  }

  private static boolean declares(Class<?> type, String name, String descriptor) {
    return Stream.of(type.getMethods())
        .anyMatch(
            method ->
                method.getName().equals(name)
                    && Type.getMethodDescriptor(method).equals(descriptor));
  }

  @Test
  void markers_haveTheTwinsOfTheirList() throws ReflectiveOperationException {
    JdkTypes types = JdkTypes.load();
    for (String type :
        List.of("java/lang/Runnable", "java/util/Iterator", "java/util/Comparator")) {
      Class<?> marker = load(JdkTypes.marker(type));
      assertTrue(marker.isInterface());
      for (String key : types.methods(type)) {
        int paren = key.indexOf('(');
        assertTrue(
            declares(
                marker,
                RuntimeNames.twinName(key.substring(0, paren)),
                RuntimeNames.twinDescriptor(key.substring(paren))),
            marker + " " + key);
      }
    }
  }

  @Test
  void twinDescriptor_stackComesLast_andBack() {
    String twin = RuntimeNames.twinDescriptor("(ILjava/lang/String;)J");
    assertEquals("(ILjava/lang/String;Ldev/weft/abi/FrameStack;)J", twin);
    assertEquals("(ILjava/lang/String;)J", RuntimeNames.plainDescriptor(twin));
  }

  @Test
  void isTwin_nameAndDescriptorShape_bothCount() {
    assertTrue(RuntimeNames.isTwin("$weft$m", "(Ldev/weft/abi/FrameStack;)V"));
    assertFalse(RuntimeNames.isTwin("m", "(Ldev/weft/abi/FrameStack;)V"));
    assertFalse(RuntimeNames.isTwin("$weft$m", "(I)V"));
    assertFalse(RuntimeNames.isTwin("$weft$m", "(Ldev/weft/abi/FrameStack;I)V"));
    assertFalse(
        RuntimeNames.isTwin(RuntimeNames.resumeName(0, "m"), RuntimeNames.RESUME_DESCRIPTOR));
  }
}
