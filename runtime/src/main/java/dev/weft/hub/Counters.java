package dev.weft.hub;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What has happened on a hub so far, counted. Written by the carrier without a fence; read by any
 * thread, which may see a count late, but never a wrong one.
 */
@SuppressWarnings("EnumOrdinal") // an index, never stored
final class Counters {
  private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] counts = new long[Count.values().length];

  /** What is counted. */
  enum Count {
    /** Tasks that were spawned. */
    SPAWNED,
    /** Tasks that have ended, however they did. */
    ENDED,
    /** Of these, those that ended by a failure. */
    FAILED,
    /** Of these, those that ended by an exit. */
    KILLED,
    /** How often a task was run until it waited or ended. */
    STEPS
  }

  /** Counts one more. Carrier only. */
  void increment(Count count) {
    int index = count.ordinal();
    ELEMENT.setOpaque(counts, index, counts[index] + 1);
  }

  long get(Count count) {
    return (long) ELEMENT.getOpaque(counts, count.ordinal());
  }

  @Override
  public String toString() {
    return get(Count.SPAWNED)
        + " spawned, "
        + get(Count.ENDED)
        + " ended ("
        + get(Count.FAILED)
        + " failed, "
        + get(Count.KILLED)
        + " killed), "
        + get(Count.STEPS)
        + " steps";
  }
}
