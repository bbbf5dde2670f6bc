package dev.weft.agent;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.jar.JarFile;
import net.bytebuddy.agent.ByteBuddyAgent;

/**
 * The agent's entry points: {@code -javaagent}, attachment to a running JVM, and {@link #install}
 * for tests.
 *
 * <p>An application that attaches the agent itself has this class twice: from its own class path,
 * and in the boot loader. So this class refers to nothing of the runtime, of which there must be
 * only the boot loader's copy; what does is in {@link Startup}.
 */
public final class WeftAgent {
  /** The name the jar must have: it names itself in its Boot-Class-Path. */
  static final String JAR = "weft-agent.jar";

  private WeftAgent() {}

  /** Called by the JVM before {@code main}; wrong options end the JVM with a message. */
  public static void premain(String options, Instrumentation instrumentation) {
    try {
      if (!isInBootLoader()) {
        throw renamed();
      }
      Startup.start(options, instrumentation, false);
    } catch (IllegalArgumentException | IllegalStateException e) {
      System.err.println("weft: " + e.getMessage());
      System.exit(1);
    }
  }

  /** Called by the JVM when the agent is attached to it. */
  public static void agentmain(String options, Instrumentation instrumentation) {
    if (isInBootLoader()) {
      Startup.start(options, instrumentation, true);
    } else {
      // The application has the jar on its path too, and its loader had loaded this class already.
      startInBootLoader(options, instrumentation);
    }
  }

  /**
   * Attaches the agent to this JVM, for tests and tools that cannot pass {@code -javaagent}; does
   * nothing if it runs already, and says so if that is with other options. Call it before any class
   * that is to be woven, or uses Weft, is loaded. JDK 21 and later want {@code
   * -XX:+EnableDynamicAgentLoading}, and warn without.
   *
   * @throws IllegalStateException if it cannot be attached; the message says why
   */
  public static void install() {
    install("");
  }

  /** The same with the options of {@code -javaagent}. */
  public static void install(String options) {
    AgentOptions.parse(options);
    String running = runningOptions();
    if (running != null) {
      if (!options.isBlank() && !options.strip().equals(running)) {
        System.err.println(
            "weft: the agent is running already, "
                + (running.isEmpty() ? "without options" : "with '" + running + "'")
                + "; those of this WeftAgent.install, '"
                + options.strip()
                + "', come too late: give all of them where the agent is started first");
      }
      return;
    }
    Path jar = ownJar();
    Instrumentation instrumentation = ByteBuddyAgent.install();
    try (JarFile file = new JarFile(jar.toFile())) {
      instrumentation.appendToBootstrapClassLoaderSearch(file);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + jar, e);
    }
    startInBootLoader(options, instrumentation);
  }

  private static boolean isInBootLoader() {
    return WeftAgent.class.getClassLoader() == null;
  }

  /** Starts the copy of this class that the boot loader has by now: the runtime is beside it. */
  private static void startInBootLoader(String options, Instrumentation instrumentation) {
    try {
      Class.forName(WeftAgent.class.getName(), true, null)
          .getMethod("agentmain", String.class, Instrumentation.class)
          .invoke(null, options, instrumentation);
    } catch (ClassNotFoundException e) {
      throw renamed();
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("the agent could not start: " + e.getCause(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the boot loader has a strange copy of Weft", e);
    }
  }

  /**
   * Those of the agent that runs; null when none does. Asked of the boot loader's copy, which is
   * the one that counts.
   */
  private static String runningOptions() {
    try {
      Class<?> abi = Class.forName("dev.weft.abi.Abi", true, null);
      return (String) abi.getMethod("agentOptions").invoke(null);
    } catch (ClassNotFoundException e) {
      return null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the boot loader has a strange copy of Weft", e);
    }
  }

  private static Path ownJar() {
    try {
      URI location = WeftAgent.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      Path jar = Path.of(location);
      if (jar.getFileName().toString().equals(JAR)) {
        return jar;
      }
      throw new IllegalStateException(
          "WeftAgent.install() needs " + JAR + " on the class path, and found " + jar);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("cannot find " + JAR, e);
    }
  }

  private static IllegalStateException renamed() {
    CodeSource source = WeftAgent.class.getProtectionDomain().getCodeSource();
    return new IllegalStateException(
        "the agent's jar must be called "
            + JAR
            + ", since it names itself in its Boot-Class-Path; rename "
            + (source == null ? "it" : source.getLocation()));
  }
}
