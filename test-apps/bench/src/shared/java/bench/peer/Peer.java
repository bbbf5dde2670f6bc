package bench.peer;

import java.util.Iterator;

/**
 * One coroutine system under measurement: the same work, written as its own users would write it.
 *
 * <p>Each benchmark JVM loads one implementation only, so calls through this interface cost every
 * peer the same: next to nothing.
 */
public interface Peer {

  /** How many bodies {@link #mixed} knows. */
  int BODIES = 8;

  /**
   * A coroutine whose body calls itself until {@code depth} frames stand, the body's own included.
   * The innermost one suspends for ever and adds an int to a local {@code long} each time. Every
   * caller does something after its call, so that none is a tail call.
   */
  Resumable recursion(int depth);

  /**
   * A coroutine of one frame, which suspends for ever in the body of that number. The bodies differ
   * in what lives across the suspension:
   *
   * <ol start="0">
   *   <li>a long
   *   <li>two ints
   *   <li>an object and an int
   *   <li>a double
   *   <li>two objects, swapped each time
   *   <li>an int, a long, an object
   *   <li>an int array and an index
   *   <li>two counters of nested loops
   * </ol>
   */
  Resumable mixed(int body);

  /** The ints from 0 up to {@code end}, exclusive, from one generator. */
  Iterator<Integer> ints(int end);

  /** The values of a tree in order, by recursion inside one generator. */
  Iterator<Integer> walk(Tree tree);

  /** The same by a generator for each node, which delegates to those of its subtrees. */
  Iterator<Integer> walkNested(Tree tree);

  /**
   * Two coroutines hand over to each other {@code turns} times each: the first sums up ({@code res
   * += i}), the second multiplies ({@code res *= i}); both begin with {@code res = 1}, {@code i =
   * 0} and switch after each step. The second is run to its end after the first has ended.
   *
   * @return the sum of both results
   */
  long handOver(int turns);

  /** Recursive Fibonacci, able to suspend, called inside a coroutine; it never does suspend. */
  int fibInside(int n);

  /**
   * The same method called by an ordinary thread.
   *
   * @throws UnsupportedOperationException if this peer cannot do that
   */
  int fibOutside(int n);

  /** Recursive Fibonacci as an ordinary method, called by an ordinary thread. */
  int fibUnwoven(int n);

  /**
   * A coroutine as in {@link #recursion}, run to its first suspension, with a body object or lambda
   * of its own. That holds {@code id}, which the body adds each time it goes on, so that the body
   * must stay reachable. The result is the peer's own object, through which one would resume it; no
   * adapter is around it.
   */
  Object suspended(int id, int depth);
}
