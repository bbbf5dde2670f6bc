package dev.weft.agent.spin;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A lambda to be linked, as the arguments of its bootstrap describe it.
 *
 * @param name name of the functional method
 * @param factory what is captured, and the functional interface
 * @param interfaces the functional interface and the further ones
 * @param methods erased types of the functional method and its bridges
 * @param instantiated the functional method's type as this lambda uses it
 */
record LambdaDescription(
    String name,
    MethodType factory,
    List<Class<?>> interfaces,
    List<MethodType> methods,
    MethodHandle implementation,
    MethodHandleInfo info,
    MethodType instantiated,
    boolean serializable) {

  /** Reads the arguments; empty when the implementation cannot be looked at. */
  static Optional<LambdaDescription> read(
      MethodHandles.Lookup caller, String name, MethodType factory, Object... arguments) {
    MethodType erased = (MethodType) arguments[0];
    MethodHandle implementation = (MethodHandle) arguments[1];
    Set<Class<?>> interfaces = new LinkedHashSet<>(List.of(factory.returnType()));
    Set<MethodType> methods = new LinkedHashSet<>(List.of(erased));
    boolean serializable = false;
    if (arguments.length > 3) {
      int flags = (Integer) arguments[3];
      int next = 4;
      serializable = (flags & LambdaMetafactory.FLAG_SERIALIZABLE) != 0;
      if ((flags & LambdaMetafactory.FLAG_MARKERS) != 0) {
        int count = (Integer) arguments[next++];
        for (int i = 0; i < count; i++) {
          interfaces.add((Class<?>) arguments[next++]);
        }
      }
      if ((flags & LambdaMetafactory.FLAG_BRIDGES) != 0) {
        int count = (Integer) arguments[next++];
        for (int i = 0; i < count; i++) {
          methods.add((MethodType) arguments[next++]);
        }
      }
    }
    MethodHandleInfo info;
    try {
      info = caller.revealDirect(implementation);
    } catch (IllegalArgumentException | SecurityException e) {
      return Optional.empty();
    }
    return Optional.of(
        new LambdaDescription(
            name,
            factory,
            new ArrayList<>(interfaces),
            new ArrayList<>(methods),
            implementation,
            info,
            (MethodType) arguments[2],
            serializable));
  }

  /**
   * Whether the JDK's own metafactory is to link it: shapes with rules of their own, and what it
   * does not link, for its errors.
   */
  boolean isUnusual(MethodHandles.Lookup caller) {
    boolean alienSpecial =
        info.getReferenceKind() == MethodHandleInfo.REF_invokeSpecial
            && info.getDeclaringClass() != caller.lookupClass();
    boolean accidentallySerializable =
        !serializable && interfaces.stream().anyMatch(java.io.Serializable.class::isAssignableFrom);
    return alienSpecial
        || accidentallySerializable
        || interfaces.stream().anyMatch(i -> !i.isInterface())
        || !LinkageRules.hold(this);
  }
}
