package dev.weft.agent;

import dev.weft.agent.companion.IdentityRewriter;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells {@code java.util.concurrent} of tasks: its classes ask the runtime for the current thread,
 * and park and unpark through it. Only bodies change, so that loaded classes can be changed, too;
 * and not before the first hub starts.
 */
final class TaskIdentity extends JdkHook {
  /** What the runtime may have of the JDK's. Some are there in some JDKs alone. */
  private static final Set<String> FIELDS =
      Set.of(
          "java.lang.Thread.threadLocals",
          "java.lang.Thread.inheritableThreadLocals",
          "java.lang.Thread.target",
          "java.lang.Thread.holder",
          "java.lang.Thread$FieldHolder.task",
          "java.util.concurrent.FutureTask.callable",
          "java.util.concurrent.Executors$RunnableAdapter.task",
          "java.util.concurrent.ThreadPoolExecutor$Worker.firstTask",
          "java.util.concurrent.ThreadPoolExecutor$Worker.this$0");

  /** Who owns a synchronizer, which the JDK tells its own locks only. */
  private static final String OWNER =
      "java.util.concurrent.locks.AbstractOwnableSynchronizer.getExclusiveOwnerThread()Thread";

  /** What the runtime may call of the JDK's. */
  private static final Set<String> METHODS =
      Set.of("java.lang.Thread.exit()void", "java.lang.ThreadGroup.add(Thread)void", OWNER);

  /** And where the stages of a future keep their functions. */
  private static final Pattern FUNCTIONS =
      Pattern.compile("java\\.util\\.concurrent\\.CompletableFuture\\$\\w+\\.fn");

  private final Instrumentation instrumentation;
  private final TrustedLookup trusted;
  private boolean begun;

  TaskIdentity(Instrumentation instrumentation, TrustedLookup trusted, AgentLog log) {
    super(log);
    this.instrumentation = instrumentation;
    this.trusted = trusted;
  }

  /** A private field of a class of the JDK; empty if it is none of {@link #FIELDS}. */
  Optional<VarHandle> field(Class<?> owner, String name) {
    String full = owner.getName() + "." + name;
    if (!FIELDS.contains(full) && !FUNCTIONS.matcher(full).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(trusted.get().in(owner).unreflectVarHandle(owner.getDeclaredField(name)));
    } catch (ReflectiveOperationException | RuntimeException e) {
      if (owner == Thread.class && name.endsWith("Locals")) {
        log.say("tasks share the thread locals of their carriers on this JDK: " + e);
      }
      return Optional.empty();
    }
  }

  /** A private method of a class of the JDK; empty if it is none of {@link #METHODS}. */
  Optional<MethodHandle> method(Class<?> owner, String name, MethodType type) {
    String full = owner.getName() + "." + name + type;
    if (!METHODS.contains(full)) {
      return Optional.empty();
    }
    try {
      return Optional.of(trusted.get().in(owner).findVirtual(owner, name, type));
    } catch (ReflectiveOperationException | RuntimeException e) {
      if (full.equals(OWNER)) {
        log.say("deadlocks of the JDK's locks are not found on this JDK: " + e);
      }
      return Optional.empty(); // what it is for is not to be done on this JDK
    }
  }

  /** Changes the classes, once. */
  synchronized void begin() {
    if (begun) {
      return;
    }
    begun = true;
    List<Class<?>> loaded = loaded(instrumentation);
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
  boolean isConcerned(String className) {
    return IdentityRewriter.isConcerned(className);
  }

  @Override
  byte[] change(String className, byte[] bytes) {
    return IdentityRewriter.rewrite(bytes).orElse(null);
  }

  @Override
  void failed(String className, RuntimeException e) {
    log.say("locks of the JDK's " + className + " belong to carriers, not to tasks: " + e);
  }
}
