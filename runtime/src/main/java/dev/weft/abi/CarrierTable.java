package dev.weft.abi;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/**
 * The stacks of the threads that run tasks, found without a thread-local: while a task runs, the
 * thread's locals are the task's. Read by any thread, also by those that run none, within a few
 * nanoseconds. Holds threads and stacks weakly.
 */
final class CarrierTable {
  private static final int SMALLEST = 8;

  /** At most a quarter full, so that a thread that is not in it is soon known not to be. */
  private static volatile List<WeakReference<FrameStack>> table = empty(SMALLEST);

  private CarrierTable() {}

  private static List<WeakReference<FrameStack>> empty(int size) {
    List<WeakReference<FrameStack>> slots = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      slots.add(null);
    }
    return slots;
  }

  /** The stack of a thread; null when it is not in the table. */
  static FrameStack find(Thread thread) {
    List<WeakReference<FrameStack>> slots = table;
    int mask = slots.size() - 1;
    for (int i = System.identityHashCode(thread) & mask; ; i = (i + 1) & mask) {
      WeakReference<FrameStack> slot = slots.get(i);
      if (slot == null) {
        return null;
      }
      FrameStack stack = slot.get();
      if (stack != null && stack.isOf(thread)) {
        return stack;
      }
    }
  }

  /** Puts a stack into the table, and forgets those that are gone. */
  static synchronized void add(FrameStack added) {
    List<FrameStack> live = new ArrayList<>();
    live.add(added);
    for (WeakReference<FrameStack> slot : table) {
      FrameStack stack = slot == null ? null : slot.get();
      if (stack != null && stack != added && stack.hasLiveThread()) {
        live.add(stack);
      }
    }
    int size = SMALLEST;
    while (size < 4 * live.size()) {
      size *= 2;
    }
    List<WeakReference<FrameStack>> slots = empty(size);
    for (FrameStack stack : live) {
      int i = stack.threadHash() & (size - 1);
      while (slots.get(i) != null) {
        i = (i + 1) & (size - 1);
      }
      slots.set(i, stack.handle());
    }
    table = slots;
  }
}
