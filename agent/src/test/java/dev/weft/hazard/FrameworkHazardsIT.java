package dev.weft.hazard;

import static dev.weft.hazard.HazardHarness.drive;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.continuation.PinnedException;
import dev.weft.hazard.targets.Advised;
import dev.weft.hazard.targets.Reflected;
import groovy.lang.Binding;
import groovy.lang.GroovyShell;
import java.util.Arrays;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.implementation.MethodDelegation;
import net.bytebuddy.implementation.bind.annotation.Origin;
import net.bytebuddy.implementation.bind.annotation.SuperCall;
import net.bytebuddy.matcher.ElementMatchers;
import org.junit.jupiter.api.Test;
import org.mockito.MockMakers;
import org.mockito.MockSettings;
import org.springframework.beans.BeanUtils;
import org.springframework.cglib.proxy.Enhancer;
import org.springframework.cglib.proxy.MethodInterceptor;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** Hazards 74, 80, 85 and 91 with the frameworks that people use. */
class FrameworkHazardsIT {

  @Test
  void h74_jackson_seesPropertiesOnly() throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    Reflected.Bean bean = new Reflected.Bean();
    bean.setSize(3);
    String text = mapper.writeValueAsString(bean);
    assertEquals("{\"name\":\"bean\",\"size\":3,\"empty\":false}", text);
    Reflected.Bean read = mapper.readValue("{\"name\":\"n\",\"size\":4}", Reflected.Bean.class);
    assertEquals("n4", read.getName() + read.getSize());
    assertEquals("{\"x\":1,\"y\":2}", mapper.writeValueAsString(new Reflected.Coordinates(1, 2)));
  }

  @Test
  void h74_groovy_dynamicCallsResolveTheWrittenOverload() {
    GroovyShell shell =
        new GroovyShell(new Binding(java.util.Map.of("bean", new Reflected.Bean())));
    assertEquals("string x", shell.evaluate("bean.overloaded('x')"));
    assertEquals("object 5", shell.evaluate("bean.overloaded(5)"));
    assertEquals("bean", shell.evaluate("bean.name"));
    assertEquals(7, shell.evaluate("bean.size = 7; bean.size"));
    assertEquals(
        List.of(),
        shell.evaluate("bean.properties.keySet().findAll { it.contains('weft') } as List"));
  }

  @Test
  void h74_spring_lookupsFindOneMethod() {
    assertEquals(
        List.of("class", "empty", "name", "size"),
        Arrays.stream(BeanUtils.getPropertyDescriptors(Reflected.Bean.class))
            .map(property -> property.getName())
            .sorted()
            .toList());
    assertEquals(
        "scanned",
        BeanUtils.findMethodWithMinimalParameters(Reflected.Bean.class, "scanned").getName());
    assertEquals(
        1,
        Arrays.stream(ReflectionUtils.getUniqueDeclaredMethods(Reflected.Bean.class))
            .filter(method -> method.getName().equals("getName"))
            .count());
    assertTrue(
        ClassUtils.getMethodIfAvailable(Reflected.Bean.class, "scanned", (Class<?>[]) null)
            != null);
  }

  @Test
  void h85_spring_annotationScanFindsEachMethodOnce() {
    assertEquals(
        1,
        MethodIntrospector.selectMethods(
                Reflected.Bean.class,
                (MethodIntrospector.MetadataLookup<Reflected.Scanned>)
                    method -> AnnotationUtils.findAnnotation(method, Reflected.Scanned.class))
            .size());
  }

  @Test
  void h74_h80_mockito_stubsAndCountsTheMethodAsWritten() {
    // Mockito's other maker, which rewrites the class itself, is in docs/limits.md.
    MockSettings subclass = withSettings().mockMaker(MockMakers.SUBCLASS);
    Advised.Service mock = mock(Advised.Service.class, subclass);
    when(mock.call(5)).thenReturn(50);
    assertEquals(51, drive(() -> Advised.use(mock, 5)));
    verify(mock).call(5);
    verifyNoMoreInteractions(mock);
    Advised.Service spy =
        mock(
            Advised.Service.class,
            withSettings()
                .mockMaker(MockMakers.SUBCLASS)
                .spiedInstance(new Advised.Service())
                .defaultAnswer(CALLS_REAL_METHODS));
    when(spy.call(6)).thenReturn(60);
    assertEquals(61, drive(() -> Advised.use(spy, 6)));
    assertEquals(61, Advised.use(spy, 6));
  }

  @Test
  void h80_h91_cglib_adviceRunsOnceInCoroutines() {
    StringBuilder log = new StringBuilder();
    Enhancer enhancer = new Enhancer();
    enhancer.setSuperclass(Advised.Service.class);
    enhancer.setCallback(
        (MethodInterceptor)
            (self, method, arguments, proxy) -> {
              log.append(method.getName()).append(' ');
              return (Integer) proxy.invokeSuper(self, arguments) + 1000;
            });
    Advised.Service advised = (Advised.Service) enhancer.create();
    assertEquals(1011, Advised.use(advised, 1)); // 10 + 1000, and 1
    assertEquals("call ", log.toString());
    log.setLength(0);
    // The interceptor is in the way of a suspension, so the service may not suspend here.
    assertEquals(1011, drive(() -> Advised.useQuietly(advised, 1)));
    assertEquals("call ", log.toString());
    PinnedException pinned =
        assertThrows(PinnedException.class, () -> drive(() -> Advised.use(advised, 1)));
    assertTrue(pinned.culprit() != null, pinned::getMessage);
  }

  @Test
  void h80_byteBuddySubclass_interceptsTheMethodAsWritten() throws Exception {
    Interceptor.LOG.setLength(0);
    Class<? extends Advised.Service> type =
        new ByteBuddy()
            .subclass(Advised.Service.class)
            .method(ElementMatchers.isDeclaredBy(Advised.Service.class))
            .intercept(MethodDelegation.to(Interceptor.class))
            .make()
            .load(Advised.Service.class.getClassLoader())
            .getLoaded();
    Advised.Service advised = type.getDeclaredConstructor().newInstance();
    assertEquals(1011, Advised.use(advised, 1));
    assertEquals(1011, drive(() -> Advised.useQuietly(advised, 1)));
    assertEquals("call call ", Interceptor.LOG.toString());
  }

  /** Advice. */
  public static final class Interceptor {
    static final StringBuilder LOG = new StringBuilder();

    private Interceptor() {}

    /** Around each call. */
    public static Integer around(
        @Origin java.lang.reflect.Method method,
        @SuperCall java.util.concurrent.Callable<Integer> next)
        throws Exception {
      LOG.append(method.getName()).append(' ');
      return next.call() + 1000;
    }
  }
}
