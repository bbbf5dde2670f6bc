package dev.weft.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.hub.Hub;
import dev.weft.hub.HubGroup;
import dev.weft.hub.HubOptions;
import dev.weft.hub.ManualClock;
import dev.weft.hub.ParallelScheduler;
import dev.weft.hub.Task;
import dev.weft.hub.Timeout;
import dev.weft.sync.Event;
import dev.weft.waiting.Readiness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Tasks that wait for channels: the hub's other way to be idle. */
class ReadinessIT extends SocketFixture {
  private static final Duration SHORT = Duration.ofMillis(5);

  private Pipe pipe() throws IOException {
    Pipe pipe = Pipe.open();
    closing(pipe.source()).configureBlocking(false);
    closing(pipe.sink()).configureBlocking(false);
    return pipe;
  }

  @Suspendable
  private static int read(Pipe pipe) throws Exception {
    Readiness.of(pipe.source(), SelectionKey.OP_READ).await();
    ByteBuffer buffer = ByteBuffer.allocate(1);
    return pipe.source().read(buffer) == 1 ? buffer.get(0) : -1;
  }

  private static void write(Pipe pipe, int value) throws IOException {
    assertEquals(1, pipe.sink().write(ByteBuffer.wrap(new byte[] {(byte) value})));
  }

  @Test
  void input_fromATask_wakesTheReader() throws Exception {
    Pipe pipe = pipe();
    run(
        () -> {
          Task<Integer> reader = Task.spawn(() -> read(pipe));
          untilWaiting(reader);
          write(pipe, 7);
          assertEquals(7, reader.result());
        });
  }

  @Test
  void input_fromAThread_wakesAHubThatHasNothingElse() throws Exception {
    Pipe pipe = pipe();
    Hub.with()
        .onDeadlock(HubOptions.DeadlockPolicy.RAISE)
        .run(
            () -> {
              Task<Integer> reader = Task.spawn(() -> read(pipe));
              CompletableFuture<Void> writer =
                  thread(
                      () -> {
                        spinUntilWaiting(reader);
                        write(pipe, 8);
                        return null;
                      });
              assertEquals(8, reader.result());
              writer.join();
            });
  }

  @Test
  void connectingAndAccepting_areReady_eachInItsTask() throws Exception {
    ServerSocketChannel listener = closing(ServerSocketChannel.open());
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    listener.configureBlocking(false);
    run(
        () -> {
          Task<SocketChannel> acceptor =
              Task.spawn(
                  () -> {
                    Readiness.of(listener, SelectionKey.OP_ACCEPT).await();
                    return closing(listener.accept());
                  });
          untilWaiting(acceptor);
          SocketChannel client = closing(SocketChannel.open());
          client.configureBlocking(false);
          if (!client.connect(listener.getLocalAddress())) {
            Readiness.of(client, SelectionKey.OP_CONNECT).await();
            assertTrue(client.finishConnect());
          }
          assertEquals(client.getLocalAddress(), acceptor.result().getRemoteAddress());
        });
  }

  @Test
  void output_ofAFullPipe_isReadyWhenItIsRead() throws Exception {
    Pipe pipe = pipe();
    run(
        () -> {
          ByteBuffer much = ByteBuffer.allocate(1 << 20);
          while (pipe.sink().write(much) > 0) {
            much.clear();
          }
          Task<Boolean> writer =
              Task.spawn(
                  () -> {
                    Readiness.of(pipe.sink(), SelectionKey.OP_WRITE).await();
                    return true;
                  });
          untilWaiting(writer);
          ByteBuffer all = ByteBuffer.allocate(1 << 20);
          assertTrue(pipe.source().read(all) > 0);
          assertTrue(writer.result());
        });
  }

  @Test
  void timeLimits_areKept_besideOthersThatSleep() throws Exception {
    Pipe pipe = pipe();
    run(
        () -> {
          List<String> log = new ArrayList<>();
          long start = System.nanoTime();
          Task<Void> sleeper =
              Task.spawn(
                  () -> {
                    Task.sleep(Duration.ofMillis(2));
                    log.add("slept");
                  });
          Task.yieldNow(); // it sleeps before this one waits
          assertFalse(Readiness.of(pipe.source(), SelectionKey.OP_READ).await(SHORT));
          log.add("gave up");
          assertTrue(System.nanoTime() - start >= SHORT.toNanos());
          sleeper.join();
          assertEquals(List.of("slept", "gave up"), log);
          write(pipe, 1);
          assertEquals(1, read(pipe)); // who has given up keeps nobody from waiting
        });
  }

  @Test
  void tasksThatAreAlwaysReady_doNotStarveInput() throws Exception {
    Pipe pipe = pipe();
    run(
        () -> {
          AtomicBoolean seen = new AtomicBoolean();
          Task<Integer> reader =
              Task.spawn(
                  () -> {
                    int value = read(pipe);
                    seen.set(true);
                    return value;
                  });
          untilWaiting(reader);
          write(pipe, 3);
          while (!seen.get()) {
            Task.yieldNow();
          }
          assertEquals(3, reader.result());
        });
  }

  @Test
  void closing_byATask_wakesTheWaiter() throws Exception {
    Pipe pipe = pipe();
    run(
        () -> {
          Task<String> reader = Task.spawn(() -> outcome(() -> read(pipe)));
          untilWaiting(reader);
          pipe.source().close();
          assertEquals("ClosedChannelException: null", reader.result());
        });
  }

  @Test
  void closing_byAThread_wakesTheWaiter() throws Exception {
    Pipe pipe = pipe();
    run(
        () -> {
          Task<String> reader = Task.spawn(() -> outcome(() -> read(pipe)));
          CompletableFuture<Void> closer =
              thread(
                  () -> {
                    spinUntilWaiting(reader);
                    pipe.source().close();
                    return null;
                  });
          assertEquals("ClosedChannelException: null", reader.result());
          closer.join();
        });
  }

  @Test
  void killsInterruptsAndTimeouts_endTheWait_andLeaveNothing() throws Exception {
    Pipe pipe = pipe();
    run(
        () -> {
          List<String> log = new ArrayList<>();
          Task<Integer> killed =
              Task.spawn(
                  () -> {
                    try {
                      return read(pipe);
                    } finally {
                      log.add("finally");
                    }
                  });
          untilWaiting(killed);
          killed.kill();
          assertEquals(List.of("finally"), log);

          Task<String> interrupted = Task.spawn(() -> outcome(() -> read(pipe)));
          untilWaiting(interrupted);
          interrupted.interrupt();
          assertEquals("InterruptedException: null", interrupted.result());

          String late = outcome(() -> Timeout.call(SHORT, () -> read(pipe)));
          assertTrue(late.startsWith("TimeoutException"), late);
          write(pipe, 5);
          assertEquals(5, read(pipe));
        });
  }

  /** V79. */
  @Test
  void v79_twoThatWaitForTheSame_areRefused_readerAndWriterAreNot() throws Exception {
    Pipe pipe = pipe();
    run(
        () -> {
          Task<Integer> first = Task.spawn(() -> read(pipe));
          untilWaiting(first);
          String second = outcome(() -> read(pipe));
          assertTrue(second.contains("waits already for input of"), second);
          Readiness.of(pipe.sink(), SelectionKey.OP_WRITE).await();
          write(pipe, 9);
          assertEquals(9, first.result());
        });
  }

  @Test
  void channels_thatBlock_orCannotDoIt_areRefused() throws Exception {
    Pipe pipe = pipe();
    assertThrows(
        IllegalArgumentException.class, () -> Readiness.of(pipe.source(), SelectionKey.OP_WRITE));
    pipe.source().configureBlocking(true);
    assertThrows(
        IllegalBlockingModeException.class,
        () -> Readiness.of(pipe.source(), SelectionKey.OP_READ));
  }

  /** A wait for input may end at any time: the clock does not go on without it. */
  @Test
  void manualClock_doesNotJumpWhileInputIsWaitedFor() throws Exception {
    Pipe pipe = pipe();
    ManualClock clock = new ManualClock();
    Hub.with()
        .clock(clock)
        .run(
            () -> {
              Task<Integer> reader = Task.spawn(() -> read(pipe));
              Task<Void> sleeper = Task.spawn(() -> Task.sleep(Duration.ofHours(1)));
              CompletableFuture<Void> writer =
                  thread(
                      () -> {
                        spinUntilWaiting(reader);
                        write(pipe, 2);
                        return null;
                      });
              assertEquals(2, reader.result());
              assertEquals(Duration.ZERO, clock.elapsed());
              writer.join();
              sleeper.join(); // now it does
              assertEquals(Duration.ofHours(1), clock.elapsed());
            });
  }

  @Test
  void onSeveralCarriers_andOfThreads_aSharedPollerWakes() throws Exception {
    Pipe pipe = pipe();
    Pipe back = pipe();
    try (ParallelScheduler scheduler = ParallelScheduler.start(2)) {
      Task<Integer> reader =
          scheduler.spawn(
              () -> {
                int value = read(pipe);
                write(back, value + 1);
                return value;
              });
      write(pipe, 4);
      assertEquals(5, read(back)); // by this thread
      assertEquals(4, reader.result());
    }
  }

  @Test
  void pinnedTasks_areWokenToo() throws Exception {
    Pipe pipe = pipe();
    run(
        () -> {
          Task<Integer> reader = Task.spawn(() -> readHolding(pipe));
          Thread carrier = Thread.currentThread();
          CompletableFuture<Void> writer =
              thread(
                  () -> {
                    while (carrier.getState() != Thread.State.WAITING) {
                      Thread.onSpinWait();
                    }
                    write(pipe, 6);
                    return null;
                  });
          assertEquals(6, reader.result());
          writer.join();
        });
  }

  @Suspendable
  private static synchronized int readHolding(Pipe pipe) throws Exception {
    return read(pipe);
  }

  /** A hub that waits in its selector, or is about to, hears of everything else. */
  @Test
  void wakeUpsByThreads_reachAHubThatWaitsForInput() throws Exception {
    Pipe pipe = pipe();
    int rounds = 3_000;
    run(
        () -> {
          Task<Integer> reader = Task.spawn(() -> read(pipe));
          Event[] asked = new Event[rounds];
          Event[] answered = new Event[rounds];
          for (int i = 0; i < rounds; i++) {
            asked[i] = new Event();
            answered[i] = new Event();
          }
          CompletableFuture<Void> other =
              thread(
                  () -> {
                    for (int i = 0; i < rounds; i++) {
                      asked[i].await();
                      answered[i].set();
                    }
                    return null;
                  });
          for (int i = 0; i < rounds; i++) {
            asked[i].set();
            answered[i].await();
          }
          other.join();
          write(pipe, 3);
          assertEquals(3, reader.result());
        });
  }

  @Test
  void manyChannels_onSeveralHubs_areWokenEach() throws Exception {
    int count = 400;
    List<Pipe> pipes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pipes.add(pipe());
    }
    try (HubGroup group = HubGroup.start(2)) {
      List<Task<Integer>> readers = new ArrayList<>();
      for (Pipe pipe : pipes) {
        readers.add(group.spawn(() -> read(pipe)));
      }
      for (int i = count - 1; i >= 0; i--) {
        write(pipes.get(i), i % 100);
      }
      for (int i = 0; i < count; i++) {
        assertEquals(i % 100, readers.get(i).result());
      }
    }
  }
}
