package dev.weft.proof;

import dev.weft.Suspendable;
import java.util.Random;

/**
 * What one storm of a {@link Soak} takes place around. Acts are those of a task or thread that may
 * be killed or interrupted wherever it waits.
 */
interface Scene {
  /** Does something that tasks and threads can do. */
  @Suspendable
  void act(Random random) throws Exception;

  /** Does something that needs a task. */
  @Suspendable
  void actAsTask(Random random) throws Exception;

  /** Nobody shall wait for the end any longer; {@code abruptly} if the hubs will be closed. */
  void settle(boolean abruptly);

  /** Whether the hubs are about to be closed. */
  boolean isClosing();

  /** To be called by a plain thread when all tasks have ended: does everything add up? */
  void check() throws Exception;

  /** How many items changed hands, and how many tasks there were beside the parties. */
  long[] counts();
}
