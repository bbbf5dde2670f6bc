package dev.weft.abi;

import java.lang.ref.WeakReference;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The stacks of the threads that run tasks, found without a thread-local: while a task runs, the
 * thread's locals are the task's. Read by any thread, also by those that run none, whenever they
 * lock or unlock: so it goes by the thread's number, which is a field, and not by its identity hash
 * code, which takes a call of the JVM once somebody has waited for the thread's end. A subclass may
 * give several threads one number, but has to stay with it. Holds threads and stacks weakly.
 */
final class CarrierTable {
  private static final int SMALLEST = 8;

  /** At most a quarter full, so that a thread that is not in it is soon known not to be. */
  private static volatile Handle[] table = new Handle[SMALLEST];

  /** A bit for the number of each thread in the table, modulo 64: most others are none of them. */
  private static volatile long numbers;

  private CarrierTable() {}

  /** Refers to a stack. */
  static final class Handle extends WeakReference<FrameStack> {
    Handle(FrameStack stack) {
      super(stack);
    }
  }

  /** The stack of a thread; null when it is not in the table. */
  static FrameStack find(Thread thread) {
    long number = thread.getId();
    if ((numbers & 1L << number) == 0) {
      return null;
    }
    Handle[] slots = table;
    int mask = slots.length - 1;
    for (int i = (int) number & mask; ; i = (i + 1) & mask) {
      Handle slot = slots[i];
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
    IdentityHashMap<FrameStack, Thread> live = new IdentityHashMap<>();
    live.put(added, Thread.currentThread());
    for (Handle slot : table) {
      FrameStack stack = slot == null ? null : slot.get();
      Thread thread = stack == null ? null : stack.get();
      if (thread != null && thread.isAlive()) {
        live.put(stack, thread);
      }
    }
    int size = SMALLEST;
    while (size < 4 * live.size()) {
      size *= 2;
    }
    Handle[] slots = new Handle[size];
    long present = 0;
    for (Map.Entry<FrameStack, Thread> entry : live.entrySet()) {
      long number = entry.getValue().getId();
      present |= 1L << number;
      int i = (int) number & (size - 1);
      while (slots[i] != null) {
        i = (i + 1) & (size - 1);
      }
      slots[i] = entry.getKey().handle();
    }
    table = slots;
    numbers = present;
  }
}
