package dev.weft.hazard;

import dev.weft.abi.Abi;
import dev.weft.agent.transform.ClassWeaver;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import net.bytebuddy.agent.ByteBuddyAgent;

/** Class files as the JVM gets them from the agent. */
final class WovenBytes {
  private static final Instrumentation INSTRUMENTATION = ByteBuddyAgent.install();

  private WovenBytes() {}

  static Instrumentation instrumentation() {
    return INSTRUMENTATION;
  }

  /**
   * The woven class file of one class of a target, as the running agent makes it. No transformer
   * can see it: the agent hides it from them.
   */
  static byte[] of(Target target, String className) {
    try {
      ClassLoader loader = TargetLoader.woven(target);
      Field installed = Abi.class.getDeclaredField("agent");
      installed.setAccessible(true);
      Object agent = installed.get(null);
      Field contexts = agent.getClass().getDeclaredField("contexts");
      contexts.setAccessible(true);
      Method of = contexts.getType().getDeclaredMethod("of", ClassLoader.class);
      of.setAccessible(true);
      Object context = of.invoke(contexts.get(agent), loader);
      Method weaver = context.getClass().getDeclaredMethod("weaver");
      weaver.setAccessible(true);
      byte[] original = SuspendPoints.classFile(target, className);
      return ((ClassWeaver) weaver.invoke(context)).weave(original).bytes().orElse(original);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(className, e);
    }
  }
}
