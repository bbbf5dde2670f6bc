package dev.weft.agent;

import dev.weft.agent.companion.ThreadRewriter;
import dev.weft.patch.Threads;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;

/**
 * Lets threads that the program starts become tasks, with {@code patch=on}: if {@link Thread} is as
 * it is known to be. Otherwise they stay threads, and one line says so.
 */
final class ThreadHook extends JdkHook {
  private String failure = "";

  private ThreadHook(AgentLog log) {
    super(log);
  }

  /**
   * Installs the hook.
   *
   * @param carriers how many are to run the threads; 0 for one a processor
   */
  static void install(Instrumentation instrumentation, AgentLog log, int carriers) {
    ThreadHook hook = new ThreadHook(log);
    boolean none = Threads.isTask(Thread.currentThread()); // loaded before Thread calls it
    assert !none;
    Class<?>[] loaded = hook.loaded(instrumentation).toArray(new Class<?>[0]);
    instrumentation.addTransformer(hook, true); // which has all its classes by now
    try {
      instrumentation.retransformClasses(loaded);
    } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
      hook.failure = e.toString();
    }
    if (hook.hasChanged(ThreadRewriter.required())) {
      Threads.begin(carriers);
    } else {
      log.say(
          "threads stay threads under patch=on: this JDK's are not as they are known ("
              + hook.failure
              + ")");
    }
  }

  @Override
  boolean isConcerned(String className) {
    return ThreadRewriter.isConcerned(className);
  }

  @Override
  byte[] change(String className, byte[] bytes) {
    return ThreadRewriter.rewrite(bytes).orElse(null);
  }

  @Override
  void failed(String className, RuntimeException e) {
    failure = className + ": " + e;
    if (!ThreadRewriter.required().contains(className)) {
      log.say("jobs of the JDK's " + className + " stay on its threads: " + e);
    }
  }
}
