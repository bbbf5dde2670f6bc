package dev.weft.waiting;

import java.io.FileDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches descriptors and channels for those who wait for them, with one {@link Selector}.
 *
 * <p>What was waited for once stays in the selector, and an event that nobody waits for ends the
 * watch: so a task that reads, answers and reads again costs no system call beside those of the
 * selector (the idea of libev's edge-less re-arming; epoll keeps what is not changed).
 *
 * <p>A descriptor's number is used again as soon as it is closed, and the operating system forgets
 * a closed one. So an entry also knows the {@link FileDescriptor} object, and one that has another
 * begins anew.
 *
 * <p>Threads: {@link #poll} by one at a time, the rest by any. Guarded by this; nobody is woken,
 * nor anything blocked, while it is held.
 */
public final class Poller {
  private static final int FIRST_CAPACITY = 64;

  private static final int READ_OPERATIONS = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
  private static final int WRITE_OPERATIONS = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;

  /** Less than a millisecond cannot be waited for in a selector: so long it is looked at. */
  private static final long SLICE_NANOS = 50_000;

  private final Selector selector;

  /** By the number of the descriptor; null where none is known. */
  private Entry[] descriptors = new Entry[FIRST_CAPACITY];

  /** The channels that are watched, until they are closed. */
  private final IdentityHashMap<Object, Entry> channels = new IdentityHashMap<>();

  /** Whose watch changes before the next {@link #poll}. */
  private final ArrayDeque<Entry> changed = new ArrayDeque<>();

  /** Those whose wait has ended, until they are told; of the thread that polls. */
  private final List<Waiter> ended = new ArrayList<>();

  private volatile int waiting;
  private volatile boolean polling;

  /** What is watched. */
  private static final class Entry {
    /** The {@link FileDescriptor} or the channel; null when it is closed. */
    Object target;

    SelectionKey key;

    /** What the key is to be interested in. */
    int interest;

    /** The key is of a descriptor that had the same number. */
    boolean stale;

    boolean isChanged;
    Readiness reader;
    Readiness writer;

    Entry(Object target) {
      this.target = target;
    }

    Readiness waiting(boolean reads) {
      return reads ? reader : writer;
    }

    void setWaiting(boolean reads, Readiness readiness) {
      if (reads) {
        reader = readiness;
      } else {
        writer = readiness;
      }
    }
  }

  /**
   * A poller that watches nothing yet.
   *
   * @throws UncheckedIOException if the operating system has no more descriptors
   */
  public Poller() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot wait for input and output", e);
    }
  }

  // ---- for those who wait --------------------------------------------------------------------

  /**
   * Wakes {@code readiness} when it is ready or closed.
   *
   * @throws IllegalStateException if somebody waits for the same already
   */
  void add(Readiness readiness) {
    boolean isWatched;
    synchronized (this) {
      if (readiness.isClosed()) {
        readiness.waiter().wake(); // its owner does not wait yet
        return;
      }
      Entry entry = entry(readiness.target());
      boolean reads = readiness.reads();
      Readiness other = entry.waiting(reads);
      if (other != null && !other.isOver()) {
        throw new IllegalStateException(
            other.owner() + " waits already for " + other + "; only one can at a time");
      }
      entry.setWaiting(reads, readiness);
      if (other == null) {
        waiting++;
      }
      isWatched = (entry.interest & readiness.keyOperation()) != 0;
      if (!isWatched) {
        entry.interest |= readiness.keyOperation();
        change(entry);
      }
    }
    if (!isWatched && polling) {
      selector.wakeup(); // else what has changed is applied first
    }
  }

  /** Forgets one whose wait has ended otherwise. */
  void remove(Readiness readiness) {
    synchronized (this) {
      Entry entry = known(readiness.target());
      if (entry != null && entry.waiting(readiness.reads()) == readiness) {
        entry.setWaiting(readiness.reads(), null);
        waiting--;
      }
    }
  }

  /** Wakes those who wait for what was closed. */
  void closed(Object target) {
    List<Waiter> woken = new ArrayList<>(2);
    boolean isChannel = target instanceof SelectableChannel;
    synchronized (this) {
      Entry entry = known(target);
      if (entry == null) {
        return;
      }
      take(entry, true, woken);
      take(entry, false, woken);
      entry.target = null;
      entry.interest = 0;
      if (isChannel) {
        channels.remove(target);
      }
    }
    woken.forEach(Waiter::wake);
    if (isChannel && polling) {
      selector.wakeup(); // a channel is closed for good when no selector has it
    }
  }

  private Entry entry(Object target) {
    Entry entry = slot(target);
    if (entry == null) {
      entry = new Entry(target);
      if (target instanceof FileDescriptor descriptor) {
        int number = Readiness.number(descriptor);
        if (number >= descriptors.length) {
          descriptors = Arrays.copyOf(descriptors, Math.max(number + 1, number * 2));
        }
        descriptors[number] = entry;
      } else {
        channels.put(target, entry);
      }
    } else if (entry.target != target) {
      entry.target = target;
      entry.interest = 0;
      entry.stale = entry.key != null;
    }
    return entry;
  }

  private Entry known(Object target) {
    Entry entry = slot(target);
    return entry != null && entry.target == target ? entry : null;
  }

  private Entry slot(Object target) {
    if (target instanceof FileDescriptor descriptor) {
      int number = Readiness.number(descriptor);
      return number >= 0 && number < descriptors.length ? descriptors[number] : null;
    }
    return channels.get(target);
  }

  private void change(Entry entry) {
    if (!entry.isChanged) {
      entry.isChanged = true;
      changed.add(entry);
    }
  }

  /** Ends the wait of one, unless nobody waits. */
  private synchronized void take(Entry entry, boolean reads, List<Waiter> woken) {
    Readiness readiness = entry.waiting(reads);
    if (readiness != null) {
      entry.setWaiting(reads, null);
      waiting--;
      woken.add(readiness.waiter());
    }
  }

  // ---- for the thread that polls -------------------------------------------------------------

  /** Whether anybody waits. */
  public boolean isWaitedFor() {
    return waiting > 0;
  }

  /**
   * Wakes those for whom something has happened; if nothing has, waits until it does, until {@link
   * #wakeUp}, or for {@code nanos}.
   *
   * @param nanos none to look only; {@link Waiter#FOREVER} for no limit
   * @return how many were woken
   */
  public int poll(long nanos) {
    polling = true;
    try {
      applyChanges();
      long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
      if (nanos == Waiter.FOREVER) {
        selector.select(this::happened);
      } else if (millis > 0) {
        selector.select(this::happened, millis);
      } else if (selector.selectNow(this::happened) == 0 && nanos > 0) {
        LockSupport.parkNanos(this, Math.min(nanos, SLICE_NANOS));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot wait for input and output", e);
    } finally {
      polling = false;
    }
    int woken = ended.size();
    ended.forEach(Waiter::wake);
    ended.clear();
    return woken;
  }

  /** Lets {@link #poll} return, or the next one if nobody polls. */
  public void wakeUp() {
    selector.wakeup();
  }

  private void applyChanges() throws IOException {
    if (cancelStale()) {
      selector.selectNow(); // forgets cancelled keys before their numbers are registered again
      selector.selectedKeys().clear();
    }
    synchronized (this) {
      for (Entry entry = changed.poll(); entry != null; entry = changed.poll()) {
        entry.isChanged = false;
        applyChange(entry);
      }
    }
  }

  private synchronized boolean cancelStale() {
    boolean any = false;
    for (Entry entry : changed) {
      if (entry.stale) {
        entry.stale = false;
        entry.key.cancel();
        entry.key = null;
        any = true;
      }
    }
    return any;
  }

  private void applyChange(Entry entry) {
    try {
      if (entry.key != null) {
        entry.key.interestOps(entry.interest);
      } else if (entry.target instanceof FileDescriptor descriptor) {
        entry.key = Readiness.borrow(descriptor).register(selector, entry.interest, entry);
      } else if (entry.target instanceof SelectableChannel channel) {
        entry.key = channel.register(selector, entry.interest, entry);
      }
    } catch (IOException | CancelledKeyException e) {
      take(entry, true, ended); // a closed channel: they see it themselves
      take(entry, false, ended);
    }
  }

  private void happened(SelectionKey key) {
    Entry entry = (Entry) key.attachment();
    synchronized (this) {
      if (entry.key != key || entry.stale) {
        return;
      }
      try {
        int happened = key.readyOps();
        happened(entry, true, happened & READ_OPERATIONS);
        happened(entry, false, happened & WRITE_OPERATIONS);
      } catch (CancelledKeyException e) {
        take(entry, true, ended);
        take(entry, false, ended);
      }
    }
  }

  private void happened(Entry entry, boolean reads, int happened) {
    if (happened == 0) {
      return;
    }
    if (entry.waiting(reads) != null) {
      take(entry, reads, ended);
    } else {
      entry.interest &= ~happened;
      change(entry);
    }
  }

  /** Frees what the operating system has given. Nobody may wait any more. */
  public void close() {
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
