package dev.weft.fuzz.shrink;

import dev.weft.fuzz.program.Node;
import dev.weft.fuzz.run.Disagreement;
import dev.weft.fuzz.run.Tally;
import dev.weft.fuzz.run.Trial;
import dev.weft.fuzz.run.Weaver;
import dev.weft.fuzz.run.Worker;
import java.util.ArrayList;
import java.util.List;

/** Runs given programs in all ways. */
public final class Replay {
  private Replay() {}

  /** The disagreements of these programs. */
  public static List<Disagreement> of(List<Node> programs) {
    List<Disagreement> found = new ArrayList<>();
    List<Throwable> failed = new ArrayList<>();
    Weaver weaver = Weaver.ofAgent();
    Worker worker =
        new Worker(
            () -> {
              for (Node program : programs) {
                new Trial(program, 1, new Tally(), Trial.Observer.NONE)
                    .runAll(weaver)
                    .ifPresent(found::add);
              }
            },
            "replay");
    worker.setUncaughtExceptionHandler((thread, e) -> failed.add(e));
    worker.start();
    try {
      worker.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
    if (!failed.isEmpty()) {
      throw new IllegalStateException("a program could not be run", failed.get(0));
    }
    return found;
  }
}
