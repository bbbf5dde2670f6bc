package dev.weft.it.targets;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.Arrays;

/** Another agent, which shows everybody behind it a {@code Thread} that nobody can read. */
public final class StrangeThread implements ClassFileTransformer {
  private StrangeThread() {}

  /** Called by the JVM, before Weft. */
  public static void premain(String options, Instrumentation instrumentation) {
    instrumentation.addTransformer(new StrangeThread(), true);
  }

  @Override
  public byte[] transform(
      ClassLoader loader,
      String className,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] bytes) {
    return "java/lang/Thread".equals(className) ? Arrays.copyOf(bytes, bytes.length / 2) : null;
  }
}
