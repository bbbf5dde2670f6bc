package dev.weft.proof;

import dev.weft.Suspendable;
import dev.weft.hub.Task;

/**
 * A number that only who has a lock may change, and that tells when two had it. Any thread or task,
 * with the lock.
 */
final class GuardedCounter {
  private final String lock;
  private final SoakFindings findings;

  /** Negative while somebody is about to change it. */
  private long count;

  /** A number guarded by what is called {@code lock} in findings. */
  GuardedCounter(String lock, SoakFindings findings) {
    this.lock = lock;
    this.findings = findings;
  }

  /** Counts one up; {@code slowly} lets others have their turn in the middle. */
  @Suspendable
  void countUp(boolean slowly) {
    long seen = count;
    findings.require(seen >= 0, () -> "two were in " + lock);
    count = -1;
    try {
      if (slowly) {
        Task.yieldNow();
      }
    } finally {
      count = seen + 1;
    }
  }

  /** Finds out whether somebody changes it at this moment. */
  void requireUnchanged(String who) {
    findings.require(count >= 0, () -> "somebody changed what " + lock + " guards, beside " + who);
  }

  /** When nobody is left. */
  long count() {
    return count;
  }
}
