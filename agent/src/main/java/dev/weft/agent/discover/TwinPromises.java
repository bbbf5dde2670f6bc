package dev.weft.agent.discover;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The twins that woven callers rely on. When the class that is defined in the end differs from the
 * class file the promise was made from (another version, another loader, generated), it still gets
 * bridges for them. Thread-safe; shared by all loaders.
 */
public final class TwinPromises {
  private final Map<String, Set<String>> promised = new ConcurrentHashMap<>();

  /** Notes that somebody is going to call the twin of this method. */
  void add(String owner, String methodKey) {
    Set<String> keys = promised.get(owner);
    if (keys == null) {
      Set<String> fresh = ConcurrentHashMap.newKeySet();
      keys = promised.putIfAbsent(owner, fresh);
      keys = keys == null ? fresh : keys;
    }
    keys.add(methodKey);
  }

  /** Whether somebody may call a twin of this class. */
  boolean contains(String owner) {
    return promised.containsKey(owner);
  }

  /** Whether somebody may call the twin of this method. */
  public boolean contains(String owner, String methodKey) {
    Set<String> keys = promised.get(owner);
    return keys != null && keys.contains(methodKey);
  }
}
