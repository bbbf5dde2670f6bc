package dev.weft.agent;

import static java.lang.invoke.MethodType.methodType;

import dev.weft.agent.companion.IdentityRewriter;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;

/**
 * Tells {@code java.util.concurrent} of tasks: its classes ask the runtime for the current thread,
 * and park and unpark through it. Only bodies change, so that loaded classes can be changed, too;
 * and not before the first hub starts.
 */
final class TaskIdentity implements ClassFileTransformer {
  private final Instrumentation instrumentation;
  private final TrustedLookup trusted;
  private final AgentLog log;
  private boolean begun;

  TaskIdentity(Instrumentation instrumentation, TrustedLookup trusted, AgentLog log) {
    this.instrumentation = instrumentation;
    this.trusted = trusted;
    this.log = log;
  }

  /** A private field of {@link Thread} with a map of thread locals. */
  Optional<VarHandle> threadField(String name) {
    try {
      Class<?> map = Class.forName("java.lang.ThreadLocal$ThreadLocalMap");
      return Optional.of(trusted.get().in(Thread.class).findVarHandle(Thread.class, name, map));
    } catch (ReflectiveOperationException | RuntimeException e) {
      log.say("tasks share the thread locals of their carriers on this JDK: " + e);
      return Optional.empty();
    }
  }

  /** Who owns a synchronizer, which the JDK tells its own locks only. */
  Optional<MethodHandle> lockOwner() {
    try {
      Class<?> locks = AbstractOwnableSynchronizer.class;
      return Optional.of(
          trusted
              .get()
              .in(locks)
              .findVirtual(locks, "getExclusiveOwnerThread", methodType(Thread.class)));
    } catch (ReflectiveOperationException | RuntimeException e) {
      log.say("deadlocks of the JDK's locks are not found on this JDK: " + e);
      return Optional.empty();
    }
  }

  /** Changes the classes, once. */
  synchronized void begin() {
    if (begun) {
      return;
    }
    begun = true;
    List<Class<?>> loaded = new ArrayList<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (type.getClassLoader() == null
          && !type.isArray()
          && !type.isHidden()
          && IdentityRewriter.isConcerned(type.getName().replace('.', '/'))) {
        loaded.add(type);
      }
    }
    instrumentation.addTransformer(this, true); // which has all its classes by now
    try {
      if (!loaded.isEmpty()) {
        instrumentation.retransformClasses(loaded.toArray(new Class<?>[0]));
      }
    } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
      log.say("locks of java.util.concurrent belong to carriers, not to tasks: " + e);
    }
  }

  @Override
  public byte[] transform(
      ClassLoader loader,
      String className,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] bytes) {
    if (loader != null || className == null || !IdentityRewriter.isConcerned(className)) {
      return null;
    }
    try {
      return IdentityRewriter.rewrite(bytes).orElse(null);
    } catch (RuntimeException e) { // a JDK newer than ASM
      log.say("locks of the JDK's " + className + " belong to carriers, not to tasks: " + e);
      return null;
    }
  }
}
