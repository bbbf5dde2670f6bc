package dev.weft.abi;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;

/**
 * What the runtime needs from the agent at run time: classes spun on demand, and explanations. The
 * agent registers itself with {@link Abi#install}; the runtime never refers to ASM.
 */
public interface Agent {

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

  /** Makes the resumer of one woven method: a hidden nestmate that calls its resume body. */
  Resumer makeResumer(MethodHandles.Lookup caller, MethodSite site);

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
}
