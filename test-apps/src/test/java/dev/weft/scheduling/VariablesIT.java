package dev.weft.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.SuspendableRunnable;
import dev.weft.debug.ThreadDump;
import dev.weft.generator.Generator;
import dev.weft.hub.Hub;
import dev.weft.hub.HubOptions;
import dev.weft.hub.ManualClock;
import dev.weft.hub.Task;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Variables of suspended tasks by name. */
class VariablesIT {
  private enum Loud {
    CONSTANT {
      @Override
      public String toString() {
        throw new AssertionError("nobody may call this");
      }
    }
  }

  private static final class Account {
    @Override
    public String toString() {
      throw new AssertionError("nobody may call this");
    }

    @Override
    public int hashCode() {
      throw new AssertionError("nobody may call this");
    }
  }

  @Suspendable
  private static double all(
      String text,
      char letter,
      boolean flag,
      byte small,
      float half,
      long big,
      double fraction,
      int[][] table,
      Account account,
      Loud loud,
      Duration limit,
      Class<?> type)
      throws InterruptedException {
    int dead = text.length();
    String nothing = null;
    Task.sleep(limit.plusDays(dead));
    return nothing == null && flag
        ? text.length() + letter + small + half + big + fraction + table.length
        : account.hashCode() + loud.name().length() + limit.toDays() + type.getModifiers();
  }

  private static String dumpOf(HubOptions options, SuspendableRunnable body) throws Exception {
    AtomicReference<String> dump = new AtomicReference<>();
    options
        .name("shown")
        .clock(new ManualClock())
        .run(
            () -> {
              Task<Void> unused = Task.with().name("waits").spawn(body);
              Task.yieldNow();
              dump.set(Hub.current().orElseThrow().dump());
            });
    return dump.get();
  }

  private static List<String> variables(String dump) {
    return dump.lines()
        .map(String::strip)
        .filter(line -> line.startsWith("where ") || line.startsWith("in the first "))
        .toList();
  }

  @Test
  void dump_namesWhatIsReadAgain_inTheTypesOfTheSource() throws Exception {
    Account account = new Account();
    String dump =
        dumpOf(
            Hub.with(),
            () -> {
              String outer = "tab\t" + "x".repeat(100);
              double sum =
                  all(
                      "a",
                      'q',
                      true,
                      (byte) -7,
                      1.5f,
                      1L << 40,
                      Math.PI,
                      new int[2][3],
                      account,
                      Loud.CONSTANT,
                      Duration.ofDays(1),
                      List.class);
              System.out.println(outer + sum);
            });
    String identity = Integer.toHexString(System.identityHashCode(account));
    assertEquals(
        List.of(
            "where text = \"a\", letter = 'q', flag = true, small = -7, half = 1.5,"
                + " big = 1099511627776, fraction = 3.141592653589793, table = int[2][],"
                + " account = dev.weft.scheduling.VariablesIT$Account@"
                + identity
                + ", loud = CONSTANT, limit = PT24H, type = java.util.List, nothing = null",
            "where outer = \"tab\\t" + "x".repeat(56) + "\"... (104 characters)"),
        variables(dump),
        dump);
  }

  @Suspendable
  private static int reused(boolean first) throws InterruptedException {
    int kept = 1;
    if (first) {
      String left = "L";
      Task.sleep(Duration.ofDays(1));
      kept += left.length();
    } else {
      int right = 2;
      Task.sleep(Duration.ofDays(1));
      kept += right;
    }
    return kept;
  }

  @Test
  void dump_aSlotThatHasTwoVariables_isNamedByTheOneInScope() throws Exception {
    assertEquals(
        List.of("where kept = 1, left = \"L\""),
        variables(
            dumpOf(
                Hub.with(),
                () -> {
                  int ignored = reused(true);
                })));
    assertEquals(
        List.of("where kept = 1, right = 2"),
        variables(
            dumpOf(
                Hub.with(),
                () -> {
                  int ignored = reused(false);
                })));
  }

  @Test
  void dump_ofManyLikeTasks_hasTheVariablesOfTheFirst() throws Exception {
    AtomicReference<String> later = new AtomicReference<>();
    Hub.with()
        .clock(new ManualClock())
        .run(
            () -> {
              for (int i = 7; i < 107; i++) {
                int number = i;
                Task<Void> unused =
                    Task.spawn(
                        () -> {
                          Task.sleep(Duration.ofDays(1));
                          System.out.println(number);
                        });
              }
              Task.yieldNow();
              later.set(Hub.current().orElseThrow().dump());
            });
    assertEquals(List.of("in the first number = 7"), variables(later.get()), later.get());
  }

  @Test
  void calls_reachThroughTheGeneratorThatATaskWaitsIn() throws Exception {
    Hub.with()
        .clock(new ManualClock())
        .run(
            () -> {
              Task<Void> reader =
                  Task.spawn(
                      () -> {
                        String who = "reader";
                        Generator<Integer, Void, Void> numbers =
                            Generator.of(
                                yielder -> {
                                  int next = 41;
                                  Task.sleep(Duration.ofDays(1));
                                  yielder.yieldValue(next + 1);
                                });
                        int number = numbers.next();
                        System.out.println(who + number);
                      });
              Task.yieldNow();
              List<Map<String, String>> variables =
                  reader.calls().stream()
                      .map(call -> call.variables())
                      .filter(map -> !map.isEmpty())
                      .toList();
              assertEquals("41", variables.get(0).get("next"));
              assertEquals("\"reader\"", variables.get(variables.size() - 1).get("who"));
              reader.kill();
              assertEquals(List.of(), reader.calls());
            });
  }

  @Test
  void json_hasThemByIndexInTheStack() throws Exception {
    Hub.with()
        .clock(new ManualClock())
        .run(
            () -> {
              Task<Integer> task = Task.spawn(() -> reused(true));
              Task.yieldNow();
              String json =
                  ThreadDump.json(List.of(Hub.current().orElseThrow())).replaceAll("\\s+", " ");
              assertTrue(
                  json.contains(
                      "\"variables\": {\"0\": {\"kept\": \"1\", \"left\": \"\\\"L\\\"\"}}"),
                  json);
              assertFalse(task.isDone());
            });
  }

  @Test
  void hidden_variablesAreInNoDump() throws Exception {
    Hub.with()
        .hideVariables()
        .clock(new ManualClock())
        .run(
            () -> {
              Task<Integer> task = Task.spawn(() -> reused(true));
              Task.yieldNow();
              Hub hub = Hub.current().orElseThrow();
              String dump = hub.dump();
              assertTrue(dump.contains("VariablesIT.reused("), dump);
              assertEquals(List.of(), variables(dump));
              String json = ThreadDump.json(List.of(hub));
              assertFalse(json.contains("\"variables\""), json);
              assertEquals(Map.of(), task.calls().get(0).variables());
            });
  }

  // ---- class files that do not tell ----------------------------------------------------------

  private static final String WAITER =
      """
      package made;
      @dev.weft.Suspendable
      public class Waiter implements dev.weft.SuspendableRunnable {
        public void run() throws Exception {
          String secret = "s";
          dev.weft.hub.Task.sleep(java.time.Duration.ofDays(1));
          System.out.println(secret);
        }
      }
      """;

  private static String dumpOfMade(Path folder, String debug, boolean resources) throws Exception {
    Path source = folder.resolve("Waiter.java");
    Files.writeString(source, WAITER);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String path = System.getProperty("java.class.path");
    String[] arguments = {debug, "-cp", path, "-d", folder.toString(), source.toString()};
    assertEquals(0, compiler.run(null, null, null, arguments));
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}) {
          @Override
          public InputStream getResourceAsStream(String name) {
            return resources || !name.startsWith("made/") ? super.getResourceAsStream(name) : null;
          }
        }) {
      SuspendableRunnable waiter =
          (SuspendableRunnable)
              loader.loadClass("made.Waiter").getDeclaredConstructor().newInstance();
      String dump = dumpOf(Hub.with(), waiter);
      assertTrue(dump.contains("made.Waiter.run("), dump);
      return dump;
    }
  }

  @Test
  void classFileWithVariables_namesThem(@TempDir Path folder) throws Exception {
    assertEquals(List.of("where secret = \"s\""), variables(dumpOfMade(folder, "-g", true)));
  }

  @Test
  void classFileWithoutVariables_namesNone(@TempDir Path folder) throws Exception {
    assertEquals(List.of(), variables(dumpOfMade(folder, "-g:none", true)));
  }

  @Test
  void classFileThatCannotBeReadAgain_namesNone(@TempDir Path folder) throws Exception {
    assertEquals(List.of(), variables(dumpOfMade(folder, "-g", false)));
  }
}
