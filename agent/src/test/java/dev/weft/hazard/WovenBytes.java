package dev.weft.hazard;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.concurrent.atomic.AtomicReference;
import net.bytebuddy.agent.ByteBuddyAgent;

/** Class files as the JVM gets them from the agent. */
final class WovenBytes {
  private static final Instrumentation INSTRUMENTATION = ByteBuddyAgent.install();

  private WovenBytes() {}

  static Instrumentation instrumentation() {
    return INSTRUMENTATION;
  }

  /**
   * The woven class file of one class of a target. The class is loaded once more for it: what
   * retransformation shows is put together from memory, and lacks attributes.
   */
  static byte[] of(Target target, String className) {
    ClassLoader loader = TargetLoader.woven(target);
    String internalName = className.replace('.', '/');
    AtomicReference<byte[]> seen = new AtomicReference<>();
    ClassFileTransformer behindTheAgent =
        new ClassFileTransformer() {
          @Override
          public byte[] transform(
              ClassLoader definer,
              String name,
              Class<?> redefined,
              ProtectionDomain domain,
              byte[] bytes) {
            if (definer == loader && name.equals(internalName)) {
              seen.set(bytes);
            }
            return null;
          }
        };
    INSTRUMENTATION.addTransformer(behindTheAgent, true);
    try {
      Class.forName(className, false, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(className, e);
    } finally {
      INSTRUMENTATION.removeTransformer(behindTheAgent);
    }
    return seen.get();
  }
}
