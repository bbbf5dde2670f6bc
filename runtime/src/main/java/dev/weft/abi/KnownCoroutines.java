package dev.weft.abi;

import java.lang.ref.WeakReference;

/**
 * The coroutines that may run alone on a thread, each with an index: see {@link Mounts}. It keeps
 * none of them in memory. Few, since those that are not resumed any more have to be looked for; the
 * others are mounted in the other way.
 */
final class KnownCoroutines {
  /** The index of a coroutine that is not known. */
  static final int NONE = -1;

  private static final int CAPACITY = 256;

  /** Of so many resumptions of coroutines that are not known, one makes one known. */
  private static final int SAMPLE = 16;

  /** The same while there is hardly room for more. */
  private static final int RARE_SAMPLE = 4096;

  private Known[] known;

  /** No index below is free, as far as is known. */
  private int next;

  private int untilNext;

  private static final class Known extends WeakReference<Mountable> {
    Known(Mountable coroutine) {
      super(coroutine);
    }
  }

  /** The index of a coroutine that was resumed on this thread, if it is known from now on. */
  int admit(Mountable coroutine, Mounts mounts) {
    if (--untilNext >= 0) {
      return NONE;
    }
    untilNext = SAMPLE - 1;
    try {
      return add(coroutine, mounts);
    } catch (OutOfMemoryError e) {
      return NONE; // it goes without
    }
  }

  private int add(Mountable coroutine, Mounts mounts) {
    if (known == null) {
      known = new Known[CAPACITY];
    }
    if (nextFree() == CAPACITY) {
      forgetOthers(mounts);
      if (nextFree() == CAPACITY) {
        return NONE;
      }
    }
    known[next] = new Known(coroutine);
    return next;
  }

  private int nextFree() {
    while (next < CAPACITY && known[next] != null) {
      next++;
    }
    return next;
  }

  /** Drops those that were collected, have ended, or went elsewhere. */
  private void forgetOthers(Mounts mounts) {
    int kept = 0;
    for (int i = 0; i < CAPACITY; i++) {
      Mountable coroutine = known[i] == null ? null : known[i].get();
      if (coroutine != null && coroutine.isKnownTo(mounts, i)) {
        kept++;
      } else {
        known[i] = null;
      }
    }
    next = 0;
    if (kept > CAPACITY - CAPACITY / 8) {
      untilNext = RARE_SAMPLE - 1;
    }
  }

  /** The one at this index, while it is mounted. */
  Mountable at(int index) {
    return known[index].get();
  }
}
