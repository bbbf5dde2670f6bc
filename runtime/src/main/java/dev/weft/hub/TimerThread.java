package dev.weft.hub;

import dev.weft.waiting.Expiring;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The timers of tasks that run on several carriers: a daemon thread that expires them. */
final class TimerThread {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Timers timers = new Timers();
  private final Clock clock;
  private Thread thread;
  private boolean ended;

  TimerThread(Clock clock, String name) {
    this.clock = clock;
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  void start(Expiring entry, long nanos) {
    lock.lock();
    try {
      if (thread.getState() == Thread.State.NEW && !ended) {
        thread.start();
      }
      long now = clock.nanoTime();
      long deadline = nanos > Long.MAX_VALUE / 2 ? now + Long.MAX_VALUE / 2 : now + nanos;
      boolean first = timers.isEmpty() || deadline - timers.next() < 0;
      timers.add(entry, deadline);
      if (first) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  void forget() {
    lock.lock();
    try {
      timers.forget();
    } finally {
      lock.unlock();
    }
  }

  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      for (Expiring due = awaitDue(); due != null; due = awaitDue()) {
        due.expire(); // without the lock: it takes others, and may run code of an executor
      }
    } catch (InterruptedException e) {
      end(); // nobody but us has this thread
    }
  }

  /** The next entry whose time is up; null at the end. */
  private Expiring awaitDue() throws InterruptedException {
    lock.lock();
    try {
      while (!ended) {
        Expiring due = timers.takeDue(clock.nanoTime());
        if (due != null) {
          return due;
        }
        if (timers.isEmpty()) {
          changed.await();
        } else {
          long nanos = timers.next() - clock.nanoTime();
          if (nanos > 0) {
            long unused = changed.awaitNanos(nanos);
          }
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }
}
