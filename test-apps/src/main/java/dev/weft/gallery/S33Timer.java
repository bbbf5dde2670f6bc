package dev.weft.gallery;

import dev.weft.sync.Timer;

/** S33: a timer that says hello, and one that is cancelled before it can. */
public final class S33Timer {
  private S33Timer() {}

  public static void main(String[] args) throws Exception {
    Pace.hub(
        () -> {
          System.out.println("started");
          Timer hello = Timer.start(Pace.seconds(1), () -> System.out.println("hello, world"));
          Timer never = Timer.start(Pace.seconds(0.5), () -> System.out.println("never said"));
          System.out.println("cancelled: " + never.cancel());
          hello.join();
          System.out.println("cancelled: " + hello.cancel());
        });
  }
}
