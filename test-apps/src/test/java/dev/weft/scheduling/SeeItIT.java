package dev.weft.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.debug.HubBean;
import dev.weft.debug.ThreadDump;
import dev.weft.hub.BlockedHub;
import dev.weft.hub.Hub;
import dev.weft.hub.ManualClock;
import dev.weft.hub.Task;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.MBeanServer;
import org.junit.jupiter.api.Test;

/** Dumps, counters, and the thread that watches a hub. */
class SeeItIT {
  @Suspendable
  private static void sleepLong() throws InterruptedException {
    Task.sleep(Duration.ofDays(1));
  }

  private static Hub hub() {
    return Hub.current().orElseThrow();
  }

  @Test
  void dump_showsTheTree_withStates_stacksAndHolders_likeOnesOnce() throws Exception {
    Hub.with()
        .name("shown")
        .clock(new ManualClock())
        .run(
            () -> {
              Task<Void> parent =
                  Task.with()
                      .name("parent")
                      .spawn(
                          () -> {
                            for (int i = 0; i < 1000; i++) {
                              Task<Void> unused = Task.spawn(SeeItIT::sleepLong);
                            }
                            Task<Void> odd = Task.with().name("odd").spawn(() -> Task.yieldNow());
                            odd.join();
                            sleepLong();
                          });
              Task<Void> joiner = Task.with().name("joiner").spawn(() -> parent.join());
              Task.yieldNow();
              String dump = hub().dump();
              assertTrue(dump.startsWith("Hub \"shown\": 1004 tasks, "), dump);
              List<String> lines = dump.lines().map(SeeItIT::withoutPlace).toList();
              int main = lines.indexOf("Task \"main\" running");
              assertTrue(main > 0, dump);
              assertTrue(lines.get(main + 1).startsWith("    at dev.weft"), dump);
              assertTrue(
                  lines.contains("  Task \"joiner\" waiting for the end of \"parent\""), dump);
              assertTrue(lines.contains("  Task \"parent\" waiting for the end of \"odd\""), dump);
              assertTrue(
                  lines.contains("    Task \"task-4\" to \"odd\", 1001 tasks, each unstarted"),
                  dump);
              Task.yieldNow();
              Task.yieldNow();
              String later = hub().dump();
              assertTrue(later.contains("1000 tasks, each waiting for sleep"), later);
              assertTrue(later.contains("SeeItIT.sleepLong(SeeItIT.java:"), later);
              assertTrue(later.lines().count() < 300, later);
              assertFalse(joiner.isDone());
            });
  }

  private static String withoutPlace(String line) {
    return line.replaceFirst("\\(.*", "");
  }

  @Test
  void dump_ofAChainOfSpawns_isNotDeep() throws Exception {
    Hub.with()
        .clock(new ManualClock())
        .run(
            () -> {
              Task<Void> unused = Task.spawn(() -> chain(5000));
              Task.sleep(Duration.ofSeconds(1));
              String dump = hub().dump();
              assertEquals(5001, dump.lines().filter(line -> line.contains("Task \"")).count() - 1);
              assertTrue(dump.length() < 5_000_000);
            });
  }

  @Suspendable
  private static void chain(int left) throws InterruptedException {
    if (left > 0) {
      Task<Void> unused = Task.spawn(() -> chain(left - 1));
    }
    sleepLong();
  }

  @Test
  void dump_byAnotherThread_whileTheHubRuns_neverFails() throws Exception {
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    Hub.run(
        () -> {
          Hub hub = hub();
          CountDownLatch dumped = new CountDownLatch(200);
          Thread looker =
              new Thread(
                  () -> {
                    try {
                      while (dumped.getCount() > 0) {
                        assertTrue(hub.dump().contains("Task \"main\""));
                        assertTrue(ThreadDump.json(List.of(hub)).contains("\"main\""));
                        assertEquals(List.of(), hub.findDeadlocks());
                        dumped.countDown();
                      }
                    } catch (Throwable e) {
                      failures.add(e);
                      while (dumped.getCount() > 0) {
                        dumped.countDown();
                      }
                    }
                  });
          looker.start();
          while (dumped.getCount() > 0) {
            Task<Integer> task = Task.spawn(() -> recurse(20));
            assertEquals(20, task.result());
          }
        });
    assertEquals(List.of(), failures);
  }

  @Suspendable
  private static int recurse(int depth) {
    if (depth == 0) {
      Task.yieldNow();
      return 0;
    }
    return recurse(depth - 1) + 1;
  }

  @Test
  void dump_ofAMillionTasks_takesLessThanFiveSeconds() throws Exception {
    int count = Integer.getInteger("weft.dump.tasks", 100_000);
    Hub.with()
        .clock(new ManualClock())
        .run(
            () -> {
              for (int i = 0; i < count; i++) {
                Task<Void> unused = Task.spawn(SeeItIT::sleepLong);
              }
              Task.yieldNow();
              long start = System.nanoTime();
              String dump = hub().dump();
              long text = System.nanoTime();
              CountingWriter writer = new CountingWriter();
              ThreadDump.writeJson(List.of(hub()), writer);
              long json = System.nanoTime();
              System.out.printf(
                  "dump of %,d tasks: text %d ms, JSON %d ms, %,d characters%n",
                  count, (text - start) / 1_000_000, (json - text) / 1_000_000, writer.written);
              assertTrue(dump.contains(count + " tasks, each waiting for sleep"), dump);
              assertTrue(text - start < 5_000_000_000L);
            });
  }

  /** Where a large dump goes. */
  private static final class CountingWriter implements Appendable {
    private long written;

    @Override
    public Appendable append(CharSequence text) {
      written += text.length();
      return this;
    }

    @Override
    public Appendable append(CharSequence text, int start, int end) {
      written += end - start;
      return this;
    }

    @Override
    public Appendable append(char c) {
      written++;
      return this;
    }
  }

  @Test
  void json_hasTheShapeOfTheJdks() throws Exception {
    Hub.with()
        .name("quoted")
        .clock(new ManualClock())
        .run(
            () -> {
              Task<Void> sleeper = Task.with().name("sleeper\n").spawn(SeeItIT::sleepLong);
              Task<Void> joiner = Task.with().name("joiner").spawn(() -> sleeper.join());
              Task.yieldNow();
              String json = ThreadDump.json(List.of(hub())).replaceAll("\\s*\n\\s*", "");
              String pid = Long.toString(ProcessHandle.current().pid());
              for (String part :
                  List.of(
                      "{'threadDump': {'processId': '" + pid + "','time': '2",
                      "'threadContainers': [{'container': '<root>','parent': null,'owner': null,",
                      "{'container': 'Hub \\'quoted\\'','parent': '<root>','owner': null,'threads':"
                          + " [",
                      "'name': 'sleeper\\n"
                          + "','state': 'TIMED_WAITING','parkBlocker': {'object': 'sleep'}",
                      "'name': 'joiner','state': 'WAITING','parkBlocker': {'object': 'Task ",
                      "'owner': '" + sleeper.id() + "'},'stack': ['",
                      "dev.weft.scheduling.SeeItIT.sleepLong(SeeItIT.java:",
                      "'threads': [{'tid': '1','name': 'main',",
                      "],'threadCount': '1'},{'container': 'Hub \\'quoted\\' task 1 \\'main\\'',"
                          + "'parent': 'Hub \\'quoted\\'','owner': '1','threads': [{'tid': '2',",
                      "],'threadCount': '2'}]}}")) {
                assertTrue(json.contains(part.replace('\'', '"')), () -> part + " in " + json);
              }
              assertFalse(joiner.isDone());
            });
  }

  @Test
  void json_nestsBySpawner_eachBehindTheOneItLiesIn() throws Exception {
    Hub.with()
        .name("nest")
        .clock(new ManualClock())
        .run(
            () -> {
              Task<Void> gone = Task.with().name("gone").spawn(() -> chain(1));
              gone.join(Duration.ofSeconds(1));
              gone.kill(); // the one it has spawned belongs to the hub now
              Task<Void> lives = Task.with().name("lives").spawn(() -> chain(2));
              lives.join(Duration.ofSeconds(1));
              List<String> containers = new ArrayList<>();
              Matcher each =
                  Pattern.compile(
                          "\"container\": \"(.*)\",\\s+\"parent\": \"(.*)\",\\s+\"owner\": (.*),")
                      .matcher(ThreadDump.json(List.of(hub())).replace("\\\"", "'"));
              while (each.find()) {
                containers.add(each.group(1) + " in " + each.group(2) + " of " + each.group(3));
              }
              assertEquals(
                  List.of(
                      "Hub 'nest' in <root> of null",
                      "Hub 'nest' task 1 'main' in Hub 'nest' of \"1\"",
                      "Hub 'nest' task 4 'lives' in Hub 'nest' task 1 'main' of \"4\"",
                      "Hub 'nest' task 5 'task-5' in Hub 'nest' task 4 'lives' of \"5\""),
                  containers);
            });
  }

  @Test
  void bean_showsCounters_andDumps() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    Hub.with()
        .name("bean")
        .clock(new ManualClock())
        .run(
            () -> {
              Task<Void> failing = Task.with().unreported().spawn(SeeItIT::fail);
              Task<Void> killed = Task.spawn(SeeItIT::sleepLong);
              Task<Void> sleeping = Task.spawn(SeeItIT::sleepLong);
              Task.yieldNow();
              killed.kill();
              try (HubBean bean = HubBean.register(hub())) {
                assertEquals("dev.weft:type=Hub,name=\"bean\"", bean.name().toString());
                assertEquals("bean", server.getAttribute(bean.name(), "Name"));
                assertEquals(4L, server.getAttribute(bean.name(), "Spawned"));
                assertEquals(2L, server.getAttribute(bean.name(), "Ended"));
                assertEquals(1L, server.getAttribute(bean.name(), "Failed"));
                assertEquals(1L, server.getAttribute(bean.name(), "Killed"));
                assertEquals(2, server.getAttribute(bean.name(), "Tasks"));
                assertEquals(0, server.getAttribute(bean.name(), "Ready"));
                assertTrue((long) server.getAttribute(bean.name(), "Steps") >= 5);
                assertTrue((int) server.getAttribute(bean.name(), "Timers") >= 1);
                String dump = (String) server.invoke(bean.name(), "dump", null, null);
                assertTrue(dump.contains("2 tasks"), dump);
              }
              assertTrue(failing.isDone() && !sleeping.isDone());
            });
    assertTrue(
        server.queryNames(null, null).stream().noneMatch(n -> n.getDomain().equals("dev.weft")));
  }

  private static void fail() {
    throw new IllegalStateException();
  }

  // ---- the monitor ---------------------------------------------------------------------------

  private static int spin(CountDownLatch until) {
    int spins = 0;
    while (until.getCount() > 0) {
      spins++; // as the server of S56 does, that reads the end of its input for ever
    }
    return spins;
  }

  @Test
  void a33_v83_aSpinningTask_isReportedOnce_withItsStack() throws Exception {
    List<BlockedHub> reports = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch reported = new CountDownLatch(1);
    Hub.with()
        .name("watched")
        .monitor(
            Duration.ofMillis(50),
            report -> {
              reports.add(report);
              reported.countDown();
            })
        .run(
            () -> {
              Task<Integer> spinning = Task.with().name("spinning").spawn(() -> spin(reported));
              spinning.join();
              Task<Integer> again = Task.spawn(() -> spin(new CountDownLatch(0)));
              again.join();
            });
    // A machine under load may keep a hub from running in other places, too.
    reports.removeIf(other -> !other.culprit().equals("dev.weft.scheduling.SeeItIT.spin"));
    assertEquals(1, reports.size());
    BlockedHub report = reports.get(0);
    assertEquals("spinning", report.task().orElseThrow().name());
    assertTrue(report.blockedFor().toMillis() >= 50);
    assertTrue(report.toString().startsWith("Hub \"watched\" has not switched for "));
  }

  @Test
  void unwovenBlockingCall_isReportedAsPinned_andKeepsNobodyFromRunning() throws Exception {
    ThreadLatch reported = new ThreadLatch(1);
    List<String> places = Collections.synchronizedList(new ArrayList<>());
    List<BlockedHub> blocked = Collections.synchronizedList(new ArrayList<>());
    Hub.with()
        .monitor(Duration.ofSeconds(10), blocked::add)
        .onPinned(
            pinned -> {
              places.add(pinned.culprit().getClassName() + "." + pinned.culprit().getMethodName());
              reported.countDown();
            })
        .run(
            () -> {
              Task<Boolean> blocking = Task.spawn(() -> block(reported));
              assertTrue(blocking.result());
            });
    assertEquals(List.of("dev.weft.scheduling.ThreadLatch.await"), places);
    assertEquals(List.of(), blocked);
  }

  private static boolean block(ThreadLatch latch) throws InterruptedException {
    return latch.await(60, TimeUnit.SECONDS);
  }

  @Test
  void a33_v83_nothingIsSaidAboutAnIdleHub_andABusyOneThatSwitches() throws Exception {
    List<BlockedHub> reports = Collections.synchronizedList(new ArrayList<>());
    Hub.with()
        .monitor(Duration.ofMillis(100), reports::add)
        .run(
            () -> {
              Task.sleep(Duration.ofMillis(300));
              long end = System.nanoTime() + 300_000_000L;
              while (System.nanoTime() < end) {
                Task.yieldNow();
              }
            });
    assertEquals(List.of(), reports);
  }

  @Test
  void search_findsACircle_once_whileTheHubLives() throws Exception {
    List<List<Task<?>>> found = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch first = new CountDownLatch(1);
    List<Task<?>> pair = new ArrayList<>();
    Hub.with()
        .searchDeadlocks(
            Duration.ofMillis(1),
            (hub, circle) -> {
              found.add(circle);
              first.countDown();
            })
        .run(
            () -> {
              pair.add(Task.spawn(() -> pair.get(1).join()));
              pair.add(Task.spawn(() -> pair.get(0).join()));
              while (first.getCount() > 0) {
                Task.sleep(Duration.ofMillis(1));
              }
              Task.sleep(Duration.ofMillis(20));
            });
    assertEquals(List.of(pair), found);
  }
}
