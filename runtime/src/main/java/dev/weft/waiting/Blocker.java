package dev.weft.waiting;

import java.util.List;

/**
 * Something that can be waited for, as dumps and deadlock reports see it. Its {@code toString}
 * names it in one line.
 */
public interface Blocker {
  /**
   * The tasks and threads ({@link Strand} or {@link Thread}) that must act before a wait for this
   * can end, each of them unless {@link #anyHolderSuffices}: the owner of a lock, the task that is
   * joined. Empty when anybody could end it.
   *
   * <p>Called by any thread, while the program runs; what it returns is a snapshot. Whoever gets
   * something handed over is named only when its wait has ended: else it seems to wait for itself.
   */
  default List<?> holders() {
    return List.of();
  }

  /** A line that names {@code blocker}: by its type and its name, or a number if it has none. */
  static String describe(Blocker blocker, String name) {
    String type = blocker.getClass().getSimpleName();
    return name == null
        ? type + " @" + Integer.toHexString(System.identityHashCode(blocker))
        : type + " \"" + name + "\"";
  }

  /**
   * Whether somebody may end a wait for this whom no scheduler sees, a daemon thread say: then it
   * is never the end of everything that nothing else can happen.
   */
  default boolean endsOutside() {
    return false;
  }

  /** Whether one of the {@link #holders} is enough to end a wait for this. */
  default boolean anyHolderSuffices() {
    return false;
  }
}
