package dev.weft.patch;

import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.BiConsumer;

/**
 * What happens once to objects of the JDK, one {@link Occurrence} each, however many wait and
 * however often. The objects are held weakly; they must not have an {@code equals} of their own.
 * Thread-safe.
 */
final class Occurrences<T> {
  private final Map<T, Occurrence> known = new WeakHashMap<>();
  private final BiConsumer<T, Occurrence> announce;
  private final String what;

  /**
   * Occurrences of one kind.
   *
   * @param what the kind, for dumps
   * @param announce lets it {@link Occurrence#happen} in time; must not keep the object
   */
  Occurrences(String what, BiConsumer<T, Occurrence> announce) {
    this.what = what;
    this.announce = announce;
  }

  /** What will happen to {@code subject}, or has. */
  Occurrence of(T subject) {
    Occurrence made;
    synchronized (known) {
      Occurrence existing = known.get(subject);
      if (existing != null) {
        return existing;
      }
      made = new Occurrence(what + " @" + Integer.toHexString(System.identityHashCode(subject)));
      known.put(subject, made);
    }
    announce.accept(subject, made); // not under the lock: it may happen at once, or take a while
    return made;
  }
}
