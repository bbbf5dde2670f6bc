package dev.weft.agent;

import dev.weft.abi.Agent;
import dev.weft.abi.Descriptors;
import dev.weft.abi.MethodSite;
import dev.weft.abi.PlainReason;
import dev.weft.abi.Resumer;
import dev.weft.abi.SavedVariables;
import dev.weft.agent.companion.Companions;
import dev.weft.agent.discover.JdkTypes;
import dev.weft.agent.discover.Substitutions;
import dev.weft.agent.spin.LambdaSpinner;
import dev.weft.agent.spin.ResumerSpinner;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.Optional;

/** What the runtime asks of the agent. */
final class RuntimeAgent implements Agent {
  private final String options;
  private final LambdaSpinner lambdas;
  private final LoaderContexts contexts;
  private final WeftTransformer transformer;
  private final CompanionMaker companions;
  private final InputOutput inputOutput;
  private final TaskIdentity identity;
  private final AgentLog log;
  private final VariableNames variables;
  private final Explanations explanations;
  private volatile Optional<Method> transformersOfOthers = Optional.empty();

  RuntimeAgent(
      String options,
      LoaderContexts contexts,
      JdkTypes jdkTypes,
      WeftTransformer transformer,
      CompanionMaker companions,
      InputOutput inputOutput,
      TaskIdentity identity,
      AgentLog log) {
    this.options = options == null ? "" : options.strip();
    this.companions = companions;
    this.inputOutput = inputOutput;
    this.identity = identity;
    this.log = log;
    this.transformer = transformer;
    this.lambdas = new LambdaSpinner(jdkTypes);
    this.contexts = contexts;
    this.variables = new VariableNames(contexts);
    this.explanations = new Explanations(contexts);
  }

  @Override
  public String options() {
    return options;
  }

  @Override
  public Optional<CallSite> linkLambda(
      MethodHandles.Lookup caller, String name, MethodType factoryType, Object... arguments) {
    return lambdas.link(
        substitutions(caller.lookupClass().getClassLoader()), caller, name, factoryType, arguments);
  }

  private Substitutions substitutions(ClassLoader loader) {
    return loader == null ? Substitutions.builtIn() : contexts.of(loader).lookup().substitutions();
  }

  @Override
  public byte[] bridgeHidden(Class<?> host, byte[] bytes) {
    ClassLoader loader = host.getClassLoader();
    if (loader == null || loader == ClassLoader.getPlatformClassLoader()) {
      return bytes;
    }
    try {
      return contexts.of(loader).weaver().bridge(bytes).bytes().orElse(bytes);
    } catch (RuntimeException e) { // of whatever kind ASM says "malformed" by
      log.say("cannot look at a hidden class of " + host.getName() + ": " + e);
      return bytes;
    }
  }

  /** From now on other agents see the class files from before weaving. */
  void hideWovenCode(Optional<Method> transformMethod) {
    transformersOfOthers = transformMethod;
  }

  @Override
  public byte[] transformByOther(
      Object instrumentation,
      Module module,
      ClassLoader loader,
      String className,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] original,
      boolean retransformer) {
    try {
      Method transform = transformersOfOthers.orElseThrow();
      byte[] changed =
          (byte[])
              transform.invoke(
                  instrumentation,
                  module,
                  loader,
                  className,
                  redefined,
                  domain,
                  original,
                  retransformer);
      return changed == null ? null : transformer.weave(loader, className, redefined, changed);
    } catch (IllegalAccessException | InvocationTargetException | RuntimeException e) {
      log.say("another agent's change of " + className.replace('/', '.') + " is lost: " + e);
      return null;
    }
  }

  @Override
  public Resumer makeResumer(MethodHandles.Lookup caller, MethodSite site) {
    return Companions.resumer(caller, site).orElseGet(() -> ResumerSpinner.spin(caller, site));
  }

  @Override
  public Optional<VarHandle> jdkField(Class<?> owner, String name) {
    return identity.field(owner, name);
  }

  @Override
  public Optional<MethodHandle> jdkMethod(Class<?> owner, String name, MethodType type) {
    return identity.method(owner, name, type);
  }

  @Override
  public void tasksBegin() {
    identity.begin();
  }

  @Override
  public Optional<MethodHandles.Lookup> companion(Class<?> type) {
    return companions.companions().of(type);
  }

  @Override
  public SavedVariables savedVariables(Resumer resumer) {
    return variables.of(resumer);
  }

  @Override
  public MethodHandle inherited(
      MethodHandles.Lookup caller, String name, MethodType type, Class<?> declaring, int kind)
      throws ReflectiveOperationException {
    return companions.companions().inherited(caller, name, type, declaring, kind);
  }

  @Override
  public Descriptors descriptors() {
    return inputOutput.descriptors();
  }

  @Override
  public void watchClosing() {
    inputOutput.watchClosing();
  }

  @Override
  public Optional<PlainReason> explainPlainCall(
      Class<?> caller, String methodName, String descriptor, int line) {
    return explanations.ofCall(caller, methodName, descriptor, line);
  }

  @Override
  public Optional<PlainReason> explainPlainBody(
      Class<?> owner, String methodName, String descriptor, int line) {
    return explanations.ofBody(owner, methodName, descriptor, line);
  }
}
