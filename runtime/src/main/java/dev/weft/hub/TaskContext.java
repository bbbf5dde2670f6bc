package dev.weft.hub;

/**
 * A context that a library keeps per thread, MDC or OpenTelemetry's say, and that shall follow each
 * task instead: whatever the task sets is its own, wherever it goes on, and is not seen by the
 * tasks that share its carrier.
 *
 * <pre>{@code
 * class MdcContext implements TaskContext<Map<String, String>> {
 *   public Map<String, String> capture() { return MDC.getCopyOfContextMap(); }
 *   public void restore(Map<String, String> map) {
 *     if (map == null) { MDC.clear(); } else { MDC.setContextMap(map); }
 *   }
 *   public Map<String, String> empty() { return null; }
 * }
 *
 * Hub.with().carry(new MdcContext()).run(...);
 * }</pre>
 *
 * <p>A task starts with what was current where it was spawned, by a task or by a thread, or with
 * nothing, if {@link TaskSpec#locals} says {@link TaskLocals.Inheritance#EMPTY}. (Snapshots cannot
 * be shared: {@code SHARED} gives a copy too.) While it runs, its context is the carrier's; when it
 * stops, that is captured, and the carrier's own comes back. Each switch of a task costs two calls
 * of {@link #capture} and two of {@link #restore}; where no context is registered, nothing.
 *
 * <p>Threads: several at a time, each for itself. The methods are plain code on a carrier and must
 * not wait. One that throws while tasks are switched is reported, and that task does without this
 * context from then on. After Kotlin's {@code ThreadContextElement}, which does not keep what a
 * coroutine sets.
 *
 * @param <S> a snapshot; null if you like
 */
public interface TaskContext<S> {
  /** What is current on the calling thread. */
  S capture();

  /** Makes {@code snapshot} current on the calling thread, in place of what is. */
  void restore(S snapshot);

  /** What a task starts with that inherits nothing. */
  S empty();
}
