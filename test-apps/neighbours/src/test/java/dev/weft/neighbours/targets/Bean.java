package dev.weft.neighbours.targets;

import static dev.weft.neighbours.targets.Suspending.s;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;

/** A managed bean of CDI, woven: each method of it is suspendable. */
@ApplicationScoped
public class Bean {
  /** What the container called. */
  public static final List<String> CALLS = new ArrayList<>();

  /** Binds {@link Logging}. */
  @InterceptorBinding
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.METHOD, ElementType.TYPE})
  public @interface Logged {}

  /** Around the methods that are bound. */
  @Logged
  @Interceptor
  public static class Logging {
    /** Advice. */
    @AroundInvoke
    public Object around(InvocationContext context) throws Exception {
      CALLS.add("around " + context.getMethod().getName());
      return context.proceed();
    }
  }

  /** What is produced. */
  public record Product(int size) {}

  @PostConstruct
  void begin() {
    CALLS.add("begin " + s(0));
  }

  /** Produces one bean type, once. */
  @Produces
  public Product product() {
    return new Product(s(3));
  }

  void observe(@Observes String event) {
    CALLS.add("observe " + event);
  }

  /** Intercepted. */
  @Logged
  public int work(int x) {
    return s(x) + 1;
  }
}
