package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.channel.Channel;
import dev.weft.hub.Task;
import dev.weft.hub.TaskGroup;

/**
 * Three stages at different speeds, with small buffers between them: the slow last one holds the
 * others back, so that the first is never more than a few items ahead, however fast it is.
 */
public final class Pipeline {
  private static final int ITEMS = 12;

  private Pipeline() {}

  public static void main(String[] args) throws Exception {
    Pace.hub(
        () -> {
          Channel<Integer> raw = new Channel<>(2, "raw");
          Channel<String> cooked = new Channel<>(2, "cooked");
          Progress progress = new Progress();
          TaskGroup.run(
              group -> {
                group.spawn(() -> produce(raw, progress));
                group.spawn(() -> transform(raw, cooked));
                group.spawn(() -> consume(cooked, progress));
              });
          System.out.println("at most " + progress.most + " items were under way");
        });
  }

  /** How many items were begun and not yet finished. Used by the tasks of one hub. */
  private static final class Progress {
    private int underWay;
    private int most;

    void begun() {
      underWay++;
      most = Math.max(most, underWay);
    }

    void finished() {
      underWay--;
    }
  }

  @Suspendable
  private static void produce(Channel<Integer> raw, Progress progress) throws InterruptedException {
    try (raw) {
      for (int i = 1; i <= ITEMS; i++) {
        progress.begun();
        raw.send(i); // waits while the buffer is full
      }
      System.out.println("all are produced");
    }
  }

  @Suspendable
  private static void transform(Channel<Integer> raw, Channel<String> cooked)
      throws InterruptedException {
    try (cooked) {
      for (int item : raw) {
        Task.sleep(Pace.seconds(0.1));
        cooked.send("item " + item + " squared is " + item * item);
      }
    }
  }

  @Suspendable
  private static void consume(Channel<String> cooked, Progress progress)
      throws InterruptedException {
    for (String line : cooked) {
      Task.sleep(Pace.seconds(0.5));
      System.out.println(line);
      progress.finished();
    }
  }
}
