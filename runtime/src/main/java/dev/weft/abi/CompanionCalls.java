package dev.weft.abi;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;

/**
 * Finds the woven copy of a JDK method: in the companion of the class whose method a call reaches.
 */
final class CompanionCalls {
  private CompanionCalls() {}

  /**
   * The twin that a call on a receiver of this class reaches.
   *
   * @param type of the twin, without the receiver
   * @return empty when the method is not the JDK's, or has no copy
   */
  static Optional<MethodHandle> twin(Class<?> receiver, String twinName, MethodType type) {
    String name = twinName.substring(Abi.TWIN_PREFIX.length());
    MethodType plain = type.dropParameterTypes(type.parameterCount() - 1, type.parameterCount());
    Optional<Class<?>> owner = declaring(receiver, name, plain);
    return owner.isPresent() && owner.get().getClassLoader() == null
        ? twinOf(owner.get(), twinName, type.insertParameterTypes(0, owner.get()))
        : Optional.empty();
  }

  /**
   * The twin of a method that this class of the JDK declares.
   *
   * @param type of the twin, with the receiver unless the method is static
   */
  static Optional<MethodHandle> twinOf(Class<?> owner, String twinName, MethodType type) {
    Optional<MethodHandles.Lookup> companion = Abi.agent().companion(owner);
    if (companion.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(companion.get().findStatic(companion.get().lookupClass(), twinName, type));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return Optional.empty(); // this method has no copy
    }
  }

  /** The class whose method runs, as the JVM selects it (JVMS §5.4.6). */
  private static Optional<Class<?>> declaring(Class<?> receiver, String name, MethodType type) {
    for (Class<?> owner = receiver; owner != null; owner = owner.getSuperclass()) {
      for (Method method : owner.getDeclaredMethods()) {
        if (method.getName().equals(name)
            && method.getReturnType() == type.returnType()
            && !Modifier.isStatic(method.getModifiers())
            && !Modifier.isPrivate(method.getModifiers())
            && type.parameterList().equals(List.of(method.getParameterTypes()))) {
          return Modifier.isAbstract(method.getModifiers()) ? Optional.empty() : Optional.of(owner);
        }
      }
    }
    try { // a default method: the most specific one
      Method method = receiver.getMethod(name, type.parameterArray());
      return method.isDefault() && method.getReturnType() == type.returnType()
          ? Optional.of(method.getDeclaringClass())
          : Optional.empty();
    } catch (NoSuchMethodException e) {
      return Optional.empty();
    }
  }
}
