package dev.weft.junit;

import dev.weft.SuspendableRunnable;
import dev.weft.hub.Hub;
import dev.weft.hub.ManualClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Runs each test method as the main task of a hub on a {@link ManualClock}, which it may take as a
 * parameter: three days of timeouts run in milliseconds, in the same order each time.
 *
 * <pre>{@code
 * @Suspendable
 * @ExtendWith(HubExtension.class)
 * class RetryTest {
 *   @Test
 *   void gives_up_afterAnHour(ManualClock clock) throws Exception { ... }
 * }
 * }</pre>
 *
 * <p>The test methods must be woven ({@code @Suspendable}, or {@code include=}). A failure of a
 * task that nobody asks for fails the test. For projects to copy: see ADR 0015.
 */
public final class HubExtension implements InvocationInterceptor, ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(HubExtension.class);

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    invocation.skip(); // it would be a plain frame, and pin the task
    Failures failures = new Failures();
    Hub.with()
        .name(context.getDisplayName())
        .clock(clock(context))
        .uncaught((task, failure) -> failures.add(failure))
        .run(body(method));
    failures.throwFirst();
  }

  private static SuspendableRunnable body(ReflectiveInvocationContext<Method> context) {
    Method method = context.getExecutable();
    method.setAccessible(true);
    Object target = context.getTarget().orElse(null);
    List<Object> arguments = context.getArguments();
    return () -> {
      try {
        Object unused = method.invoke(target, arguments.toArray());
      } catch (InvocationTargetException e) {
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw (Exception) e.getCause();
      }
    };
  }

  private static ManualClock clock(ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .computeIfAbsent(context.getUniqueId(), id -> new ManualClock(), ManualClock.class);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ManualClock.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return clock(context);
  }

  /** Failures of tasks that nobody asked for. Used by the carrier alone. */
  private static final class Failures {
    private Throwable first;

    void add(Throwable failure) {
      if (first == null) {
        first = failure;
      } else if (first != failure) {
        first.addSuppressed(failure);
      }
    }

    void throwFirst() {
      if (first != null) {
        throw new AssertionError("a task of the test failed", first);
      }
    }
  }
}
