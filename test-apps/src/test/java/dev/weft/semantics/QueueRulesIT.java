package dev.weft.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.channel.Channel;
import dev.weft.channel.ChannelClosedException;
import dev.weft.channel.FifoQueue;
import dev.weft.channel.JoinableQueue;
import dev.weft.channel.LifoQueue;
import dev.weft.channel.QueueShutDownException;
import dev.weft.channel.SortedQueue;
import dev.weft.hub.DeadlockException;
import dev.weft.hub.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Rules V50 to V58 and A26 of SEMANTICS.md: queues and channels. */
class QueueRulesIT extends WaitingFixture {
  @Test
  void v50_queueBounded_putBlocksWhenFull_bothSidesFifo() throws Exception {
    FifoQueue<String> queue = new FifoQueue<>(1);
    run(
        () -> {
          for (String item : List.of("a", "b", "c")) {
            spawn("put " + item, () -> queue.put(item));
          }
          settle();
          assertEquals(1, queue.size());
          assertEquals(2, queue.waitingPutters());
          assertEquals("a", queue.peek());
          for (int i = 0; i < 3; i++) {
            log.add(queue.take());
            settle();
          }
          spawn("first", () -> log.add(queue.take()));
          spawn("second", () -> log.add(queue.take()));
          settle();
          queue.put("d");
          queue.put("e");
          assertNull(queue.peek(), "handed over, not stored");
          settle();
        });
    assertEquals(
        List.of("put a", "a", "put b", "b", "put c", "c", "d", "first", "e", "second"), log);
  }

  @Test
  void v50_queue_timeouts_areNullAndFalse() throws Exception {
    FifoQueue<String> queue = new FifoQueue<>(1);
    run(
        () -> {
          assertNull(queue.poll(1, TimeUnit.SECONDS));
          assertTrue(queue.offer("a", 1, TimeUnit.SECONDS));
          assertFalse(queue.offer("b", 1, TimeUnit.SECONDS));
          assertFalse(queue.offer("b"));
          assertThrows(IllegalStateException.class, () -> queue.add("b"));
        });
    assertEquals(SECOND.multipliedBy(2), clock.elapsed());
    assertThrows(IllegalArgumentException.class, () -> new FifoQueue<>(0));
  }

  @Test
  void v51_takeThatNobodyCanSatisfy_isADeadlock() {
    FifoQueue<String> queue = new FifoQueue<>(1, "jobs");
    DeadlockException deadlock =
        assertThrows(DeadlockException.class, () -> run(() -> log.add(queue.take())));
    assertTrue(
        deadlock.getMessage().contains("waiting for FifoQueue \"jobs\""), deadlock::getMessage);
  }

  @Test
  void v52_takerThatTimedOutOrWasKilled_neverSwallowsAnItem() throws Exception {
    FifoQueue<String> queue = new FifoQueue<>();
    run(
        () -> {
          // The timer of the putter was started first, so it expires first, at the same time.
          Task<Boolean> putter =
              Task.with().delay(SECOND).spawn(() -> log.add("put " + queue.offer("tie")));
          Task<String> lucky = Task.spawn(() -> queue.poll(1, TimeUnit.SECONDS));
          putter.join();
          log.add(lucky.result() + " " + queue.size());
          queue.clear();
          Task<String> victim = Task.spawn(() -> queue.take());
          settle();
          victim.killAsync();
          queue.put("kept");
          victim.join();
          assertTrue(victim.isCancelled());
          log.add(queue.take());
          Task<String> handed = Task.spawn(() -> queue.take());
          settle();
          queue.put("handed");
          handed.killAsync(); // too late: it has the item, and ends with it
          log.add(handed.result());
          assertEquals(0, queue.size());
          assertEquals(0, queue.waitingTakers());
        });
    assertEquals(List.of("put true", "null 1", "kept", "handed"), log);
  }

  @Test
  void v53_iterating_endsAtTheMark_orAtShutdown() throws Exception {
    FifoQueue<String> queue = new FifoQueue<>();
    run(
        () -> {
          spawn(
              "producer",
              () -> {
                for (String item : List.of("a", "b", "end", "c")) {
                  queue.put(item);
                  Task.yieldNow();
                }
                queue.shutdown();
              });
          for (String item : queue.takeUntil("end")) {
            log.add(item);
          }
          log.add("-");
          for (String item : queue.takeAll()) {
            log.add(item);
          }
        });
    assertEquals(List.of("a", "b", "-", "c", "producer"), log);
  }

  @Test
  void v54_sortedAndLifo_takeTheLeastAndTheLast() throws Exception {
    SortedQueue<String> sorted = new SortedQueue<>(Comparator.comparing(String::length));
    sorted.addAll(List.of("ccc", "a", "bb", "d", "ee"));
    List<String> taken = new ArrayList<>();
    assertEquals(5, sorted.drainTo(taken));
    assertEquals(List.of("a", "d", "bb", "ee", "ccc"), taken);
    LifoQueue<Integer> lifo = new LifoQueue<>();
    lifo.addAll(List.of(1, 2, 3));
    assertEquals(List.of(3, 2), List.of(lifo.take(), lifo.take()));
    SortedQueue<Integer> natural = SortedQueue.ofNaturalOrder();
    natural.addAll(List.of(3, 1, 2));
    assertEquals(List.of(1, 2, 3), List.of(natural.take(), natural.take(), natural.take()));
  }

  @Test
  void v54_joinable_waitsUntilAllIsDone_a26_tooManyIsAnError() throws Exception {
    for (JoinableQueue<Integer> queue :
        List.of(
            new JoinableQueue<Integer>(),
            JoinableQueue.<Integer>lifo(5),
            JoinableQueue.<Integer>sorted(5, Comparator.naturalOrder()))) {
      log.clear();
      run(
          () -> {
            queue.join();
            queue.put(1);
            queue.put(2);
            assertFalse(queue.join(SECOND));
            spawn("joined", queue::join);
            settle();
            log.add(queue.take() + queue.take());
            queue.taskDone();
            settle();
            assertEquals(1, queue.unfinished());
            queue.taskDone();
            settle();
            assertThrows(IllegalStateException.class, queue::taskDone);
          });
      assertEquals(List.of(3, "joined"), log);
    }
  }

  @Test
  void v54_joinable_handedOverDirectly_isCounted() throws Exception {
    JoinableQueue<Integer> queue = new JoinableQueue<>();
    run(
        () -> {
          spawn("taker", () -> log.add(queue.take()));
          settle();
          queue.put(1);
          assertEquals(1, queue.unfinished());
          settle();
          queue.taskDone();
          queue.join();
        });
    assertEquals(List.of(1, "taker"), log);
  }

  @Test
  void v55_channel_isARendezvous() throws Exception {
    Channel<String> channel = new Channel<>();
    run(
        () -> {
          spawn(
              "sent world",
              () -> {
                log.add("sending");
                channel.send("hello");
                log.add("sent hello");
                channel.send("world");
              });
          Task.yieldNow();
          log.add(channel.receive());
          log.add(channel.receive());
          settle();
        });
    assertEquals(List.of("sending", "hello", "sent hello", "world", "sent world"), log);
  }

  @Test
  void v55_channel_buffered_andClosed() throws Exception {
    Channel<Integer> channel = new Channel<>(2, "numbers");
    run(
        () -> {
          channel.send(1);
          channel.send(2);
          assertFalse(channel.trySend(3));
          assertFalse(channel.send(3, SECOND));
          Task<Void> blocked = failing(() -> channel.send(3));
          settle();
          channel.close();
          blocked.join();
          assertEquals(
              "Channel \"numbers\" is closed", blocked.exception().orElseThrow().getMessage());
          for (int each : channel) {
            log.add(each);
          }
          assertThrows(ChannelClosedException.class, () -> channel.trySend(4));
          assertThrows(ChannelClosedException.class, channel::tryReceive);
        });
    assertEquals(List.of(1, 2), log);
  }

  @Test
  void v56_shutdown_a26_putsFail_takesDrainFirst_theBlockedAreWoken() throws Exception {
    FifoQueue<Integer> queue = new FifoQueue<>(1, "q");
    FifoQueue<Integer> empty = new FifoQueue<>();
    run(
        () -> {
          queue.put(1);
          Task<Void> putter = failing(() -> queue.put(2));
          Task<Integer> taker = Task.with().unreported().spawn(() -> empty.take());
          settle();
          queue.shutdown();
          empty.shutdown();
          putter.join();
          taker.join();
          assertEquals(
              "FifoQueue \"q\" is shut down", putter.exception().orElseThrow().getMessage());
          assertTrue(taker.exception().orElseThrow() instanceof QueueShutDownException);
          assertThrows(QueueShutDownException.class, () -> queue.offer(3));
          assertEquals(1, queue.take());
          assertNull(queue.poll());
          Task<Integer> late = Task.with().unreported().spawn(() -> queue.take());
          late.join();
          assertTrue(late.exception().orElseThrow() instanceof QueueShutDownException);
        });
  }

  @Test
  void v56_shutdownNow_dropsWhatIsThere_andEndsTheJoin() throws Exception {
    JoinableQueue<Integer> queue = new JoinableQueue<>();
    run(
        () -> {
          queue.put(1);
          queue.put(2);
          spawn("joined", queue::join);
          settle();
          assertEquals(List.of(1, 2), queue.shutdownNow());
          assertTrue(queue.isShutDown());
          settle();
        });
    assertEquals(List.of("joined"), log);
  }

  /** Weft: as the interfaces of the JDK say, a time that is not positive is no time. */
  @Test
  void v57_negativeTimeout_doesNotWait() throws Exception {
    FifoQueue<Integer> queue = new FifoQueue<>(1);
    run(
        () -> {
          assertNull(queue.poll(-1, TimeUnit.SECONDS));
          assertTrue(queue.offer(1, -1, TimeUnit.SECONDS));
          assertFalse(queue.offer(2, -1, TimeUnit.SECONDS));
          Channel<Integer> channel = new Channel<>();
          Task<Void> refused = failing(() -> channel.send(1, SECOND.negated()));
          refused.join();
          assertTrue(refused.exception().orElseThrow() instanceof IllegalArgumentException);
        });
    assertEquals(0, clock.elapsed().toNanos());
  }

  /** Weft: there are no hub callbacks; links run in tasks, and threads may do it too. */
  @Test
  void v58_offerAndPoll_workFromLinksAndThreads() throws Exception {
    FifoQueue<String> queue = new FifoQueue<>();
    run(
        () -> {
          Task<String> done = Task.spawn(() -> "result");
          done.link(() -> log.add(queue.offer(done.resultNow())));
          settle();
          onThread(() -> log.add(queue.poll()));
          onThread(() -> log.add(queue.offer("from outside")));
          log.add(queue.take());
        });
    assertEquals(List.of(true, "result", true, "from outside"), log);
  }
}
