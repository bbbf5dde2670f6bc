package dev.weft.guide;

import dev.weft.Suspendable;
import dev.weft.SuspendableRunnable;
import dev.weft.hub.Task;
import java.time.Duration;

/** What is tested by the guide's example of a test. */
final class Retry {
  private Retry() {}

  // example: retry
  @Suspendable
  static void call(SuspendableRunnable body) throws Exception {
    for (int attempt = 1; ; attempt++) {
      try {
        body.run();
        return;
      } catch (IllegalStateException e) {
        if (attempt == 3) {
          throw e;
        }
        Task.sleep(Duration.ofHours(1));
      }
    }
  }
  // end
}
