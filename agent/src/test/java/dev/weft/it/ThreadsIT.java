package dev.weft.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.it.outside.PlainBody;
import dev.weft.it.targets.StrangeThread;
import dev.weft.it.targets.threads.ExitCases;
import dev.weft.it.targets.threads.FutureCases;
import dev.weft.it.targets.threads.HurryCases;
import dev.weft.it.targets.threads.ManyThreads;
import dev.weft.it.targets.threads.PoolCases;
import dev.weft.it.targets.threads.SharingCases;
import dev.weft.it.targets.threads.SpinCases;
import dev.weft.it.targets.threads.ThreadCases;
import dev.weft.it.targets.threads.TimerCases;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code patch=on} makes tasks of threads, and programs do not notice: V73, T1 to T4, T11, T13. */
class ThreadsIT {
  private static final String WOVEN = "include=dev.weft.it.targets.threads.**,patch=on";

  private static Jvm on(String more) {
    return Jvm.withAgent(WOVEN + more).option("-Dexpect.tasks=true").option("-ea");
  }

  /** The same output and status as without the agent; returns what was there with it. */
  private static Jvm.Result same(String more, Class<?> program, String... arguments) {
    Jvm.Result plain = Jvm.plain().run(program, arguments);
    Jvm.Result tasks = on(more).run(program, arguments);
    assertEquals(plain.out(), tasks.out(), tasks::toString);
    assertEquals(plain.exit(), tasks.exit(), tasks::toString);
    assertEquals(List.of(), tasks.messages());
    return tasks;
  }

  /** On one carrier, on two, and suspended where nothing waits. */
  private static final String[] WAYS = {",carriers=1", ",carriers=2", ",carriers=2,chaos=7:0.05"};

  private static void sameInAllWays(Class<?> program) {
    for (String way : WAYS) {
      assertEquals(0, same(way, program).exit());
    }
  }

  @Test
  void v73_threads_asTasks_doWhatThreadsDo() {
    sameInAllWays(ThreadCases.class);
  }

  @Test
  void t13_whatThreadsHaveAndShare_asTasks_isTheSame() {
    sameInAllWays(SharingCases.class);
  }

  @Test
  void v73_executors_asTasks_keepTheirLimitsAndResults() {
    sameInAllWays(PoolCases.class);
  }

  @Test
  void v73_completableFutures_asTasks_haveTheirResults() {
    sameInAllWays(FutureCases.class);
  }

  @Test
  void t11_timers_asTasks_keepTheirOrder() {
    assertEquals(0, same(",carriers=2", TimerCases.class).exit());
  }

  /** On one carrier, those that wait for others in loops would wait for ever. */
  @Test
  void v73_threadsThatSpin_asTasks_letOthersRun() {
    sameInAllWays(SpinCases.class);
  }

  /** It was asked to let others run, and waits: that is all it was asked for. */
  @Test
  void threadThatRanForLong_thenWaits_leavesNoCheckBehindThatLooks() {
    on(",carriers=1").run(HurryCases.class).printed("no check looks");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"waits", "daemon", "children", "alternating", "exit", "mainFails", "threadFails"})
  void t3_jvm_endsAsItDoesWithThreads(String end) {
    Jvm.Result ended = same("", ExitCases.class, end);
    assertEquals(end.equals("exit") ? 7 : end.equals("mainFails") ? 1 : 0, ended.exit());
  }

  @Test
  void t4_uncaughtException_printsWhatTheJvmPrints() {
    Jvm.Result ended = on("").run(ExitCases.class, "threadFails");
    assertTrue(
        ended
            .err()
            .contains(
                "Exception in thread \"fails\" java.lang.IllegalStateException: thread fails"),
        ended::toString);
  }

  @Test
  void manyThreads_onTwoCarriers_areNoThreads() {
    Jvm.Result many = same(",carriers=2", ManyThreads.class);
    assertEquals(0, many.exit());
    assertTrue(many.number("most") < 60, many::toString);
  }

  @Test
  void thread_whoseBodyIsNotWoven_staysAThread() {
    Jvm.withAgent("include=dev.weft.it.targets.threads.**,patch=on")
        .run(PlainBody.class)
        .printed("thread plain\nsubclass plain\npool plain\ntimer plain");
  }

  @Test
  void threads_ofAJdkThatIsNotKnown_stayThreads_andOneLineSaysSo(@TempDir Path folder)
      throws IOException {
    Path other = folder.resolve("other.jar");
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Premain-Class", StrangeThread.class.getName());
    attributes.putValue("Can-Retransform-Classes", "true");
    try (OutputStream file = Files.newOutputStream(other)) {
      new JarOutputStream(file, manifest).close();
    }
    Jvm.Result plain = Jvm.plain().run(ExitCases.class, "waits");
    Jvm.Result result =
        Jvm.plain()
            .option("-javaagent:" + other)
            .option("-javaagent:" + Jvm.agentJar() + "=" + WOVEN)
            .run(ExitCases.class, "waits")
            .printed(plain.out().strip());
    assertEquals(1, result.messages().size(), result::toString);
    assertTrue(
        result.messages().get(0).startsWith("weft: threads stay threads under patch=on: "),
        result::toString);
  }

  @Test
  void threads_withoutPatch_stayThreads() {
    Jvm.Result plain = Jvm.plain().run(ExitCases.class, "waits");
    Jvm.withAgent("include=dev.weft.it.targets.threads.**")
        .run(ExitCases.class, "waits")
        .printed(plain.out().strip());
  }
}
