package dev.weft.abi;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;

/** The bootstrap methods that woven classes name. */
public final class Bootstraps {
  private Bootstraps() {}

  /** Links a dynamic constant to the resumer of one woven method. */
  public static Resumer resumer(
      MethodHandles.Lookup caller,
      String methodName,
      Class<?> type,
      String descriptor,
      String resumeName,
      String file,
      String lines) {
    MethodSite site =
        new MethodSite(
            caller.lookupClass().getName(),
            methodName,
            descriptor,
            resumeName,
            file.isEmpty() ? null : file,
            lines);
    return Abi.agent().makeResumer(caller, site);
  }

  /** The same for class files that know no dynamic constants (versions 51 to 54). */
  public static CallSite resumerCallSite(
      MethodHandles.Lookup caller,
      String methodName,
      MethodType type,
      String descriptor,
      String resumeName,
      String file,
      String lines) {
    return new ConstantCallSite(
        MethodHandles.constant(
            Resumer.class,
            resumer(caller, methodName, Resumer.class, descriptor, resumeName, file, lines)));
  }

  /**
   * Links a lambda expression or method reference whose body may suspend: to a class that also has
   * the woven twin, or, for unusual shapes and without the agent, as the JDK would.
   *
   * @param arguments the arguments of {@link LambdaMetafactory#metafactory} (three) or {@link
   *     LambdaMetafactory#altMetafactory} (more)
   */
  public static CallSite lambda(
      MethodHandles.Lookup caller, String name, MethodType factoryType, Object... arguments)
      throws Exception {
    Agent agent = Abi.agentOrNull();
    if (agent != null) {
      Optional<CallSite> site = agent.linkLambda(caller, name, factoryType, arguments);
      if (site.isPresent()) {
        return site.get();
      }
    }
    return arguments.length == 3
        ? LambdaMetafactory.metafactory(
            caller,
            name,
            factoryType,
            (MethodType) arguments[0],
            (MethodHandle) arguments[1],
            (MethodType) arguments[2])
        : LambdaMetafactory.altMetafactory(caller, name, factoryType, arguments);
  }

  /**
   * Links a call whose callee may or may not have a woven twin, which is known only when it runs: a
   * call through an interface that is not itself suspendable, or of a class that the weaver could
   * not look at.
   *
   * @param name the name of the plain method
   * @param type receiver (unless static), the arguments and the {@link FrameStack}
   * @param plain the plain method, as the original call would have linked it
   * @param isStatic 1 for a static method
   */
  public static CallSite call(
      MethodHandles.Lookup caller, String name, MethodType type, MethodHandle plain, int isStatic) {
    return DynamicCall.link(caller, name, type, plain, isStatic != 0);
  }

  /** Links what {@link Agent#inherited} finds. */
  public static CallSite inherited(
      MethodHandles.Lookup caller, String name, MethodType type, Class<?> declaring, int kind)
      throws ReflectiveOperationException {
    return new ConstantCallSite(Abi.agent().inherited(caller, name, type, declaring, kind));
  }
}
