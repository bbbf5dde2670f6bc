package dev.weft.conformance.suites;

import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Probes before each test of Jupiter, as deep inside the engine as it lets anybody. */
public final class ProbeExtension implements InvocationInterceptor {

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> context,
      ExtensionContext extensions)
      throws Throwable {
    Probe.suspend();
    invocation.proceed();
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> context,
      ExtensionContext extensions)
      throws Throwable {
    Probe.suspend();
    invocation.proceed();
  }

  @Override
  public void interceptDynamicTest(
      Invocation<Void> invocation,
      DynamicTestInvocationContext context,
      ExtensionContext extensions)
      throws Throwable {
    Probe.suspend();
    invocation.proceed();
  }
}
