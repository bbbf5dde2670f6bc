package dev.weft.abi;

import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * The coroutines that may run alone on a thread: see {@link Mounts}. It keeps none of them in
 * memory. Few, since who asks which one runs looks at them all; the others are mounted in the other
 * way.
 */
final class KnownCoroutines {
  private static final int CAPACITY = 256;

  /** Of so many resumptions of coroutines that are not known, one makes one known. */
  private static final int SAMPLE = 16;

  /** The same while there is hardly room for more. */
  private static final int RARE_SAMPLE = 4096;

  private Known[] known;
  private int count;
  private int untilNext;

  private static final class Known extends WeakReference<Mountable> {
    Known(Mountable coroutine) {
      super(coroutine);
    }
  }

  /** Whether a coroutine that was resumed on this thread is known from now on. */
  boolean admit(Mountable coroutine, Mounts mounts) {
    if (--untilNext >= 0) {
      return false;
    }
    untilNext = SAMPLE - 1;
    try {
      return add(coroutine, mounts);
    } catch (OutOfMemoryError e) {
      return false; // it goes without
    }
  }

  private boolean add(Mountable coroutine, Mounts mounts) {
    if (known == null) {
      known = new Known[CAPACITY];
    } else if (count == CAPACITY) {
      forgetOthers(mounts);
    }
    if (count == CAPACITY) {
      return false;
    }
    known[count] = new Known(coroutine);
    count++;
    return true;
  }

  /** Drops those that were collected, have ended, or went elsewhere. */
  private void forgetOthers(Mounts mounts) {
    Set<Mountable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    int kept = 0;
    for (int i = 0; i < count; i++) {
      Mountable coroutine = known[i].get();
      if (coroutine != null && coroutine.isKnownTo(mounts) && seen.add(coroutine)) {
        known[kept] = known[i];
        kept++;
      }
    }
    for (int i = kept; i < count; i++) {
      known[i] = null;
    }
    count = kept;
    if (kept > CAPACITY - CAPACITY / 8) {
      untilNext = RARE_SAMPLE - 1;
    }
  }

  /** The one that runs alone on this thread; null when none does any more. */
  Mountable alone(Mounts mounts) {
    for (int i = count - 1; i >= 0; i--) {
      Mountable coroutine = known[i].get();
      if (coroutine != null && coroutine.runsAlone(mounts)) {
        return coroutine;
      }
    }
    return null;
  }
}
