package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.hub.Hub;
import dev.weft.hub.PinnedTask;
import dev.weft.hub.Task;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;

/**
 * S52: S51 again, with the sleep of the JDK. Where woven code calls it, it suspends: nothing is to
 * be patched, nor in any order. Then the same in code that is not woven, where it cannot. In gevent
 * the two are done one after the other then. A hub of Weft's runs its other tasks on a spare
 * carrier meanwhile, and says where a thread was blocked; only without spare carriers it is as in
 * gevent.
 */
public final class S52EatAndPlayAsleep {
  private S52EatAndPlayAsleep() {}

  /** What the two do between 1 and 2. */
  private interface Rest {
    @Suspendable
    void seconds(int seconds) throws InterruptedException;
  }

  /** Not woven. */
  private static final class OldCode {
    private final CountDownLatch played = new CountDownLatch(1);

    /** Who sleeps longer wakes later, on a busy machine too. */
    void sleepAndSee(int seconds) throws InterruptedException {
      Thread.sleep(Pace.millis(seconds));
      if (seconds == 2) {
        played.await();
      }
    }
  }

  public static void main(String[] args) throws Exception {
    System.out.println("-- woven code sleeps, which suspends");
    Pace.hub(() -> eatAndPlay(seconds -> Thread.sleep(Pace.millis(seconds)), () -> {}));
    System.out.println("-- other code sleeps, which blocks; there is another carrier");
    Set<String> places = new ConcurrentSkipListSet<>();
    OldCode old = new OldCode();
    Pace.hub(
        Hub.with().onPinned(pin -> note(pin, places)),
        () -> eatAndPlay(old::sleepAndSee, old.played::countDown));
    System.out.println("blocked in " + places);
    System.out.println("-- the same, and there is none");
    Pace.hub(Hub.with().spares(0), () -> eatAndPlay(Pace::sleepSeconds, () -> {}));
  }

  /** On a busy machine the console may block, too. */
  private static void note(PinnedTask pin, Set<String> places) {
    if (pin.culprit().getClassName().equals(OldCode.class.getName())) {
      places.add(pin.culprit().getMethodName() + ": " + pin.reason());
    }
  }

  @Suspendable
  private static void eatAndPlay(Rest rest, Runnable played) throws InterruptedException {
    Task<Void> eat = Task.spawn(() -> twice("eat", 2, rest));
    Task<Void> play =
        Task.spawn(
            () -> {
              twice("play", 1, rest);
              played.run();
            });
    eat.join();
    play.join();
  }

  @Suspendable
  private static void twice(String what, int seconds, Rest rest) throws InterruptedException {
    System.out.println("egon " + what + " 1");
    rest.seconds(seconds);
    System.out.println("egon " + what + " 2");
  }
}
