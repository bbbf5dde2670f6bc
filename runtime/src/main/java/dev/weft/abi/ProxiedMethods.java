package dev.weft.abi;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where the JDK's {@code Proxy} comes by for the methods that it has to implement. */
public final class ProxiedMethods {
  private ProxiedMethods() {}

  /**
   * The public methods of an interface, without those twins that a proxy had better inherit: they
   * call the method of the proxy, because the method they belong to has no body, and no other
   * interface of the proxy has the same.
   *
   * @param type one of {@code interfaces}
   */
  public static Method[] of(Class<?> type, List<Class<?>> interfaces) {
    Method[] all = type.getMethods();
    Set<String> abstracts = null;
    Map<String, Class<?>> others = null;
    List<Method> left = new ArrayList<>(all.length);
    for (Method method : all) {
      if (!method.isDefault() || !method.getName().startsWith(Abi.TWIN_PREFIX)) {
        left.add(method);
        continue;
      }
      if (abstracts == null) {
        abstracts = abstracts(all);
        others = twins(type, interfaces);
      }
      Class<?> other = others.get(key(method));
      if (!abstracts.contains(plainKey(method))
          || (other != null && other != method.getDeclaringClass())) {
        left.add(method);
      }
    }
    return left.toArray(new Method[0]);
  }

  private static Set<String> abstracts(Method[] all) {
    Set<String> abstracts = new HashSet<>();
    for (Method method : all) {
      if (Modifier.isAbstract(method.getModifiers())) {
        abstracts.add(key(method));
      }
    }
    return abstracts;
  }

  /** Who declares the twins of the other interfaces; {@code Object} if several do. */
  private static Map<String, Class<?>> twins(Class<?> type, List<Class<?>> interfaces) {
    Map<String, Class<?>> declaring = new HashMap<>();
    for (Class<?> other : interfaces) {
      for (Method method : other == type ? new Method[0] : other.getMethods()) {
        if (method.getName().startsWith(Abi.TWIN_PREFIX)) {
          declaring.merge(
              key(method),
              method.getDeclaringClass(),
              (first, second) -> first == second ? first : Object.class);
        }
      }
    }
    return declaring;
  }

  private static String key(Method method) {
    return method.getName() + Arrays.toString(method.getParameterTypes());
  }

  private static String plainKey(Method twin) {
    Class<?>[] types = twin.getParameterTypes();
    return twin.getName().substring(Abi.TWIN_PREFIX.length())
        + Arrays.toString(Arrays.copyOf(types, types.length - 1));
  }
}
