package dev.weft.conformance.self;

import com.sun.management.OperatingSystemMXBean;
import dev.weft.SuspendableRunnable;
import dev.weft.abi.Chaos;
import dev.weft.continuation.Continuation;
import dev.weft.continuation.ContinuationScope;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The program of the JVM in which the weaver weaves itself: plainly, without the agent, or woven
 * and inside a coroutine.
 *
 * <p>Arguments: {@code plain} or {@code woven}, the agent's jar, a folder for the classes, a file
 * for the counts.
 */
public final class SelfProcess {
  private static final ContinuationScope SCOPE = new ContinuationScope("self");

  private SelfProcess() {}

  /** Weaves. */
  public static void main(String[] arguments) throws Exception {
    boolean woven = arguments[0].equals("woven");
    Path jar = Path.of(arguments[1]);
    Path output = Path.of(arguments[2]);
    long suspended = 0;
    try (Weavers loader = new Weavers(jar)) {
      SuspendableRunnable afterEach =
          woven
              ? () -> Continuation.suspend(SCOPE)
              : () -> {
                // there is nobody to suspend
              };
      SuspendableRunnable weaver =
          (SuspendableRunnable)
              loader
                  .loadClass(SelfWeaver.class.getName())
                  .getConstructor(Path.class, Path.class, SuspendableRunnable.class)
                  .newInstance(jar, output, afterEach);
      if (woven) {
        Continuation continuation = new Continuation(SCOPE, weaver);
        continuation.run();
        while (!continuation.isDone()) {
          suspended++;
          continuation.run();
        }
      } else {
        weaver.run();
      }
    }
    long millis =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
            / 1_000_000;
    Files.writeString(
        Path.of(arguments[3]), millis + " " + suspended + " " + (woven ? Chaos.forced() : 0));
  }

  /** A loader with a weaver of its own, so that the agent sees it being loaded. */
  private static final class Weavers extends URLClassLoader {
    Weavers(Path agent) throws IOException, URISyntaxException {
      super(
          new URL[] {
            agent.toUri().toURL(),
            SelfProcess.class.getProtectionDomain().getCodeSource().getLocation().toURI().toURL()
          });
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("dev.weft.agent.") && !name.equals(SelfWeaver.class.getName())) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }
}
