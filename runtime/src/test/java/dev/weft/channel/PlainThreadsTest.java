package dev.weft.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Without the agent there are no tasks, and all of it works between threads. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PlainThreadsTest {
  private static final int VALUES = 1_000;

  private static Thread start(Runnable body) {
    Thread thread = new Thread(body);
    thread.start();
    return thread;
  }

  private static void sendAll(Channel<Integer> channel) {
    try (channel) {
      for (int i = 0; i < VALUES; i++) {
        channel.send(i);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void channel_ofThreads_keepsTheOrder_andEnds() throws Exception {
    for (int capacity : new int[] {0, 1, 10}) {
      Channel<Integer> channel = new Channel<>(capacity);
      Thread sender = start(() -> sendAll(channel));
      int expected = 0;
      for (int value : channel) {
        assertEquals(expected++, value);
      }
      assertEquals(VALUES, expected);
      sender.join();
      assertThrows(ChannelClosedException.class, () -> channel.send(1));
    }
  }

  @Test
  void select_ofAThread_takesEachValueOnce() throws Exception {
    Channel<Integer> first = new Channel<>();
    Channel<Integer> second = new Channel<>();
    Thread one = start(() -> sendAll(first));
    Thread other = start(() -> sendAll(second));
    int[] sum = new int[1];
    boolean[] ended = new boolean[2];
    while (!ended[0] || !ended[1]) {
      Select<Integer> select = new Select<>();
      if (!ended[0]) {
        select.receive(first, value -> sum[0] += value, () -> end(ended, 0));
      }
      if (!ended[1]) {
        select.receive(second, value -> sum[0] += value, () -> end(ended, 1));
      }
      assertTrue(select.run() >= 0);
    }
    one.join();
    other.join();
    assertEquals(VALUES * (VALUES - 1), sum[0]);
  }

  private static int end(boolean[] ended, int index) {
    ended[index] = true;
    return 0;
  }

  @Test
  void queue_asACollection_isABlockingQueue() throws Exception {
    FifoQueue<String> queue = new FifoQueue<>(3);
    queue.addAll(List.of("a", "b", "c"));
    assertThrows(IllegalStateException.class, () -> queue.add("d"));
    assertEquals(0, queue.remainingCapacity());
    assertEquals(List.of("a", "b", "c"), List.copyOf(queue));
    assertTrue(queue.contains("b"));
    assertTrue(queue.remove("b"));
    assertFalse(queue.remove("b"));
    assertThrows(NullPointerException.class, () -> queue.put(null));
    assertThrows(IllegalArgumentException.class, () -> queue.drainTo(queue));
    assertEquals("a", queue.take());
    assertEquals("c", queue.poll(1, TimeUnit.MILLISECONDS));
    assertNull(queue.poll(1, TimeUnit.MILLISECONDS));
  }

  @Test
  void queue_removingAnItem_letsAPutterIn() throws Exception {
    FifoQueue<String> queue = new FifoQueue<>(1);
    queue.put("a");
    Thread putter =
        start(
            () -> {
              try {
                queue.put("b");
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    while (queue.waitingPutters() == 0) {
      Thread.onSpinWait();
    }
    assertTrue(queue.remove("a"));
    putter.join();
    assertEquals("b", queue.take());
  }

  @Test
  void joinable_ofAThread_waitsNoLongerThanItsLimit() throws Exception {
    JoinableQueue<Integer> queue = new JoinableQueue<>();
    queue.put(1);
    assertFalse(queue.join(Duration.ofMillis(1)));
    assertEquals(1, queue.take());
    queue.taskDone();
    queue.join();
  }
}
