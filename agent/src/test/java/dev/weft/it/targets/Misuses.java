package dev.weft.it.targets;

import dev.weft.Suspendable;
import dev.weft.SuspendableRunnable;
import dev.weft.continuation.Continuation;
import dev.weft.continuation.ContinuationScope;
import dev.weft.continuation.PinnedException;
import dev.weft.generator.Generator;
import dev.weft.generator.Yielder;
import dev.weft.greenlet.Greenlet;
import dev.weft.it.outside.Unwoven;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Coroutines as they should not be used. */
public final class Misuses {
  private static final ContinuationScope SCOPE = new ContinuationScope("misuse");

  private Misuses() {}

  @Suspendable
  private static void suspend() {
    Continuation.suspend(SCOPE);
  }

  private static void run(SuspendableRunnable body) {
    new Continuation(SCOPE, body).run();
  }

  public static void throughUnwoven() {
    run(() -> Unwoven.call(Misuses::suspend));
  }

  public static String caughtAndGoesOn() {
    List<String> log = new ArrayList<>();
    Continuation c =
        new Continuation(
            SCOPE,
            () -> {
              try {
                Unwoven.call(Misuses::suspend);
              } catch (PinnedException e) {
                log.add("caught");
              }
              suspend();
              log.add("done");
            });
    c.run();
    log.add("suspended");
    c.run();
    return String.join(", ", log);
  }

  public static void throughMonitor() {
    run(() -> inMonitor(new Object()));
  }

  @Suspendable
  private static void inMonitor(Object lock) {
    synchronized (lock) {
      suspend();
    }
  }

  public static void throughConstructor() {
    run(Built::new);
  }

  /** Suspends while it is made. */
  private static final class Built {
    Built() {
      suspend();
    }
  }

  public static void throughReflection() {
    run(
        () -> {
          try {
            Built.class.getDeclaredConstructor().newInstance();
          } catch (java.lang.reflect.InvocationTargetException e) {
            throw (RuntimeException) e.getCause();
          }
        });
  }

  public static void suspendWithoutScope() {
    run(() -> Continuation.suspend(new ContinuationScope("other")));
  }

  public static void suspendInPlainCode() {
    Continuation.suspend(SCOPE);
  }

  public static void runDone() {
    Continuation c = new Continuation(SCOPE, () -> {});
    c.run();
    c.run();
  }

  public static void runMounted() {
    Continuation[] c = new Continuation[1];
    c[0] = new Continuation(SCOPE, () -> c[0].run());
    c[0].run();
  }

  public static void yieldOutside() {
    AtomicReference<Yielder<Integer, Object>> leaked = new AtomicReference<>();
    Generator<Integer, Object, Void> generator =
        Generator.of(
            yielder -> {
              leaked.set(yielder);
              yielder.yieldValue(1);
            });
    generator.next();
    leaked.get().yieldValue(2);
  }

  public static void nextInside() {
    List<Generator<Integer, Object, Void>> self = new ArrayList<>();
    self.add(Generator.of(yielder -> self.get(0).next()));
    self.get(0).next();
  }

  public static Runnable switchElsewhere(AtomicReference<Throwable> thrown) {
    Greenlet greenlet = new Greenlet(() -> {});
    return () -> {
      try {
        greenlet.switchTo();
      } catch (Throwable e) {
        thrown.set(e);
      }
    };
  }
}
