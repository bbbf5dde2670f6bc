package dev.weft.hazard;

import static dev.weft.hazard.HazardHarness.drive;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.doCallRealMethod;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import dev.weft.continuation.Continuation;
import dev.weft.hazard.targets.Advised;
import dev.weft.hazard.targets.Suspending;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.agent.builder.ResettableClassFileTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.matcher.ElementMatchers;
import org.junit.jupiter.api.Test;
import org.mockito.MockMakers;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;

/** Hazard 75: agents that change classes which are woven, before or after they are loaded. */
class OtherAgentsHazardsIT {
  private final Instrumentation instrumentation = WovenBytes.instrumentation();

  @Test
  void h75_otherTransformers_seeTheClassAsItWasCompiled() throws Exception {
    Target target = Target.of(Advised.Uses.class).freshEachRun();
    List<byte[]> seen = new ArrayList<>();
    ClassFileTransformer other =
        new ClassFileTransformer() {
          @Override
          public byte[] transform(
              ClassLoader loader,
              String name,
              Class<?> redefined,
              ProtectionDomain domain,
              byte[] bytes) {
            if (target.className().replace('.', '/').equals(name)) {
              seen.add(bytes);
            }
            return null;
          }
        };
    instrumentation.addTransformer(other, true);
    try {
      Class<?> loaded = target.wovenLoader().loadClass(target.className());
      instrumentation.retransformClasses(loaded);
      byte[] compiled = SuspendPoints.classFile(target, target.className());
      assertEquals(2, seen.size());
      assertArrayEquals(compiled, seen.get(0), "at load");
      assertArrayEquals(compiled, seen.get(1), "when retransformed");
      assertTrue(
          Arrays.stream(loaded.getDeclaredMethods())
              .anyMatch(method -> method.getName().startsWith("$weft$")));
    } finally {
      instrumentation.removeTransformer(other);
    }
  }

  @Test
  void h75_wovenClassFile_carriesTheOriginalOnlyForAgents() {
    ClassNode woven = new ClassNode();
    new ClassReader(WovenBytes.of(Target.of(Advised.Uses.class), Advised.Uses.class.getName()))
        .accept(woven, 0);
    assertEquals(List.of("dev.weft.Woven"), woven.attrs.stream().map(a -> a.type).toList());
  }

  /** What OpenTelemetry and the like do. */
  @Test
  void h75_adviceAddedToLoadedClass_runsOncePerCallInCoroutines() throws Exception {
    Class<?> loaded = Target.of(Advised.Uses.class).wovenLoader().loadClass(USES);
    ResettableClassFileTransformer advice = advise();
    try {
      checkAdvised(loaded);
    } finally {
      advice.reset(instrumentation, AgentBuilder.RedefinitionStrategy.RETRANSFORMATION);
    }
    Calls.LOG.clear();
    assertEquals(10, suspended(program(loaded)));
    assertEquals(List.of(), Calls.LOG);
  }

  @Test
  void h75_adviceAddedWhileLoading_runsOncePerCallInCoroutines() throws Exception {
    ResettableClassFileTransformer advice = advise();
    try {
      checkAdvised(Target.of(Advised.Uses.class).freshEachRun().wovenLoader().loadClass(USES));
    } finally {
      advice.reset(instrumentation, AgentBuilder.RedefinitionStrategy.DISABLED);
    }
  }

  private static final String USES = Advised.Uses.class.getName();

  private ResettableClassFileTransformer advise() {
    return new AgentBuilder.Default()
        .disableClassFormatChanges()
        .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
        .ignore(ElementMatchers.none())
        .type(ElementMatchers.named(USES))
        .transform(
            (builder, type, loader, module, domain) ->
                builder.visit(
                    Advice.to(Calls.class)
                        .on(
                            ElementMatchers.isMethod()
                                .and(
                                    ElementMatchers.not(
                                        ElementMatchers.nameStartsWith("lambda$"))))))
        .installOn(instrumentation);
  }

  private static void checkAdvised(Class<?> loaded) throws Exception {
    Calls.LOG.clear();
    assertEquals(10, program(loaded).run(0));
    List<String> plain = List.copyOf(Calls.LOG);
    assertEquals(
        List.of("> run", "> twice", "> once", "< once", "> once", "< once", "< twice", "< run"),
        plain);
    Calls.LOG.clear();
    assertEquals(10, suspended(program(loaded)));
    assertEquals(plain, Calls.LOG);
  }

  private static dev.weft.hazard.targets.Program program(Class<?> loaded)
      throws ReflectiveOperationException {
    return (dev.weft.hazard.targets.Program) loaded.getDeclaredConstructor().newInstance();
  }

  private static Object suspended(dev.weft.hazard.targets.Program program) {
    Object[] result = new Object[1];
    Continuation continuation =
        new Continuation(Suspending.SCOPE, () -> result[0] = program.run(0));
    Suspending.enable(true);
    try {
      int suspensions = -1;
      for (; !continuation.isDone(); suspensions++) {
        continuation.run();
      }
      assertEquals(2, suspensions);
    } finally {
      Suspending.enable(false);
    }
    return result[0];
  }

  /** Advice; its code is copied into the methods. */
  public static final class Calls {
    /** The calls. */
    public static final List<String> LOG = new ArrayList<>();

    private Calls() {}

    @Advice.OnMethodEnter
    static void enter(@Advice.Origin("#m") String method) {
      LOG.add("> " + method);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Advice.Origin("#m") String method) {
      LOG.add("< " + method);
    }
  }

  @Test
  void h75_h80_mockitoInline_stubsAndCountsTheMethodAsWritten() {
    Advised.Inlined mock = mock(Advised.Inlined.class, withSettings().mockMaker(MockMakers.INLINE));
    when(mock.call(5)).thenReturn(50);
    assertEquals(51, drive(() -> Advised.useInlined(mock, 5)));
    assertEquals(51, Advised.useInlined(mock, 5));
    verify(mock, org.mockito.Mockito.times(2)).call(5);
    verifyNoMoreInteractions(mock);
    doCallRealMethod().when(mock).call(7);
    assertEquals(71, Advised.useInlined(mock, 7));
  }

  @Test
  void h75_h80_mockitoInline_spiesAndRealObjectsGoOnAsBefore() {
    Advised.Inlined spy =
        mock(
            Advised.Inlined.class,
            withSettings()
                .mockMaker(MockMakers.INLINE)
                .spiedInstance(new Advised.Inlined())
                .defaultAnswer(org.mockito.Mockito.CALLS_REAL_METHODS));
    when(spy.quiet(6)).thenReturn(60);
    assertEquals(61, drive(() -> Advised.useQuietInlined(spy, 6)));
    assertEquals(81, drive(() -> Advised.useQuietInlined(spy, 8)));
    verify(spy).quiet(8);
    // An object that is no mock still suspends.
    assertEquals(91, drive(() -> Advised.useInlined(new Advised.Inlined(), 9)));
  }
}
