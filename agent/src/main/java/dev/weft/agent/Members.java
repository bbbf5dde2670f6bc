package dev.weft.agent;

import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.objectweb.asm.Type;

/**
 * The methods a loaded class has, by name and descriptor: the only ones that its redefinition may
 * have. Read when they are first asked for. Not thread-safe.
 */
final class Members implements Predicate<String> {
  private final Class<?> type;
  private Set<String> keys;

  Members(Class<?> type) {
    this.type = type;
  }

  @Override
  public boolean test(String key) {
    if (keys == null) {
      keys = read();
    }
    return keys.isEmpty() || keys.contains(key);
  }

  /** Empty if a type of some signature is missing: then the JVM has the last word. */
  private Set<String> read() {
    Set<String> found = new HashSet<>();
    try {
      for (Method method : type.getDeclaredMethods()) {
        found.add(method.getName() + Type.getMethodDescriptor(method));
      }
    } catch (LinkageError e) {
      return Set.of();
    }
    return found;
  }
}
