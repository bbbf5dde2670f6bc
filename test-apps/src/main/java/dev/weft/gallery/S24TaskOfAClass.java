package dev.weft.gallery;

import dev.weft.SuspendableRunnable;
import dev.weft.hub.Task;

/** S24: a class with what the task does, and its own state, instead of a lambda. */
public final class S24TaskOfAClass {
  private S24TaskOfAClass() {}

  /** What a subclass of Thread would be. */
  private static final class SayHi implements SuspendableRunnable {
    private final int number;

    SayHi(int number) {
      this.number = number;
    }

    @Override
    public void run() throws InterruptedException {
      System.out.println("running on number:" + number);
      Task.sleep(Pace.seconds(3));
    }
  }

  public static void main(String[] args) throws Exception {
    Pace.hub(
        () -> {
          Task<Void> first = Task.spawn(new SayHi(1));
          Task<Void> second = Task.spawn(new SayHi(2));
          first.join();
          second.join();
          System.out.println("ended");
        });
  }
}
