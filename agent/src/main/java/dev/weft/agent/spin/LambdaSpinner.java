package dev.weft.agent.spin;

import dev.weft.abi.FrameStack;
import dev.weft.agent.discover.CompanionTable;
import dev.weft.agent.discover.JdkTypes;
import dev.weft.agent.discover.Substitutions;
import dev.weft.agent.names.RuntimeNames;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup.ClassOption;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.util.Optional;

/**
 * Links lambdas to hidden nestmates that implement the functional interface and the woven twin of
 * its method, as the JDK's metafactory does for the interface alone.
 */
public final class LambdaSpinner {
  private final JdkTypes jdkTypes;

  /** A spinner that knows the JDK types with markers. */
  public LambdaSpinner(JdkTypes jdkTypes) {
    this.jdkTypes = jdkTypes;
  }

  /**
   * Links a lambda; empty for shapes that are left to the JDK.
   *
   * @param substitutions those of the caller's loader
   */
  public Optional<CallSite> link(
      Substitutions substitutions,
      MethodHandles.Lookup caller,
      String name,
      MethodType factory,
      Object... arguments) {
    Optional<LambdaDescription> description =
        LambdaDescription.read(caller, name, factory, arguments)
            .filter(lambda -> !lambda.isUnusual(caller));
    if (description.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(spin(substitutions, caller, description.get()));
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("cannot link a lambda in " + caller.lookupClass(), e);
    }
  }

  private CallSite spin(
      Substitutions substitutions, MethodHandles.Lookup caller, LambdaDescription lambda)
      throws Throwable {
    Dispatch dispatch = dispatch(substitutions, caller, lambda);
    byte[] bytes = new LambdaClassWriter(caller.lookupClass(), lambda, dispatch, jdkTypes).write();
    // Strong, like the JDK's: the class lives as long as its host.
    MethodHandles.Lookup spun =
        caller.defineHiddenClass(
            bytes, !lambda.serializable(), ClassOption.NESTMATE, ClassOption.STRONG);
    MethodHandle constructor =
        spun.findConstructor(spun.lookupClass(), lambda.factory().changeReturnType(void.class));
    return new ConstantCallSite(
        lambda.factory().parameterCount() == 0
            ? MethodHandles.constant(
                lambda.factory().returnType(), constructor.asType(lambda.factory()).invoke())
            : constructor.asType(lambda.factory()));
  }

  private Dispatch dispatch(
      Substitutions substitutions, MethodHandles.Lookup caller, LambdaDescription lambda) {
    if (hasTwin(caller, lambda)) {
      return new Dispatch.Twin();
    }
    Optional<Dispatch> substitute = substitute(substitutions, caller, lambda.info());
    if (substitute.isPresent()) {
      return substitute.get();
    }
    MethodHandleInfo info = lambda.info();
    Class<?> owner = info.getDeclaringClass();
    boolean isAbstract = Modifier.isAbstract(info.getModifiers());
    if (mayReachCopy(info)) {
      return new Dispatch.Dynamic();
    }
    if (!isAbstract || Modifier.isStatic(info.getModifiers())) {
      return new Dispatch.Plain();
    }
    String type = owner.getName().replace('.', '/');
    if (jdkTypes.has(type, info.getName() + info.getMethodType().toMethodDescriptorString())) {
      return new Dispatch.Marker(JdkTypes.marker(type));
    }
    return JdkTypes.isJdk(type) ? new Dispatch.Plain() : new Dispatch.Dynamic();
  }

  private static boolean mayReachCopy(MethodHandleInfo info) {
    int kind = info.getReferenceKind();
    String owner = info.getDeclaringClass().getName().replace('.', '/');
    return (kind == MethodHandleInfo.REF_invokeVirtual
            || kind == MethodHandleInfo.REF_invokeInterface)
        && JdkTypes.isJdk(owner)
        && CompanionTable.mayReachCopy(
            owner, info.getName(), info.getMethodType().toMethodDescriptorString());
  }

  private static Optional<Dispatch> substitute(
      Substitutions substitutions, MethodHandles.Lookup caller, MethodHandleInfo info) {
    return switch (info.getReferenceKind()) {
      case MethodHandleInfo.REF_invokeStatic,
          MethodHandleInfo.REF_invokeVirtual,
          MethodHandleInfo.REF_invokeInterface ->
          substitutions
              .ofDeclared(
                  caller.lookupClass().getName().replace('.', '/'),
                  info.getDeclaringClass().getName().replace('.', '/'),
                  info.getName(),
                  info.getMethodType().toMethodDescriptorString())
              .map(Dispatch.Substitute::new);
      default -> Optional.empty();
    };
  }

  /** Whether the implementation method has a woven twin. */
  private static boolean hasTwin(MethodHandles.Lookup caller, LambdaDescription lambda) {
    MethodHandleInfo info = lambda.info();
    String twin = RuntimeNames.twinName(info.getName());
    MethodType type = info.getMethodType().appendParameterTypes(FrameStack.class);
    Class<?> owner = info.getDeclaringClass();
    try {
      switch (info.getReferenceKind()) {
        case MethodHandleInfo.REF_invokeStatic -> caller.findStatic(owner, twin, type);
        case MethodHandleInfo.REF_newInvokeSpecial -> {
          return false;
        }
        default -> caller.findVirtual(owner, twin, type);
      }
      return true;
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return false;
    }
  }
}
