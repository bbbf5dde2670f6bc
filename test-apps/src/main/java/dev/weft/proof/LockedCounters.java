package dev.weft.proof;

import dev.weft.Suspendable;
import dev.weft.hub.Task;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/** Numbers that only who has the lock may change, and who looks after them. Any thread or task. */
final class LockedCounters {
  private final SoakFindings findings;
  private final ReentrantLock fair = new ReentrantLock(true);
  private final ReentrantLock unfair = new ReentrantLock();
  private final ReentrantReadWriteLock readWrite = new ReentrantReadWriteLock();
  private final StampedLock stamped = new StampedLock();
  private final List<Lock> locks =
      List.of(fair, unfair, readWrite.writeLock(), stamped.asWriteLock());

  /** One a lock. */
  private final List<GuardedCounter> counters;

  private final LongAdder countedUp = new LongAdder();
  private final AtomicInteger readers = new AtomicInteger();

  LockedCounters(SoakFindings findings) {
    this.findings = findings;
    counters = locks.stream().map(lock -> new GuardedCounter(lock.toString(), findings)).toList();
  }

  /** Changes one, or looks at one. */
  @Suspendable
  void countUp(Random random, long limit) throws InterruptedException {
    int index = random.nextInt(locks.size() + 1);
    boolean slowly = random.nextBoolean();
    if (index == locks.size()) {
      look(limit, slowly);
      return;
    }
    Lock lock = locks.get(index);
    switch (random.nextInt(3)) {
      case 0 -> {
        if (!lock.tryLock(limit, TimeUnit.NANOSECONDS)) {
          return;
        }
      }
      case 1 -> lock.lockInterruptibly();
      default -> lock.lock();
    }
    try {
      if (lock instanceof ReentrantLock reentrant) {
        findings.require(reentrant.isHeldByCurrentThread(), () -> "not the owner of " + lock);
        findings.require(reentrant.getHoldCount() == 1, () -> "entered by another: " + lock);
      }
      countedUp.increment();
      counters.get(index).countUp(slowly);
    } finally {
      lock.unlock();
    }
  }

  /** Readers may be several, and see no writer. */
  @Suspendable
  private void look(long limit, boolean slowly) throws InterruptedException {
    Lock read = readWrite.readLock();
    if (!read.tryLock(limit, TimeUnit.NANOSECONDS)) {
      return;
    }
    try {
      readers.incrementAndGet();
      try {
        counters.get(2).requireUnchanged("readers");
        if (slowly) {
          Task.yieldNow();
        }
        counters.get(2).requireUnchanged("readers that waited");
      } finally {
        readers.decrementAndGet();
      }
    } finally {
      read.unlock();
    }
  }

  /** When nobody is left. */
  void check() {
    long sum = 0;
    for (GuardedCounter counter : counters) {
      sum += counter.count();
    }
    long all = sum;
    findings.require(
        all == countedUp.sum(), () -> "increments under locks: " + countedUp + " and " + all);
    findings.require(readers.get() == 0, () -> readers + " readers are left");
    for (ReentrantLock lock : List.of(fair, unfair)) {
      findings.require(
          !lock.isLocked() && !lock.hasQueuedThreads(), () -> "never unlocked: " + lock);
    }
    findings.require(
        !readWrite.isWriteLocked()
            && readWrite.getReadLockCount() == 0
            && !readWrite.hasQueuedThreads(),
        () -> "never unlocked: " + readWrite);
    findings.require(
        !stamped.isWriteLocked() && !stamped.isReadLocked(), () -> "never unlocked: " + stamped);
  }
}
