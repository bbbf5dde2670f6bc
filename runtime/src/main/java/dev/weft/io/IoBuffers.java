package dev.weft.io;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Direct buffers between a socket and a byte array, for the time of one attempt. The JDK keeps them
 * by thread, and those of a task are its own: it would have one, and four kilobytes to remember it,
 * for as long as it waits.
 *
 * <p>Threads: any.
 */
final class IoBuffers {
  private static final int SLOTS = 16;
  private static final int LEAST = 8_192;

  private static final AtomicReferenceArray<ByteBuffer> FREE = new AtomicReferenceArray<>(SLOTS);

  private IoBuffers() {}

  /** A buffer from position zero to {@code size}. */
  static ByteBuffer take(int size) {
    ByteBuffer free = FREE.getAndSet(slot(), null);
    ByteBuffer buffer =
        free != null && free.capacity() >= size
            ? free
            : ByteBuffer.allocateDirect(Math.max(size, LEAST));
    return buffer.clear().limit(size);
  }

  /** Gives it back. */
  static void give(ByteBuffer buffer) {
    FREE.set(slot(), buffer);
  }

  /** By the thread that runs: two that share a slot make a buffer more. */
  @SuppressWarnings("deprecation") // its successor is younger than JDK 17
  private static int slot() {
    return (int) Thread.currentThread().getId() & (SLOTS - 1);
  }
}
