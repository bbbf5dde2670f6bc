package dev.weft.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.it.targets.ChildFirst;
import dev.weft.it.targets.Counting;
import dev.weft.it.targets.Garbage;
import dev.weft.it.targets.Refused;
import dev.weft.it.targets.SelfAttaching;
import dev.weft.it.targets.Unmarked;
import dev.weft.it.targets.WithoutAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The agent's jar in a JVM of its own: how it is given, its options, and what is on the path. */
class DeploymentIT {
  @TempDir Path temp;

  // ---- the agent itself ----------------------------------------------------------------------

  @Test
  void agent_noOptions_wovenAndSilent() {
    assertEquals("", Jvm.withAgent().run(Counting.class).printed("[1, 2, 3]").err());
  }

  @Test
  void agent_missing_everyKindOfCoroutineNamesTheFlag() {
    Jvm.Result result =
        Jvm.plain().classPath(Jvm.testClasses(), Jvm.runtimeJar()).run(WithoutAgent.class);
    List<String> lines = result.out().lines().toList();
    assertEquals(4, lines.size(), result::toString);
    for (String line : lines) {
      assertTrue(
          line.endsWith(
              "Weft's agent is not running, so no method can suspend; start the JVM with"
                  + " -javaagent:weft-agent.jar"),
          line);
    }
  }

  @Test
  void agent_runtimeJarOnTheClassPathToo_theBootCopyWins() {
    Jvm.withAgent()
        .classPath(Jvm.testClasses(), Jvm.runtimeJar())
        .run(Counting.class)
        .printed("[1, 2, 3]");
  }

  @Test
  void agent_renamedJar_saysWhatItMustBeCalled() throws IOException {
    Path renamed = Files.copy(Jvm.agentJar(), temp.resolve("coroutines.jar"));
    String message =
        Jvm.plain().option("-javaagent:" + renamed).run(Counting.class).failedWithOneMessage(1);
    assertTrue(message.startsWith("weft: the agent's jar must be called weft-agent.jar"), message);
    assertTrue(message.contains("rename file:" + renamed), message);
  }

  @Test
  void v76_agent_givenTwice_saysSo() {
    assertEquals(
        "weft: the agent is running already; give -javaagent once",
        Jvm.withAgent()
            .option("-javaagent:" + Jvm.agentJar())
            .run(Counting.class)
            .failedWithOneMessage(1)
            .strip());
  }

  // ---- options -------------------------------------------------------------------------------

  @Test
  void options_unknown_listsTheValidOnesAndEnds() {
    String message = Jvm.withAgent("includes=a.*").run(Counting.class).failedWithOneMessage(1);
    assertTrue(message.startsWith("weft: unknown option 'includes'; valid options"), message);
    for (String option : List.of("include=", "exclude=", "dump=", "log=", "chaos=")) {
      assertTrue(message.contains("\n  " + option), message);
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = ';',
      value = {
        "include=a+b; option 'include': 'a+b' is not a class pattern",
        "chaos=x; 'chaos=x' is not chaos=SEED:RATE",
        "log; option 'log' needs a value, as in log=FILE",
        "dump=; option 'dump' needs a value, as in dump=DIR",
        "log=/dev/null/x; cannot open the file of log=/dev/null/x",
        "dump=/dev/null/x; cannot write to the folder of dump=/dev/null/x",
      })
  void options_badValue_oneMessageAndEnds(String options, String expected) {
    String message = Jvm.withAgent(options).run(Counting.class).failedWithOneMessage(1);
    assertTrue(message.startsWith("weft: " + expected), message);
  }

  @Test
  void include_methodWithoutAnnotation_suspends() {
    Jvm.withAgent().run(Unmarked.class).printed("pinned by middle");
    Jvm.withAgent("include=dev.weft.it.targets.Unmarked").run(Unmarked.class).printed("suspended");
  }

  @Test
  void exclude_classOfMarkedMethods_staysPlain() {
    Jvm.Result result = Jvm.withAgent("exclude=dev.weft.it.targets.Counting").run(Counting.class);
    assertEquals(1, result.exit(), result::toString);
    assertTrue(result.err().contains("PinnedException"), result::toString);
    assertTrue(result.err().contains("Counting.count(Counting.java:"), result::toString);
    assertTrue(result.err().contains("exclude"), "says that the class is excluded: " + result);
  }

  @Test
  void jarPatterns_weftSuspendableFile_includesItsClasses() throws IOException {
    Path jar =
        Deployment.jar(
            temp.resolve("app.jar"),
            Map.of(
                "META-INF/weft/suspendable",
                "# what may suspend\n\n  dev.weft.it.targets.Unmarked  \n"),
            Unmarked.class);
    Jvm.withAgent().classPath(jar).run(Unmarked.class).printed("suspended");
  }

  @Test
  void jarPatterns_badLine_saidOnceAndIgnored() throws IOException {
    Path jar =
        Deployment.jar(
            temp.resolve("app.jar"),
            Map.of("META-INF/weft/suspendable", "a b c\ndev.weft.it.targets.Unmarked\n"),
            Unmarked.class);
    Jvm.Result result = Jvm.withAgent().classPath(jar).run(Unmarked.class).printed("suspended");
    assertEquals(1, result.messages().size(), result::toString);
    assertTrue(result.messages().get(0).contains("app.jar!/META-INF/weft/suspendable"));
    assertTrue(result.messages().get(0).contains("'a b c' is not a class pattern"));
    assertTrue(result.messages().get(0).endsWith("the line is ignored"));
  }

  @Test
  void dump_folder_getsClassFilesAndPlans() throws IOException {
    Path dump = temp.resolve("a/dump");
    Jvm.withAgent("dump=" + dump).run(Counting.class).printed("[1, 2, 3]");
    String name = "dev/weft/it/targets/Counting";
    byte[] before = Files.readAllBytes(dump.resolve("before/" + name + ".class"));
    byte[] after = Files.readAllBytes(dump.resolve("after/" + name + ".class"));
    assertTrue(after.length > before.length);
    String plan = Files.readString(dump.resolve("plan/" + name + ".txt"));
    assertTrue(plan.contains("count(Ldev/weft/generator/Yielder;)V: woven, frame "), plan);
    assertFalse(Files.exists(dump.resolve("before/java")), "only what was woven");
  }

  @Test
  void log_file_getsRefusalsOnceAndLocated() throws IOException {
    Path log = temp.resolve("b/weft.log");
    Jvm.Result result = Jvm.withAgent("log=" + log).run(Refused.class);
    assertEquals("", result.err(), result::toString);
    List<String> lines = Files.readAllLines(log);
    assertEquals(2, lines.size(), lines::toString);
    assertTrue(
        lines.stream()
            .anyMatch(
                line ->
                    line.contains("weft: dev.weft.it.targets.Refused.full(JJ")
                        && line.contains("not woven: its arguments take 255 slots")),
        lines::toString);
    assertTrue(
        lines.stream()
            .anyMatch(
                line ->
                    line.contains("weft: dev.weft.it.targets.Refused.nativeMethod()V: not woven:")),
        lines::toString);
    List<String> out = result.out().lines().toList();
    assertEquals("128", out.get(0), "the plain body serves");
    assertTrue(out.get(1).startsWith("REFUSED "), out::toString);
    assertTrue(out.get(1).contains("Refused.full(Refused.java:"), out::toString);
  }

  @Test
  void chaos_everyPoint_sameOutput() {
    Jvm.withAgent("chaos=1:1").run(Counting.class).printed("[1, 2, 3]");
  }

  // ---- attaching -----------------------------------------------------------------------------

  private Jvm attaching() {
    return Jvm.plain()
        .option("-XX:+EnableDynamicAgentLoading")
        .classPath(Jvm.testClasses(), Jvm.agentJar());
  }

  @Test
  void install_beforeWeftIsUsed_weavesFromThenOn() {
    assertEquals(
        List.of(), attaching().run(SelfAttaching.class, "early").printed("[1, 2, 3]").messages());
  }

  @Test
  void v76_install_withTheAgentThere_doesNothing() {
    Jvm.withAgent()
        .classPath(Jvm.testClasses(), Jvm.agentJar())
        .run(SelfAttaching.class)
        .printed("[1, 2, 3]");
  }

  @Test
  void v75_install_afterWeftWasUsed_saysWhatWasLoadedAndWhatToDo() {
    Jvm.Result result = attaching().run(SelfAttaching.class, "late");
    List<String> out = result.out().lines().toList();
    assertEquals(2, out.size(), result::toString);
    assertTrue(
        out.get(1)
            .startsWith(
                "IllegalStateException: the agent was attached too late:"
                    + " dev.weft.continuation.ContinuationScope was loaded by "),
        result::toString);
    assertTrue(
        out.get(1)
            .endsWith(
                "call WeftAgent.install() before anything of Weft is used, or start the JVM with"
                    + " -javaagent:weft-agent.jar"),
        result::toString);
  }

  @Test
  void install_wrongOption_throwsTheSameMessage() {
    Jvm.Result result = attaching().run(SelfAttaching.class, "early", "bogus=1");
    assertTrue(
        result.out().startsWith("IllegalArgumentException: unknown option 'bogus'; valid options"),
        result::toString);
  }

  // ---- second copies, versions, broken files -------------------------------------------------

  @Test
  void secondCopy_childFirstLoader_refusedWithTheLoadersName() {
    Jvm.Result result = Jvm.withAgent().run(ChildFirst.class, Jvm.runtimeJar().toString());
    List<String> out = result.out().lines().toList();
    assertEquals("java.lang.ExceptionInInitializerError", out.get(0), result::toString);
    assertTrue(out.get(1).startsWith("a second copy of Weft's runtime (dev.weft."), out.get(1));
    assertTrue(out.get(1).contains("was loaded by ChildFirst.Loader"), out.get(1));
    assertTrue(out.get(1).contains("Let that loader ask its parent for dev.weft.* first"));
    assertEquals(1, result.messages().size(), result::toString);
  }

  @Test
  void secondCopy_modulePath_refused() throws IOException {
    Path app = Deployment.jar(temp.resolve("app.jar"), Map.of(), Counting.class);
    Jvm.Result result =
        Jvm.withAgent()
            .run(
                List.of(
                    "-p",
                    app + java.io.File.pathSeparator + Jvm.runtimeJar(),
                    "-m",
                    "app/" + Counting.class.getName()));
    assertEquals(1, result.exit(), result::toString);
    assertEquals(1, result.messages().size(), result::toString);
    assertTrue(result.messages().get(0).contains("put it on the class path"), result::toString);
  }

  @Test
  void version_runtimeOfAnotherVersionOnTheClassPath_saidOnce() throws IOException {
    Path folder = temp.resolve("old");
    Files.createDirectories(folder.resolve("META-INF/weft"));
    Files.writeString(
        folder.resolve("META-INF/weft/runtime.properties"), "version=0.0.1-ancient\n");
    Jvm.Result result =
        Jvm.withAgent()
            .classPath(Jvm.testClasses(), folder)
            .run(Counting.class)
            .printed("[1, 2, 3]");
    assertEquals(1, result.messages().size(), result::toString);
    assertTrue(
        result.messages().get(0).contains("compiled against Weft 0.0.1-ancient"), result::toString);
    assertTrue(
        result.messages().get(0).endsWith("use the same version for both"), result::toString);
  }

  @Test
  void version_classWovenForAnotherAbi_refusedWhenFirstUsed() throws IOException {
    Path folder = Deployment.folder(temp.resolve("forged"), Counting.class);
    Path file = folder.resolve(Deployment.fileName(Counting.class));
    Files.write(file, Forgery.wovenFor(99, Files.readAllBytes(file)));
    Jvm.Result result = Jvm.withAgent().classPath(folder).run(Counting.class);
    assertEquals(1, result.exit(), result::toString);
    assertEquals(1, result.messages().size(), result::toString);
    assertTrue(
        result
            .messages()
            .get(0)
            .startsWith(
                "weft: dev.weft.it.targets.Counting was woven for version 99 of Weft's binary"
                    + " interface, this agent has version "),
        result::toString);
    assertTrue(result.messages().get(0).contains("weave it again"), result::toString);
  }

  @Test
  void brokenClassFile_leftUntouchedWithOneMessage() {
    Jvm.Result result = Jvm.withAgent().run(Garbage.class);
    result.printed("ClassFormatError\nClassFormatError\n[1, 2, 3]");
    assertEquals(1, result.messages().size(), result::toString);
    assertTrue(
        result
            .messages()
            .get(0)
            .startsWith("weft: cannot weave dev.weft.it.targets.Unmarked, which stays as it is: "),
        result::toString);
  }
}
