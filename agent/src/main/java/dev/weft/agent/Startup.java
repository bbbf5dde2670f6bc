package dev.weft.agent;

import dev.weft.abi.Abi;
import dev.weft.abi.Chaos;
import dev.weft.agent.discover.BlockingMethods;
import dev.weft.agent.discover.JdkTypes;
import dev.weft.agent.discover.SuspendablePolicy;
import dev.weft.agent.names.RuntimeNames;
import dev.weft.agent.transform.CallReporter;
import dev.weft.agent.transform.SuspendingMonitors;
import dev.weft.agent.transform.WeaverOptions;
import dev.weft.report.BlockingCalls;
import dev.weft.report.BlockingReport;
import java.lang.instrument.Instrumentation;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Starts the agent: the boot loader's copy of it, which is the only one that may. */
final class Startup {
  private Startup() {}

  /**
   * Starts the agent in this JVM.
   *
   * @param attached whether classes of the application may be loaded already
   * @throws IllegalArgumentException if an option is wrong; the message is for the user
   * @throws IllegalStateException if the agent runs already, or is attached too late
   */
  static void start(String text, Instrumentation instrumentation, boolean attached) {
    if (Abi.isAgentPresent()) {
      throw new IllegalStateException("the agent is running already; give -javaagent once");
    }
    AgentOptions options = AgentOptions.parse(text);
    AgentLog log = AgentLog.open(options.log());
    Set<String> loadedBefore = attached ? loadedClasses(instrumentation) : Set.of();
    if (attached) {
      LoadedBefore.report(loadedBefore, options, log);
    }
    JdkTypes jdkTypes = JdkTypes.load();
    LoaderContexts contexts =
        new LoaderContexts(
            new SuspendablePolicy(
                options.include(),
                options.exclude(),
                new Names(loadedBefore),
                options.patch() == AgentOptions.Patch.ON),
            new WeaverOptions(options.chaos().isPresent(), options.debug()),
            new SuspendingMonitors(options.monitors()),
            log,
            jdkTypes);
    if (options.chaos().isPresent()) {
      Chaos.configure(options.chaos().get().seed(), options.chaos().get().rate());
    }
    Optional<ClassDump> dump =
        options.dump().isPresent()
            ? Optional.of(ClassDump.open(options.dump().get(), log))
            : Optional.empty();
    List<UnusedPatterns> unused =
        List.of(
            UnusedPatterns.watch("include", options.include(), log),
            UnusedPatterns.watch("monitors", options.monitors(), log));
    for (String name : loadedBefore) { // no lambda: the JVM is just starting
      for (UnusedPatterns patterns : unused) {
        patterns.note(name);
      }
    }
    WeftTransformer transformer =
        new WeftTransformer(contexts, log, dump, unused, callReporter(options));
    TrustedLookup trusted = new TrustedLookup(instrumentation);
    InputOutput inputOutput = new InputOutput(instrumentation, trusted, log);
    RuntimeAgent agent =
        new RuntimeAgent(
            text,
            contexts,
            jdkTypes,
            transformer,
            new CompanionMaker(contexts, trusted, inputOutput, log),
            inputOutput,
            new TaskIdentity(instrumentation, trusted, log),
            log);
    Abi.install(agent);
    agent.hideWovenCode(OtherAgentsHook.install(instrumentation, log));
    // Retransform-capable: behind all agents that are not, and again when another one retransforms.
    instrumentation.addTransformer(transformer, true);
    HiddenClassHook.install(instrumentation, log);
    ProxyHook.install(instrumentation, log);
    if (options.patch() == AgentOptions.Patch.ON) {
      inputOutput.begin();
      ThreadHook.install(instrumentation, log, options.carriers());
    }
    RuntimeVersion.check(log);
  }

  /** What brackets blocking calls, if a report was asked for. */
  private static Optional<CallReporter> callReporter(AgentOptions options) {
    if (options.patch() != AgentOptions.Patch.REPORT) {
      return Optional.empty();
    }
    BlockingReport.start(options.report());
    return Optional.of(new CallReporter(BlockingMethods.load(), BlockingCalls::site));
  }

  /** Whether a name is one of these. No lambda: the JVM is just starting. */
  private record Names(Set<String> names) implements Predicate<String> {
    @Override
    public boolean test(String name) {
      return names.contains(name);
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
              "the agent was attached too late: "
                  + type.getName()
                  + " was loaded by "
                  + loader
                  + " before; call WeftAgent.install() before anything of Weft is used, or start"
                  + " the JVM with -javaagent:"
                  + WeftAgent.JAR);
        }
        if (!name.startsWith(RuntimeNames.RUNTIME_PACKAGE + "agent/")) {
          names.add(name);
        }
      }
    }
    return Set.copyOf(names);
  }
}
