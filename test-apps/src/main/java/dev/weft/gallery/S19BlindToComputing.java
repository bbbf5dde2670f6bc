package dev.weft.gallery;

import dev.weft.hub.Task;

/** S19: a task that does not wait keeps the others from running: two times 0.3 s are 0.6 s. */
public final class S19BlindToComputing {
  private S19BlindToComputing() {}

  public static void main(String[] args) throws Exception {
    Pace.hub(
        () -> {
          Task<Void> a = Task.spawn(() -> compute("a"));
          Task<Void> b = Task.spawn(() -> compute("b"));
          a.join();
          b.join();
          System.out.println("both have ended");
        });
  }

  private static void compute(String name) {
    System.out.println(name + " computes");
    long end = System.nanoTime() + Pace.seconds(0.3).toNanos();
    long rounds = 0;
    do {
      rounds++;
    } while (System.nanoTime() < end);
    if (rounds > 0) {
      System.out.println(name + " has computed");
    }
  }
}
