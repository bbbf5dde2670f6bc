package dev.weft.agent;

import dev.weft.agent.companion.ThreadRewriter;
import dev.weft.patch.Threads;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Lets threads that the program starts become tasks, with {@code patch=on}: if {@link Thread} is as
 * it is known to be. Otherwise they stay threads, and one line says so.
 */
final class ThreadHook implements ClassFileTransformer {
  private final AgentLog log;
  private final Set<String> changed = new HashSet<>();
  private String failure = "";

  private ThreadHook(AgentLog log) {
    this.log = log;
  }

  /**
   * Installs the hook.
   *
   * @param carriers how many are to run the threads; 0 for one a processor
   */
  static void install(Instrumentation instrumentation, AgentLog log, int carriers) {
    ThreadHook hook = new ThreadHook(log);
    List<Class<?>> loaded = new ArrayList<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (type.getClassLoader() == null
          && !type.isArray()
          && !type.isHidden()
          && ThreadRewriter.isConcerned(type.getName().replace('.', '/'))) {
        loaded.add(type);
      }
    }
    boolean none = Threads.isTask(Thread.currentThread()); // loaded before Thread calls it
    assert !none;
    // Retransform-capable, so that the change survives retransformation by another agent.
    instrumentation.addTransformer(hook, true);
    try {
      instrumentation.retransformClasses(loaded.toArray(new Class<?>[0]));
    } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
      hook.failure = e.toString();
    }
    if (hook.changed.containsAll(ThreadRewriter.required())) {
      Threads.begin(carriers);
    } else {
      log.say(
          "threads stay threads under patch=on: this JDK's are not as they are known ("
              + hook.failure
              + ")");
    }
  }

  @Override
  public byte[] transform(
      ClassLoader loader,
      String className,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] bytes) {
    if (loader != null || className == null || !ThreadRewriter.isConcerned(className)) {
      return null;
    }
    try {
      byte[] rewritten = ThreadRewriter.rewrite(bytes).orElse(null);
      if (rewritten != null) {
        synchronized (changed) {
          changed.add(className);
        }
      }
      return rewritten;
    } catch (RuntimeException e) { // another JDK, or one newer than ASM
      failure = className + ": " + e;
      if (!ThreadRewriter.required().contains(className)) {
        log.say("jobs of the JDK's " + className + " stay on its threads: " + e);
      }
      return null;
    }
  }
}
