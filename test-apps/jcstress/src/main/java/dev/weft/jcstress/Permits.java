package dev.weft.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.weft.sync.Barrier;
import dev.weft.sync.Event;
import dev.weft.sync.Latch;
import dev.weft.sync.Promise;
import dev.weft.sync.Semaphore;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Semaphores, barriers, events, latches, promises. */
public class Permits {
  private static final Duration SOON = Duration.ofNanos(2_000);
  private static final Duration LONG = Duration.ofSeconds(20);

  /** A permit that is released when the time is up is taken, or still there (U12). */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "in time")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "late")
  @Outcome(expect = FORBIDDEN, desc = "the permit is lost, or there are two")
  @State
  public static class LateForAPermit {
    private final Semaphore semaphore = new Semaphore(0);

    private int acquire() {
      return Unchecked.call(() -> semaphore.tryAcquire(SOON)) ? 1 : 0;
    }

    @Actor
    public void waiter(II_Result r) {
      r.r1 = acquire();
    }

    @Actor
    public void releaser() {
      semaphore.release();
    }

    @Arbiter
    public void after(II_Result r) {
      r.r2 = semaphore.available() + 10 * semaphore.waiting();
    }
  }

  /** Who wants many stands in front of who wants few; when it gives up, those are served. */
  @JCStressTest
  @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "both were in time")
  @Outcome(id = "0, 1, 2", expect = ACCEPTABLE, desc = "the one who wants many was late")
  @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "the one who wants few was late")
  @Outcome(id = "0, 0, 3", expect = ACCEPTABLE, desc = "both were late")
  @Outcome(expect = FORBIDDEN, desc = "permits are lost or made")
  @State
  public static class ManyAndFew {
    private final Semaphore semaphore = new Semaphore(0);

    private int acquire(int count) {
      return Unchecked.call(() -> semaphore.tryAcquire(count, SOON)) ? 1 : 0;
    }

    @Actor
    public void many(III_Result r) {
      r.r1 = acquire(2);
    }

    @Actor
    public void few(III_Result r) {
      r.r2 = acquire(1);
    }

    @Actor
    public void releaser() {
      semaphore.release(3);
    }

    @Arbiter
    public void after(III_Result r) {
      r.r3 = semaphore.available() + 10 * semaphore.waiting();
    }
  }

  /** Who is interrupted at the moment of the release has the permit, or it is still there (V52). */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "it has the permit")
  @Outcome(id = "-1, 1", expect = ACCEPTABLE, desc = "it was interrupted, and the permit is there")
  @Outcome(expect = FORBIDDEN, desc = "the permit is lost, or there are two")
  @State
  public static class InterruptedForAPermit extends Interruption {
    private final Semaphore semaphore = new Semaphore(0);

    @Actor
    public void waiter(II_Result r) {
      r.r1 =
          during(
              () -> {
                semaphore.acquire();
                return 1;
              });
    }

    @Actor
    public void releaser() {
      sendBesides(semaphore::release);
    }

    @Arbiter
    public void after(II_Result r) {
      r.r2 = semaphore.available() + 10 * semaphore.waiting();
    }
  }

  /** Both pass, or the barrier is broken for both. */
  @JCStressTest
  @Outcome(
      id = {"1, 1, 0"},
      expect = ACCEPTABLE,
      desc = "both passed")
  @Outcome(
      id = {"0, 0, 1"},
      expect = ACCEPTABLE,
      desc = "one was late, and broke it")
  @Outcome(expect = FORBIDDEN, desc = "one passed alone")
  @State
  public static class LateAtABarrier {
    private final Barrier barrier = new Barrier(2);

    private int pass() {
      return Unchecked.call(
          () -> {
            try {
              int ignored = barrier.await(SOON);
              return 1;
            } catch (BrokenBarrierException e) {
              return 0;
            }
          });
    }

    @Actor
    public void first(III_Result r) {
      r.r1 = pass();
    }

    @Actor
    public void second(III_Result r) {
      r.r2 = pass();
    }

    @Arbiter
    public void after(III_Result r) {
      r.r3 = barrier.isBroken() ? 1 : 0;
    }
  }

  /** What was written before an event is seen behind it, and no wait misses it. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "in time, and seen")
  @Outcome(expect = FORBIDDEN, desc = "missed, or not seen")
  @State
  public static class EventIsSeen {
    private final Event event = new Event();
    private int written;

    @Actor
    public void waiter(II_Result r) {
      r.r1 = Unchecked.call(() -> event.await(LONG)) ? 1 : 0;
      r.r2 = written;
    }

    @Actor
    public void setter() {
      written = 1;
      event.set();
    }
  }

  /** The same of a latch of two. */
  @JCStressTest
  @Outcome(id = "11, 11", expect = ACCEPTABLE, desc = "in time, and seen")
  @Outcome(expect = FORBIDDEN, desc = "missed, or not seen")
  @State
  public static class LatchIsSeen {
    private final Latch latch = new Latch(2);
    private int one;
    private int two;

    private int await() {
      return Unchecked.call(() -> latch.await(LONG)) ? 10 : 0;
    }

    @Actor
    public void first(II_Result r) {
      one = 1;
      latch.countDown();
      r.r1 = await() + two;
    }

    @Actor
    public void second(II_Result r) {
      two = 1;
      latch.countDown();
      r.r2 = await() + one;
    }
  }

  /** One of two completes a promise, and both get what that one says. */
  @JCStressTest
  @Outcome(
      id = {"1, 1, 1", "2, 2, 1"},
      expect = ACCEPTABLE,
      desc = "one of them")
  @Outcome(expect = FORBIDDEN, desc = "both, none, or another value")
  @State
  public static class TwoPromise {
    private final Promise<Integer> promise = new Promise<>();
    private volatile int first;
    private volatile int second;

    @Actor
    public void one(III_Result r) {
      first = promise.complete(1) ? 1 : 0;
      r.r1 = Unchecked.call(promise::result);
    }

    @Actor
    public void two(III_Result r) {
      second = promise.complete(2) ? 1 : 0;
      r.r2 = Unchecked.call(promise::result);
    }

    @Arbiter
    public void after(III_Result r) {
      r.r3 = first + second;
    }
  }
}
