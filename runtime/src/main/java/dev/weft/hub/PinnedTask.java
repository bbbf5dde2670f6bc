package dev.weft.hub;

import dev.weft.continuation.PinnedException.Reason;
import java.util.List;

/**
 * A task that blocks its carrier, because it cannot be suspended where it waits. The others of its
 * hub run on another carrier meanwhile, but a thread is used. See {@link HubOptions#onPinned}.
 *
 * @param task the task
 * @param waitsFor what it waits for: a blocker of Weft's, or the method that blocks
 * @param culprit the frame to change
 * @param reason what is in the way
 * @param wayOut what to do about it
 * @param stack its stack, innermost call first; without the callers that are suspended
 */
public record PinnedTask(
    Task<?> task,
    String waitsFor,
    StackTraceElement culprit,
    Reason reason,
    String wayOut,
    List<StackTraceElement> stack) {

  /** The place that is reported once: the culprit, and what is waited for there. */
  public String place() {
    return culprit + " (" + reason + ")";
  }

  @Override
  public String toString() {
    return "Task \""
        + task.name()
        + "\" blocks its carrier, and others run on a spare one meanwhile: pinned at "
        + culprit
        + " ("
        + reason
        + "), blocked in "
        + waitsFor
        + "; "
        + wayOut;
  }
}
