package dev.weft.agent;

import dev.weft.abi.Abi;
import dev.weft.abi.Chaos;
import dev.weft.agent.discover.JdkTypes;
import dev.weft.agent.discover.SuspendablePolicy;
import dev.weft.agent.names.RuntimeNames;
import dev.weft.agent.transform.WeaverOptions;
import java.io.File;
import java.lang.instrument.Instrumentation;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import net.bytebuddy.agent.ByteBuddyAgent;

/**
 * The agent's entry points: {@code -javaagent}, attachment to a running JVM, and {@link #install}
 * for tests.
 */
public final class WeftAgent {
  /** The name the jar must have: it names itself in its Boot-Class-Path. */
  static final String JAR = "weft-agent.jar";

  private WeftAgent() {}

  /** Called by the JVM before {@code main}; wrong options end the JVM with a message. */
  public static void premain(String options, Instrumentation instrumentation) {
    try {
      start(options, instrumentation, false);
    } catch (IllegalArgumentException | IllegalStateException e) {
      System.err.println("weft: " + e.getMessage());
      System.exit(1);
    }
  }

  /** Called by the JVM when the agent is attached to it. */
  public static void agentmain(String options, Instrumentation instrumentation) {
    start(options, instrumentation, true);
  }

  /**
   * Attaches the agent to this JVM, for tests and tools that cannot pass {@code -javaagent}; does
   * nothing if it runs already. Call it before any class that is to be woven, or uses Weft, is
   * loaded. JDK 21 and later want {@code -XX:+EnableDynamicAgentLoading}, and warn without.
   *
   * @throws IllegalStateException if it cannot be attached; the message says why
   */
  public static void install() {
    install("");
  }

  /** The same with the options of {@code -javaagent}. */
  public static void install(String options) {
    if (ClassLoader.getSystemResource("dev/weft/agent/WeftAgent.class") != null && isRunning()) {
      return;
    }
    AgentOptions.parse(options);
    Path jar = ownJar();
    ByteBuddyAgent.attach(
        new File(jar.toString()), Long.toString(ProcessHandle.current().pid()), options);
  }

  /** Asked of the boot loader's copy, which is the one that counts. */
  private static boolean isRunning() {
    try {
      Class<?> abi = Class.forName("dev.weft.abi.Abi", true, null);
      return (Boolean) abi.getMethod("isAgentPresent").invoke(null);
    } catch (ClassNotFoundException e) {
      return false;
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

  private static void start(String text, Instrumentation instrumentation, boolean attached) {
    if (WeftAgent.class.getClassLoader() != null) {
      throw new IllegalStateException(
          "the agent's jar must be called "
              + JAR
              + ", since it names itself in its"
              + " Boot-Class-Path; it is "
              + ownJarName());
    }
    if (Abi.isAgentPresent()) {
      throw new IllegalStateException("the agent is running already; give -javaagent once");
    }
    AgentOptions options = AgentOptions.parse(text);
    AgentLog log = AgentLog.open(options.log());
    Set<String> loadedBefore = attached ? loadedClasses(instrumentation) : Set.of();
    JdkTypes jdkTypes = JdkTypes.load();
    LoaderContexts contexts =
        new LoaderContexts(
            new SuspendablePolicy(options.include(), options.exclude(), loadedBefore::contains),
            new WeaverOptions(options.chaos().isPresent()),
            log,
            jdkTypes);
    options.chaos().ifPresent(chaos -> Chaos.configure(chaos.seed(), chaos.rate()));
    Abi.install(new RuntimeAgent(contexts, jdkTypes, log));
    Optional<ClassDump> dump = options.dump().map(folder -> new ClassDump(folder, log));
    // Not retransform-capable: agents that come later retransform from our bytes, not around them.
    instrumentation.addTransformer(new WeftTransformer(contexts, log, dump), false);
    HiddenClassHook.install(instrumentation, log);
    RuntimeVersion.check(log);
  }

  private static String ownJarName() {
    try {
      return String.valueOf(WeftAgent.class.getProtectionDomain().getCodeSource().getLocation());
    } catch (SecurityException e) {
      return "called otherwise";
    }
  }

  /** Classes that were loaded before an attached agent have no twins, and never will. */
  private static Set<String> loadedClasses(Instrumentation instrumentation) {
    Set<String> names = new HashSet<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      ClassLoader loader = type.getClassLoader();
      String name = type.getName().replace('.', '/');
      if (loader != null && !type.isArray()) {
        if (SecondCopy.isRuntime(name)) {
          throw new IllegalStateException(
              SecondCopy.message(loader, name)
                  + "; when attaching, call WeftAgent.install() before Weft is first used");
        }
        if (!name.startsWith(RuntimeNames.RUNTIME_PACKAGE + "agent/")) {
          names.add(name);
        }
      }
    }
    return Set.copyOf(names);
  }
}
