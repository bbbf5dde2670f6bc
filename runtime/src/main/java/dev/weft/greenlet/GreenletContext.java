package dev.weft.greenlet;

import java.util.IdentityHashMap;

/**
 * The values of {@link GreenletLocal}s in one greenlet, or in several that share it.
 *
 * <p>A new greenlet has an empty one. To inherit, give it a copy of the current one; to share both
 * ways, give it the same object:
 *
 * <pre>{@code
 * greenlet.setContext(Greenlet.current().context().copy());
 * }</pre>
 *
 * <p>Threads: not thread-safe.
 */
public final class GreenletContext {
  private final IdentityHashMap<GreenletLocal<?>, Object> values;

  /** An empty context. */
  public GreenletContext() {
    this(new IdentityHashMap<>());
  }

  private GreenletContext(IdentityHashMap<GreenletLocal<?>, Object> values) {
    this.values = values;
  }

  /** A context with the same values, which changes on its own from now on. */
  public GreenletContext copy() {
    return new GreenletContext(new IdentityHashMap<>(values));
  }

  Object get(GreenletLocal<?> local, Object absent) {
    return values.getOrDefault(local, absent);
  }

  void set(GreenletLocal<?> local, Object value) {
    values.put(local, value);
  }

  void remove(GreenletLocal<?> local) {
    values.remove(local);
  }
}
