package dev.weft.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.it.targets.BlockingCases;
import dev.weft.it.targets.Sleeps;
import dev.weft.it.targets.Waits;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocking methods of the JDK that woven code calls through the runtime. */
class SubstitutionsIT {
  private static final String FILE = "META-INF/weft/substitutions";
  private static final String TARGET = " = dev.weft.it.targets.Sleeps.";

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"thread", "continuation", "task"})
  void blockingCalls_woven_doWhatTheyDoUnwoven(String who) {
    String expected =
        Jvm.plain()
            .classPath(Jvm.testClasses(), Jvm.runtimeJar())
            .run(BlockingCases.class, "thread")
            .out();
    assertTrue(expected.lines().count() > 70, expected);
    Jvm.Result woven =
        Jvm.withAgent("include=dev.weft.it.targets.**").run(BlockingCases.class, who);
    woven.printed(expected.strip());
    assertFalse(woven.err().contains("can never go on"), woven::err);
  }

  @Test
  void waits_onAManualClock_takeItsTime() throws Exception {
    assertEquals(Duration.ofDays(3), Waits.days());
  }

  @Test
  void waits_inADump_areNamed() throws Exception {
    assertEquals(
        List.of(
            "Thread.sleep",
            "java.util.concurrent.CompletableFuture$Signaller#",
            "java.util.concurrent.FutureTask#"),
        Waits.names().stream().map(name -> name.replaceAll("\\[.*", "")).toList());
  }

  @Test
  void v76_explain_substitutions_listsTheTable() {
    String table = Jvm.cli("explain", "--substitutions").out();
    assertTrue(
        table.contains(
            "java.lang.Thread.sleep(long) = dev.weft.patch.Sleeping.sleep  (woven and plain"
                + " bodies)\n"),
        table);
    assertTrue(
        table.contains(
            "java.lang.Thread.currentThread() = dev.weft.patch.Identity.currentThread  (woven and"
                + " plain bodies)\n"),
        table);
  }

  @Test
  void v76_explain_aClass_namesTheSubstituteAtEachPoint() throws IOException {
    Path jar = application("");
    String plan =
        Jvm.cli(
                "explain",
                "dev.weft.it.targets.Other",
                "--class-path",
                jar + File.pathSeparator + Jvm.runtimeJar())
            .out();
    assertTrue(
        plan.contains(" substitute java/lang/Thread.sleep(J)V by dev/weft/patch/Sleeping.sleep"),
        plan);
  }

  // ---- the user's table ----------------------------------------------------------------------

  private Path application(String table) throws IOException {
    List<Class<?>> classes = new ArrayList<>(List.of(Sleeps.class));
    for (String name : List.of("Sleeps$Program", "Other")) {
      try {
        classes.add(Class.forName("dev.weft.it.targets." + name));
      } catch (ClassNotFoundException e) {
        throw new AssertionError(e);
      }
    }
    return Deployment.jar(
        temp.resolve("app.jar"), Map.of(FILE, table), classes.toArray(new Class<?>[0]));
  }

  @Test
  void v77_usersTable_isUsedInTasks_butNotByTheSubstituteItself() throws IOException {
    Path jar =
        application(
            "# ours\n\n java.lang.Thread.sleep(long)"
                + TARGET
                + "sleep  \njava.lang.String.trim()"
                + TARGET
                + "trim\n");
    Jvm.Result result = Jvm.withAgent().classPath(jar).run(Sleeps.class);
    result.printed("substitute\n<trimmed>");
    assertEquals("", result.err());
    String table = Jvm.cli("explain", "--substitutions", "--class-path", jar.toString()).out();
    assertTrue(
        table.startsWith("java.lang.Thread.sleep(long)" + TARGET + "sleep  (woven bodies)"), table);
    assertEquals(1, table.split("java\\.lang\\.Thread\\.sleep\\(long\\)", -1).length - 1, table);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "java.lang.Thread.sleep = a.B.c"
            + "| 'java.lang.Thread.sleep = a.B.c' is not OWNER.NAME(PARAMETER TYPES) ="
            + " CLASS.METHOD",
        "java.lang.Thread.slep(long) = dev.weft.it.targets.Sleeps.sleep"
            + "| java.lang.Thread declares no method slep(long); name the class that declares it,"
            + " and its parameter types in full",
        "java.lang.Thred.sleep(long) = dev.weft.it.targets.Sleeps.sleep"
            + "| this JDK has no class java.lang.Thred",
        "com.acme.Thread.sleep(long) = dev.weft.it.targets.Sleeps.sleep"
            + "| com.acme.Thread is not a class of the JDK; mark its method @Suspendable, or"
            + " change its source",
        "java.lang.Thread.sleep(long) = com.acme.Sleeps.sleep"
            + "| there is no class com.acme.Sleeps on the class path of this file",
        "java.lang.Thread.sleep(long, int) = dev.weft.it.targets.Sleeps.sleep"
            + "| dev.weft.it.targets.Sleeps is no public class with a method 'public static void"
            + " sleep(long, int)'; write one",
        "java.lang.Thread.join(long) = dev.weft.it.targets.Sleeps.sleep"
            + "| dev.weft.it.targets.Sleeps is no public class with a method 'public static void"
            + " sleep(java.lang.Thread, long)'; write one",
        "java.lang.Thread.sleep(long) = dev.weft.it.targets.Sleeps.hidden"
            + "| dev.weft.it.targets.Sleeps is no public class with a method 'public static void"
            + " hidden(long)'; write one",
        "java.lang.Thread.sleep(long) = dev.weft.it.targets.Sleeps.unmarked"
            + "| dev.weft.it.targets.Sleeps.unmarked is not suspendable; mark it @Suspendable, or"
            + " include its class; if it never waits, begin the line with plain",
        "java.lang.Thread.sleep(long) = dev.weft.it.targets.Sleeps.sleep if sometimes"
            + "| dev.weft.it.targets.Sleeps has no method 'sometimes' that takes the same and a"
            + " Class, and returns a boolean",
        "java.lang.String.trim() = dev.weft.it.targets.Sleeps.trim"
            + "| a line before stands for the same method; leave one of them out",
      })
  void usersTable_wrongLine_isSaidWithItsPlaceAndIgnored(String line, String reason)
      throws IOException {
    Path jar = application("# first\njava.lang.String.trim()" + TARGET + "trim\n" + line + "\n");
    Jvm.Result result = Jvm.withAgent().classPath(jar).run(Sleeps.class);
    result.printed("<trimmed>");
    assertEquals(
        List.of(
            "weft: jar:"
                + jar.toFile().toURI()
                + "!/"
                + FILE
                + " line 3: "
                + reason
                + "; the line is ignored"),
        result.messages());
    assertEquals(1, result.err().lines().count(), result.err());
  }
}
