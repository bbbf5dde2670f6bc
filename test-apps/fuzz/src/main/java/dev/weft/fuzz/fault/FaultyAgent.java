package dev.weft.fuzz.fault;

import dev.weft.abi.Abi;
import dev.weft.abi.Agent;
import dev.weft.abi.Descriptors;
import dev.weft.abi.MethodSite;
import dev.weft.abi.PlainReason;
import dev.weft.abi.Resumer;
import dev.weft.abi.SavedVariables;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.Optional;
import java.util.function.Predicate;

/** Lets another copy of the agent make resumers and lambdas, until it is closed. */
final class FaultyAgent implements Agent, AutoCloseable {
  private static final String AGENT = "dev.weft.agent.";

  private final Agent original;
  private final Agent faulty;

  private FaultyAgent(Agent original, Agent faulty) {
    this.original = original;
    this.faulty = faulty;
  }

  /** Puts the copy that a loader has in the place of the agent. */
  static FaultyAgent install(ClassLoader loader) {
    try {
      Field present = Abi.class.getDeclaredField("agent");
      present.setAccessible(true);
      FaultyAgent installed = new FaultyAgent((Agent) present.get(null), agent(loader));
      Abi.install(installed);
      return installed;
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the agent is not what it was", e);
    }
  }

  private static Agent agent(ClassLoader loader) throws ReflectiveOperationException {
    Class<?> types = load(loader, "discover.JdkTypes");
    Class<?> patterns = load(loader, "discover.ClassPatterns");
    Class<?> policy = load(loader, "discover.SuspendablePolicy");
    Class<?> options = load(loader, "transform.WeaverOptions");
    Class<?> log = load(loader, "AgentLog");
    Class<?> contexts = load(loader, "LoaderContexts");
    Class<?> companions = load(loader, "CompanionMaker");
    Class<?> transformer = load(loader, "WeftTransformer");
    Class<?> inputOutput = load(loader, "InputOutput");
    Class<?> identity = load(loader, "TaskIdentity");
    Object jdkTypes = types.getMethod("load").invoke(null);
    Object include = patterns.getMethod("parse", String.class).invoke(null, "fuzzed.**");
    Object noPatterns = patterns.getField("NONE").get(null);
    Class<?> monitors = load(loader, "transform.SuspendingMonitors");
    Predicate<String> none = name -> false;
    Method open = log.getDeclaredMethod("open", Optional.class);
    open.setAccessible(true);
    Object said = open.invoke(null, Optional.empty());
    Object madePolicy =
        policy
            .getConstructor(patterns, patterns, Predicate.class)
            .newInstance(include, noPatterns, none);
    Object madeContexts =
        constructor(contexts, policy, options, monitors, log, types)
            .newInstance(
                madePolicy,
                options.getConstructor(boolean.class).newInstance(false),
                monitors.getConstructor(patterns).newInstance(noPatterns),
                said,
                jdkTypes);
    return (Agent)
        constructor(
                load(loader, "RuntimeAgent"),
                String.class,
                contexts,
                types,
                transformer,
                companions,
                inputOutput,
                identity,
                log)
            .newInstance(
                "",
                madeContexts,
                jdkTypes,
                null,
                null,
                null,
                null,
                said); // the original is asked for these
  }

  private static Class<?> load(ClassLoader loader, String name) throws ClassNotFoundException {
    return Class.forName(AGENT + name, true, loader);
  }

  private static Constructor<?> constructor(Class<?> type, Class<?>... parameters)
      throws NoSuchMethodException {
    Constructor<?> found = type.getDeclaredConstructor(parameters);
    found.setAccessible(true);
    return found;
  }

  @Override
  public Optional<CallSite> linkLambda(
      MethodHandles.Lookup caller, String name, MethodType factoryType, Object... arguments) {
    return faulty.linkLambda(caller, name, factoryType, arguments);
  }

  @Override
  public Resumer makeResumer(MethodHandles.Lookup caller, MethodSite site) {
    return faulty.makeResumer(caller, site);
  }

  /** Not the copy's: classes keep their companions, and would have those of another fault. */
  @Override
  public Optional<MethodHandles.Lookup> companion(Class<?> type) {
    return original.companion(type);
  }

  /** Not the copy's: it would be asked about the hidden classes that it needs to answer. */
  @Override
  public byte[] bridgeHidden(Class<?> host, byte[] bytes) {
    return original.bridgeHidden(host, bytes);
  }

  @Override
  public Optional<VarHandle> jdkField(Class<?> owner, String name) {
    return original.jdkField(owner, name);
  }

  @Override
  public Optional<MethodHandle> jdkMethod(Class<?> owner, String name, MethodType type) {
    return original.jdkMethod(owner, name, type);
  }

  @Override
  public void tasksBegin() {
    original.tasksBegin();
  }

  @Override
  public SavedVariables savedVariables(Resumer resumer) {
    return original.savedVariables(resumer);
  }

  @Override
  public MethodHandle inherited(
      MethodHandles.Lookup caller, String name, MethodType type, Class<?> declaring, int kind)
      throws ReflectiveOperationException {
    return original.inherited(caller, name, type, declaring, kind);
  }

  @Override
  public String options() {
    return original.options();
  }

  @Override
  public Descriptors descriptors() {
    return original.descriptors();
  }

  @Override
  public void watchClosing() {
    original.watchClosing();
  }

  @Override
  public Optional<PlainReason> explainPlainCall(
      Class<?> caller, String methodName, String descriptor, int line) {
    return original.explainPlainCall(caller, methodName, descriptor, line);
  }

  @Override
  public Optional<PlainReason> explainPlainBody(
      Class<?> owner, String methodName, String descriptor, int line) {
    return original.explainPlainBody(owner, methodName, descriptor, line);
  }

  @Override
  public byte[] transformByOther(
      Object instrumentation,
      Module module,
      ClassLoader loader,
      String className,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] bytes,
      boolean retransformer) {
    return original.transformByOther(
        instrumentation, module, loader, className, redefined, domain, bytes, retransformer);
  }

  @Override
  public void close() {
    Abi.install(original);
  }
}
