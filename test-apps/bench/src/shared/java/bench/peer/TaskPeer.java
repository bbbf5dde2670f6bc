package bench.peer;

/**
 * A scheduler with its tasks, as the benchmarks B4 to B7 use it. All but {@link #skynet} run on one
 * thread at a time; every task reads a value of its own after it was suspended, and what a method
 * returns proves that all of them did their part.
 *
 * <p>Each method does its work once, on a scheduler that it may keep for the next call, and returns
 * when all tasks it has made have ended. Called by the main thread of a JVM, which runs one peer.
 */
public interface TaskPeer {

  /** Spawns tasks 0 to {@code count - 1}, which end at once. Returns the sum of their numbers. */
  long spawn(int count) throws Exception;

  /**
   * Spawns as many that all wait for the same thing, calls {@code look} while they do, and lets
   * them go. Returns the sum of their numbers.
   */
  long suspended(int count, Runnable look) throws Exception;

  /** Spawns as many that sleep so long. Returns the sum of their numbers. */
  long sleepers(int count, long millis) throws Exception;

  /**
   * One task sends 1 to {@code messages} through a channel without a buffer, the other one receives
   * them. Returns their sum.
   */
  long channel(int messages) throws Exception;

  /**
   * Tasks in a ring hand on a number through channels without a buffer, each one less than it got,
   * from {@code hops} down to zero; then they all end. Returns the number of tasks that have ended.
   */
  long ring(int tasks, int hops) throws Exception;

  /**
   * A task that spawns ten, each of which does so, until there are {@code leaves} (a power of ten),
   * numbered from 0; every one returns the sum of its children, a leaf its number. On two threads.
   */
  long skynet(int leaves) throws Exception;
}
