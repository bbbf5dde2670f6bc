package dev.weft.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.weft.sync.FairLock;
import dev.weft.sync.Mutex;
import dev.weft.sync.MutexCondition;
import dev.weft.sync.ReentrantMutex;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** Mutexes and conditions. */
public class Locks {
  private static final long SOON_NANOS = 2_000;

  /** What is guarded is not lost, and seen by the next owner. */
  @JCStressTest
  @Outcome(id = "2", expect = ACCEPTABLE, desc = "one after the other")
  @Outcome(expect = FORBIDDEN, desc = "two were inside, or one did not see the other")
  @State
  public static class Exclusion {
    private final Mutex mutex = new Mutex();
    private int guarded;

    private void increment() {
      mutex.lock();
      guarded++;
      mutex.unlock();
    }

    @Actor
    public void first() {
      increment();
    }

    @Actor
    public void second() {
      increment();
    }

    @Arbiter
    public void after(I_Result r) {
      r.r1 = guarded;
    }
  }

  /** A time that is up at the moment of the hand-over leaves the lock to whoever has it. */
  abstract static class LateForALock {
    private final FairLock lock;

    LateForALock(FairLock lock) {
      this.lock = lock;
      lock.lock();
      lock.unlock();
    }

    final void holdShortly() {
      lock.lock();
      lock.unlock();
    }

    final int lockSoon() {
      boolean locked = Unchecked.call(() -> lock.tryLock(SOON_NANOS, TimeUnit.NANOSECONDS));
      if (locked) {
        lock.unlock();
      }
      return locked ? 1 : 0;
    }

    final int left() {
      return lock.isLocked() || lock.waiting() > 0 || !lock.tryLock() ? 1 : 0;
    }
  }

  /** See {@link LateForALock}. */
  @JCStressTest
  @Outcome(id = "., 0", expect = ACCEPTABLE, desc = "in time or late, and free in the end")
  @Outcome(expect = FORBIDDEN, desc = "the lock is lost")
  @State
  public static class LateForAMutex extends LateForALock {
    public LateForAMutex() {
      super(new Mutex());
    }

    @Actor
    public void holder() {
      holdShortly();
    }

    @Actor
    public void waiter(II_Result r) {
      r.r1 = lockSoon();
    }

    @Arbiter
    public void after(II_Result r) {
      r.r2 = left();
    }
  }

  /** See {@link LateForALock}. */
  @JCStressTest
  @Outcome(id = "., 0", expect = ACCEPTABLE, desc = "in time or late, and free in the end")
  @Outcome(expect = FORBIDDEN, desc = "the lock is lost")
  @State
  public static class LateForAReentrantMutex extends LateForALock {
    public LateForAReentrantMutex() {
      super(new ReentrantMutex());
    }

    @Actor
    public void holder() {
      holdShortly();
    }

    @Actor
    public void waiter(II_Result r) {
      r.r1 = lockSoon();
    }

    @Arbiter
    public void after(II_Result r) {
      r.r2 = left();
    }
  }

  /** Who is interrupted at the moment of the hand-over has the lock, or the next one gets it. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "it had the lock")
  @Outcome(id = "-1, 0", expect = ACCEPTABLE, desc = "it was interrupted, and the lock is free")
  @Outcome(expect = FORBIDDEN, desc = "the lock is lost")
  @State
  public static class InterruptedForAMutex extends Interruption {
    private final Mutex mutex = new Mutex();

    public InterruptedForAMutex() {
      mutex.lock();
    }

    @Actor
    public void waiter(II_Result r) {
      r.r1 =
          during(
              () -> {
                mutex.lockInterruptibly();
                mutex.unlock();
                return 1;
              });
    }

    @Actor
    public void holder() {
      sendBesides(mutex::unlock); // anybody may
    }

    @Arbiter
    public void after(II_Result r) {
      r.r2 = mutex.isLocked() || mutex.waiting() > 0 ? 1 : 0;
    }
  }

  /** A signal or the end of its time wakes who waits, and it has the lock either way. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "it did not wait yet, or no longer")
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "it was woken")
  @Outcome(expect = FORBIDDEN, desc = "the lock is lost, or somebody waits")
  @State
  public static class OneSignal {
    private final MutexCondition condition = new MutexCondition();

    private int await() {
      condition.lock().lock();
      try {
        return Unchecked.call(() -> condition.await(Duration.ofNanos(2_000))) ? 1 : 0;
      } finally {
        condition.lock().unlock();
      }
    }

    @Actor
    public void waiter(II_Result r) {
      r.r1 = await();
    }

    @Actor
    public void signaller() {
      condition.lock().lock();
      condition.signal();
      condition.lock().unlock();
    }

    @Arbiter
    public void after(II_Result r) {
      r.r2 = condition.lock().isLocked() || condition.waiting() > 0 ? 1 : 0;
    }
  }

  /** A signal that is sent once the condition holds is not missed. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "seen")
  @Outcome(expect = FORBIDDEN, desc = "missed")
  @State
  public static class WaitForACondition {
    private final MutexCondition condition = new MutexCondition();
    private boolean ready;

    @Actor
    public void waiter(I_Result r) {
      condition.lock().lock();
      try {
        r.r1 = Unchecked.call(() -> condition.waitFor(() -> ready, Duration.ofSeconds(20))) ? 1 : 0;
      } finally {
        condition.lock().unlock();
      }
    }

    @Actor
    public void signaller() {
      condition.lock().lock();
      ready = true;
      condition.signal();
      condition.lock().unlock();
    }
  }
}
