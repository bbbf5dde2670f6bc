package dev.weft.agent.spin;

import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.util.List;

/**
 * What the types of a lambda must be to each other: the "linkage invariants" that the documentation
 * of {@link java.lang.invoke.LambdaMetafactory} lists. Compilers keep them.
 */
final class LinkageRules {
  private static final List<Class<?>> WIDENED =
      List.of(byte.class, short.class, int.class, long.class, float.class, double.class);

  private LinkageRules() {}

  /** Whether the JDK's metafactory would link it. */
  static boolean hold(LambdaDescription lambda) {
    MethodType instantiated = lambda.instantiated();
    MethodType implementation = withReceiver(lambda.info());
    int captured = lambda.factory().parameterCount();
    int count = instantiated.parameterCount();
    if (captured + count != implementation.parameterCount()) {
      return false;
    }
    boolean hasReceiver =
        implementation.parameterCount() > lambda.info().getMethodType().parameterCount();
    for (int i = 0; i < captured; i++) {
      Class<?> given = lambda.factory().parameterType(i);
      Class<?> taken = implementation.parameterType(i);
      if (given != taken && !(i == 0 && hasReceiver && taken.isAssignableFrom(given))) {
        return false;
      }
    }
    for (int i = 0; i < count; i++) {
      Class<?> taken = implementation.parameterType(captured + i);
      if (!isAdaptable(instantiated.parameterType(i), taken)) {
        return false;
      }
    }
    Class<?> wanted = instantiated.returnType();
    return isAdaptableResult(implementation.returnType(), wanted)
        && lambda.methods().stream().allMatch(method -> isInstance(instantiated, method));
  }

  private static MethodType withReceiver(MethodHandleInfo info) {
    return switch (info.getReferenceKind()) {
      case MethodHandleInfo.REF_invokeStatic -> info.getMethodType();
      case MethodHandleInfo.REF_newInvokeSpecial ->
          info.getMethodType().changeReturnType(info.getDeclaringClass());
      default -> info.getMethodType().insertParameterTypes(0, info.getDeclaringClass());
    };
  }

  /** Whether the functional method may be used as one of this type. */
  private static boolean isInstance(MethodType instantiated, MethodType method) {
    if (instantiated.parameterCount() != method.parameterCount()) {
      return false;
    }
    for (int i = 0; i < method.parameterCount(); i++) {
      if (!method.parameterType(i).isAssignableFrom(instantiated.parameterType(i))) {
        return false;
      }
    }
    return isAdaptableResult(instantiated.returnType(), method.returnType());
  }

  private static boolean isAdaptableResult(Class<?> from, Class<?> to) {
    if (to == void.class || from == to) {
      return true;
    }
    if (from == void.class) {
      return false;
    }
    boolean isCast = !from.isPrimitive() && (!to.isPrimitive() || unwrapped(from) == from);
    return isCast || isAdaptable(from, to);
  }

  private static boolean isAdaptable(Class<?> from, Class<?> to) {
    return to.isPrimitive() ? isWidened(unwrapped(from), to) : to.isAssignableFrom(wrapped(from));
  }

  private static boolean isWidened(Class<?> from, Class<?> to) {
    int target = WIDENED.indexOf(to);
    int source = from == char.class ? WIDENED.indexOf(short.class) : WIDENED.indexOf(from);
    return from == to || (source >= 0 && source < target);
  }

  private static Class<?> wrapped(Class<?> type) {
    return MethodType.methodType(type).wrap().returnType();
  }

  private static Class<?> unwrapped(Class<?> type) {
    return MethodType.methodType(type).unwrap().returnType();
  }
}
