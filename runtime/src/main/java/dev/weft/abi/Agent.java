package dev.weft.abi;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.security.ProtectionDomain;
import java.util.Optional;

/**
 * What the runtime needs from the agent at run time: classes spun on demand, and explanations. The
 * agent registers itself with {@link Abi#install}; the runtime never refers to ASM.
 */
public interface Agent {

  /** The options it was started with, as they were given; empty for none. */
  String options();

  /**
   * Links a lambda expression or method reference to a class that also implements the woven twin.
   *
   * @param arguments the static arguments of the original bootstrap, unchanged
   * @return empty for shapes the agent leaves to the JDK's metafactory
   */
  Optional<CallSite> linkLambda(
      MethodHandles.Lookup caller, String name, MethodType factoryType, Object... arguments);

  /** Adds bridges to a hidden class, if it overrides suspendable methods. Never throws. */
  byte[] bridgeHidden(Class<?> host, byte[] bytes);

  /**
   * Hands the original of a woven class file to another agent, and weaves what comes back. Never
   * throws.
   *
   * @param instrumentation the JDK's object that stands for the other agent
   * @param redefined the class to be changed; null while it is being loaded
   * @param original what the other agent is to see
   * @return null if the other agent changed nothing, else the class file to go on with
   */
  byte[] transformByOther(
      Object instrumentation,
      Module module,
      ClassLoader loader,
      String className,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] original,
      boolean retransformer);

  /** Makes the resumer of one woven method: a hidden nestmate that calls its resume body. */
  Resumer makeResumer(MethodHandles.Lookup caller, MethodSite site);

  /**
   * A look-up in the companion of a class of the JDK: a hidden nestmate with static woven twins of
   * some of its methods, which take the receiver first. Never throws.
   *
   * @return empty when the class has none
   */
  Optional<MethodHandles.Lookup> companion(Class<?> type);

  /** Which variables the frames of a method hold, from its class file again. Never throws. */
  SavedVariables savedVariables(Resumer resumer);

  /**
   * A private field of a class of the JDK, if it is one of those that the agent hands out. Never
   * throws.
   *
   * @return empty if this JDK has none such
   */
  Optional<VarHandle> jdkField(Class<?> owner, String name);

  /** A private method of a class of the JDK, likewise. */
  Optional<MethodHandle> jdkMethod(Class<?> owner, String name, MethodType type);

  /**
   * Tells {@code java.util.concurrent} of tasks, if that was not done: its classes ask the runtime
   * who calls them. Never throws.
   */
  void tasksBegin();

  /**
   * Says why a call made by a woven method was made without the coroutine's frame stack.
   *
   * @param caller the class of the woven method
   * @param methodName name of the body that runs: the woven twin or the resume body
   * @param descriptor descriptor of that body
   * @param line the line of the call; below 1 when unknown
   * @return empty when the agent knows no reason in the caller
   */
  Optional<PlainReason> explainPlainCall(
      Class<?> caller, String methodName, String descriptor, int line);

  /**
   * Says why a method runs its plain body when woven code calls it.
   *
   * @param line the line it is at; below 1 when unknown
   * @return empty when the agent knows no reason
   */
  Optional<PlainReason> explainPlainBody(
      Class<?> owner, String methodName, String descriptor, int line);

  /**
   * A member of a JDK class that the class of a companion inherits from another package, where it
   * is protected.
   *
   * @param kind 0 reads a field, 1 writes one, 2 calls a method; the receiver comes first
   * @throws IllegalCallerException if {@code caller} is not a companion
   */
  MethodHandle inherited(
      MethodHandles.Lookup caller, String name, MethodType type, Class<?> declaring, int kind)
      throws ReflectiveOperationException;

  /**
   * What is known of the operating system's descriptors.
   *
   * @throws IllegalStateException if this is a JDK that the agent does not know
   */
  Descriptors descriptors();

  /** From now on, sockets and channels tell {@code Pollers} that they were closed. */
  void watchClosing();
}
