package dev.weft.it.targets;

import dev.weft.Suspendable;
import dev.weft.continuation.Continuation;
import dev.weft.continuation.ContinuationScope;
import dev.weft.generator.Generator;
import dev.weft.generator.Yielder;
import java.util.List;

/**
 * A continuation in which a generator yields from some calls deep, whose results are references.
 */
public final class Deep {
  private static final ContinuationScope SCOPE = new ContinuationScope("deep");
  private static final int LEVELS = 3;

  private Deep() {}

  /** Hands {@code count} words on, each in a run of its own, and suspends in between. */
  public static Continuation words(int count, List<String> words) {
    return new Continuation(
        SCOPE,
        () -> {
          Generator<String, Void, Void> inner =
              Generator.of(
                  yielder -> {
                    for (int i = 0; i < count; i++) {
                      yielder.yieldValue(down(LEVELS, i, yielder));
                    }
                  });
          while (inner.hasNext()) {
            words.add(inner.next());
            Continuation.suspend(SCOPE);
          }
        });
  }

  /** Yields from below, new frames each time, and returns through all levels. */
  @Suspendable
  private static String down(int level, int number, Yielder<String, Void> yielder) {
    if (level == 0) {
      yielder.yieldValue("below " + number);
      return "above " + number;
    }
    String result = down(level - 1, number, yielder);
    return result + "'";
  }
}
