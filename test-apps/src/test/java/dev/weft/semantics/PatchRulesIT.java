package dev.weft.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.SuspendableRunnable;
import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The rules of SEMANTICS.md about what is replaced in the program's world, as far as they hold
 * without {@code patch=on}: V74, V78, V80, V81, V85 and V91. What cannot suspend blocks a carrier,
 * and the hub goes on with another.
 */
class PatchRulesIT extends TaskFixture {
  /** Taken when this class is initialised, before any hub runs. */
  private static final Sleep SLEEP = Thread::sleep;

  /** As {@code Thread.sleep}. */
  private interface Sleep {
    @Suspendable
    void millis(long millis) throws InterruptedException;
  }

  @Test
  void v74_methodsTakenEarly_suspendAsLaterOnes() throws Exception {
    run(
        () -> {
          Task<?> one = Task.spawn(() -> SLEEP.millis(300));
          Task<?> other = Task.spawn(() -> Thread.sleep(300));
          one.join();
          other.join();
          log.add(millis());
        });
    assertEquals(List.of(300L), log);
  }

  /** Calls something that blocks until another task of the hub has let it go on. */
  @Suspendable
  private void whileOthersRun(SuspendableRunnable blocks, SuspendableRunnable release)
      throws Exception {
    List<String> order = new ArrayList<>();
    Hub.run(
        () -> {
          Task<?> blocked =
              Task.spawn(
                  () -> {
                    order.add("blocks");
                    blocks.run();
                    order.add("went on");
                  });
          Task.yieldNow();
          for (int i = 0; i < 100; i++) {
            Task.yieldNow();
          }
          order.add("released");
          release.run();
          blocked.get();
        });
    assertEquals(List.of("blocks", "released", "went on"), order);
  }

  /** A program that says what it is told, and ends when it is told no more. */
  private static Process echo() throws IOException {
    return new ProcessBuilder("cat").start();
  }

  @Test
  void v78_readingFromAProcess_blocksOneCarrier_andTheHubGoesOn() throws Exception {
    Process echo = echo();
    InputStream from = echo.getInputStream();
    OutputStream to = echo.getOutputStream();
    whileOthersRun(
        () -> log.add((char) from.read()),
        () -> {
          to.write('x');
          to.flush();
        });
    to.close();
    assertEquals(-1, from.read());
    assertEquals(List.of('x'), log);
    assertEquals(0, echo.waitFor());
  }

  @Test
  void v80_names_areLookedUpAsByThreads() throws Exception {
    InetAddress[] expected = InetAddress.getAllByName("localhost");
    Hub.run(
        () -> {
          assertEquals(List.of(expected), List.of(InetAddress.getAllByName("localhost")));
        });
  }

  @Test
  void v81_waitingForAProcess_letsOthersRun_andHasALimit() throws Exception {
    Process echo = echo();
    Hub.run(() -> log.add(echo.waitFor(1, TimeUnit.MILLISECONDS)));
    whileOthersRun(
        () -> log.add(echo.waitFor()),
        () -> {
          assertTrue(echo.isAlive());
          echo.getOutputStream().close();
        });
    assertEquals(List.of(false, 0), log);
  }

  @Test
  void v81_waitingForAProcess_byTasksOfAnyHub() throws Exception {
    Process echo = echo();
    Thread other =
        new Thread(
            () -> {
              try {
                Hub.run(
                    () -> {
                      int status = echo.waitFor();
                      assertEquals(0, status);
                    });
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    other.start();
    whileOthersRun(echo::waitFor, () -> echo.getOutputStream().close());
    other.join();
    assertFalse(echo.isAlive());
  }

  @Test
  void v85_dump_isATreeBySpawner_withStacks() throws Exception {
    run(
        () -> {
          Task<?> parent =
              Task.with()
                  .name("parent")
                  .spawn(
                      () -> {
                        Task<?> child =
                            Task.with().name("child").background(true).spawn(() -> sleep(1_000));
                        sleep(500);
                        assertFalse(child.isDone());
                      });
          sleep(1);
          log.add(Hub.current().orElseThrow().dump());
          parent.join();
        });
    List<String> lines = log.get(0).toString().lines().toList();
    int ofParent = indentOf(lines, "\"parent\"");
    assertTrue(indentOf(lines, "\"child\"") > ofParent, lines::toString);
    assertTrue(lines.stream().anyMatch(line -> line.contains("PatchRulesIT.java")));
  }

  private static int indentOf(List<String> lines, String text) {
    return lines.stream()
        .filter(line -> line.contains(text))
        .findFirst()
        .orElseThrow()
        .indexOf("Task");
  }

  @Test
  void v91_select_letsOthersRun() throws Exception {
    Pipe pipe = Pipe.open();
    try (Selector selector = Selector.open();
        Pipe.SourceChannel source = pipe.source();
        Pipe.SinkChannel sink = pipe.sink()) {
      source.configureBlocking(false);
      SelectionKey key = source.register(selector, SelectionKey.OP_READ);
      whileOthersRun(
          () -> log.add(selector.select()), () -> sink.write(ByteBuffer.wrap(new byte[] {1})));
      assertTrue(key.isReadable());
      whileOthersRun(
          () -> {
            selector.selectedKeys().clear();
            key.interestOps(0);
            log.add(selector.select());
          },
          selector::wakeup);
    }
    assertEquals(List.of(1, 0), log);
  }

  @Test
  void v91_select_wrongUses_areThoseOfThreads() throws Exception {
    Selector selector = Selector.open();
    Hub.run(
        () -> {
          assertInstanceOf(IllegalArgumentException.class, thrownBy(() -> selector.select(-1)));
          assertEquals(0, selector.select(1));
          selector.close();
          assertInstanceOf(ClosedSelectorException.class, thrownBy(() -> selector.select(1)));
        });
  }
}
