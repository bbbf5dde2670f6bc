package dev.weft.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.hub.DeadlockException;
import dev.weft.hub.Hub;
import dev.weft.hub.Pool;
import dev.weft.hub.Task;
import dev.weft.interop.Stages;
import dev.weft.interop.TaskExecutor;
import dev.weft.interop.ThreadCalls;
import dev.weft.sync.Mutex;
import dev.weft.sync.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Rules T14, V71, V72, A23 and A37 of SEMANTICS.md: what blocks a thread, and what Java does
 * asynchronously, beside tasks.
 */
class ThreadCallRulesIT extends TaskFixture {
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          body -> {
            Thread daemon = new Thread(body, "worker");
            daemon.setDaemon(true);
            return daemon;
          });

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  @Test
  @SuppressWarnings("LockNotBeforeTry") // that is the fault
  void t14_lockTakenTwiceByATask_isADeadlock_thatSaysSo() {
    Mutex mutex = new Mutex("accounts");
    DeadlockException deadlock =
        assertThrows(
            DeadlockException.class,
            () ->
                run(
                    () -> {
                      mutex.lock();
                      mutex.lock();
                    }));
    assertTrue(deadlock.getMessage().contains("Mutex \"accounts\""), deadlock::getMessage);
  }

  @Test
  void t14_spawn_returnsBeforeTheChildBegins() throws Exception {
    run(
        () -> {
          go(() -> log.add("child"));
          log.add("spawned");
          Task.yieldNow();
          log.add("after its first turn");
        });
    assertEquals(List.of("spawned", "child", "after its first turn"), log);
  }

  @Test
  void v71_blockingCall_runsOnAThread_andTheHubTicks() throws Exception {
    ThreadCalls calls = ThreadCalls.on(threads);
    CountDownLatch ticked = new CountDownLatch(1);
    run(
        () -> {
          go(
              () -> {
                log.add("tick");
                ticked.countDown();
              });
          log.add(
              calls.call(
                  () -> {
                    ticked.await();
                    return Thread.currentThread().getName();
                  }));
        });
    assertEquals(List.of("tick", "worker"), log);
  }

  @Test
  void v71_spawn_givesAPromise_andExceptionsComeBack() throws Exception {
    ThreadCalls calls = ThreadCalls.on(threads);
    Exception boom = new Exception("boom");
    run(
        () -> {
          Promise<Integer> promise = calls.start(() -> 6 * 7);
          log.add(promise.result());
          log.add(
              thrownBy(
                  () ->
                      calls.call(
                          () -> {
                            throw boom;
                          })));
          log.add(thrownBy(() -> calls.call(() -> List.of().iterator().next())).getClass());
        });
    assertEquals(List.of(42, boom, NoSuchElementException.class), log);
  }

  @Test
  void v71_timeoutAbandonsTheWaitOnly() throws Exception {
    ThreadCalls calls = ThreadCalls.on(threads);
    CountDownLatch go = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    CompletableFuture<Void> ended = new CompletableFuture<>();
    Hub.run(
        () -> {
          Promise<String> promise =
              calls.start(
                  () -> {
                    try {
                      go.await();
                    } catch (InterruptedException e) {
                      interrupted.set(true);
                    }
                    ended.complete(null);
                    return "late";
                  });
          log.add(thrownBy(() -> promise.get(1, TimeUnit.MILLISECONDS)).getClass());
          Task<String> killed = Task.spawn(promise::result);
          Task.yieldNow();
          killed.kill();
          go.countDown();
          log.add(promise.result());
          log.add(ended.isDone() && !interrupted.get());
        });
    assertEquals(List.of(TimeoutException.class, "late", true), log);
  }

  @Test
  void v71_map_isThatOfAPool() throws Exception {
    ThreadCalls calls = ThreadCalls.on(threads);
    run(
        () -> {
          try (Pool pool = Pool.of(2)) {
            log.addAll(pool.map(n -> calls.call(() -> n * n), List.of(1, 2, 3)));
            for (Integer cube : pool.imap(n -> calls.call(() -> n * n * n), List.of(1, 2, 3))) {
              log.add(cube);
            }
          }
        });
    assertEquals(List.of(1, 4, 9, 1, 8, 27), log);
  }

  @Test
  void v71_manualClock_standsWhileACallGoesOn() throws Exception {
    ThreadCalls calls = ThreadCalls.on(threads);
    run(
        () -> {
          Task<String> hourLater = sleeper("an hour", 3_600_000);
          log.add(calls.call(() -> "called"));
          log.add(millis());
          log.add(hourLater.result());
        });
    assertEquals(List.of("called", 0L, "an hour"), log);
  }

  @Test
  void v71_executorThatTakesNoMore_rejects_andTheHubDoesNotWait() throws Exception {
    ThreadCalls calls = ThreadCalls.on(threads);
    threads.shutdown();
    run(
        () -> {
          log.add(thrownBy(() -> calls.call(() -> "never")).getClass());
          log.add(thrownBy(() -> new Promise<String>().result()).getClass());
        });
    assertEquals(List.of(RejectedExecutionException.class, DeadlockException.class), log);
  }

  @Test
  void v72_callsFromAnyThread_andNestedOnes_areServed() throws Exception {
    ThreadCalls calls = ThreadCalls.on(threads);
    assertEquals("from a plain thread", calls.call(() -> "from a plain thread"));
    run(() -> log.add(calls.call(() -> calls.call(() -> "nested"))));
    assertEquals(List.of("nested"), log);
  }

  @Test
  void v72_executorFacade_givesFutures() throws Exception {
    run(
        () -> {
          ExecutorService executor = TaskExecutor.on(Hub.current().orElseThrow());
          Future<String> outer =
              executor.submit(
                  () -> {
                    Future<String> inner = executor.submit(() -> "nested");
                    return inner.get();
                  });
          log.add(outer.get());
          executor.shutdown();
          log.add(thrownBy(() -> executor.execute(() -> {})).getClass());
        });
    assertEquals(List.of("nested", RejectedExecutionException.class), log);
  }

  // ---- streams and subprocesses, by what the JDK does asynchronously ---------------------------

  /** The result of an asynchronous operation of the JDK. */
  private static final class Completing<T> implements CompletionHandler<T, CompletableFuture<T>> {
    @Override
    public void completed(T result, CompletableFuture<T> future) {
      future.complete(result);
    }

    @Override
    public void failed(Throwable failure, CompletableFuture<T> future) {
      future.completeExceptionally(failure);
    }
  }

  @Suspendable
  private static String read(AsynchronousSocketChannel channel) throws InterruptedException {
    ByteBuffer bytes = ByteBuffer.allocate(100);
    CompletableFuture<Integer> count = new CompletableFuture<>();
    channel.read(bytes, count, new Completing<>());
    int length = Stages.await(count);
    return length < 0 ? "end" : new String(bytes.array(), 0, length, StandardCharsets.UTF_8);
  }

  /** Returns when all is written: what asyncio calls drain. */
  @Suspendable
  private static void write(AsynchronousSocketChannel channel, String text)
      throws InterruptedException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      CompletableFuture<Integer> count = new CompletableFuture<>();
      channel.write(bytes, count, new Completing<>());
      int written = Stages.await(count);
      assertTrue(written > 0);
    }
  }

  @Test
  void a37_serverAndConnection_byAsynchronousChannels() throws Exception {
    Hub.run(
        () -> {
          InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
          try (AsynchronousServerSocketChannel server =
              AsynchronousServerSocketChannel.open().bind(any)) {
            Task<Void> serving =
                Task.spawn(
                    () -> {
                      CompletableFuture<AsynchronousSocketChannel> accepted =
                          new CompletableFuture<>();
                      server.accept(accepted, new Completing<>());
                      try (AsynchronousSocketChannel peer = Stages.await(accepted)) {
                        write(peer, read(peer).toUpperCase(java.util.Locale.ROOT));
                      }
                    });
            try (AsynchronousSocketChannel client = AsynchronousSocketChannel.open()) {
              CompletableFuture<Void> connected = new CompletableFuture<>();
              client.connect(server.getLocalAddress(), connected, new Completing<>());
              Stages.await(connected);
              write(client, "hello");
              log.add(read(client));
              log.add(read(client));
            }
            serving.join();
          }
        });
    assertEquals(List.of("HELLO", "end"), log);
  }

  @Test
  void a37_subprocess_communicate() throws Exception {
    ThreadCalls calls = ThreadCalls.on(threads);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Hub.run(
        () -> {
          List<String> others = new ArrayList<>();
          go(() -> others.add("ran meanwhile"));
          Process process = new ProcessBuilder(java, "-version").redirectErrorStream(true).start();
          process.getOutputStream().close();
          byte[] output = calls.call(() -> process.getInputStream().readAllBytes());
          int status = Stages.await(process.onExit()).exitValue();
          log.add(status);
          log.add(new String(output, StandardCharsets.UTF_8).contains("version"));
          log.addAll(others);
        });
    assertEquals(List.of(0, true, "ran meanwhile"), log);
  }

  @Test
  void a37_connectionRefused_isTheExceptionOfTheOperation() throws Exception {
    Hub.run(
        () -> {
          CompletableFuture<Void> closed = new CompletableFuture<>();
          AsynchronousSocketChannel client = AsynchronousSocketChannel.open();
          client.close();
          InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
          client.connect(any, closed, new Completing<>());
          log.add(thrownBy(() -> Stages.await(closed)));
        });
    assertInstanceOf(java.nio.channels.ClosedChannelException.class, log.get(0));
  }
}
