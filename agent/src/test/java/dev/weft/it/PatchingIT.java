package dev.weft.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.it.outside.LateAttaching;
import dev.weft.it.outside.PlainBody;
import dev.weft.it.targets.Counting;
import dev.weft.it.targets.Unmarked;
import dev.weft.it.targets.threads.ThreadCases;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What rules V75 to V77 say about patching, for an agent that does it when classes are loaded: what
 * comes too early, twice, or shall not be patched. With {@link DeploymentIT}, {@link
 * SubstitutionsIT} and {@link ExistingServerIT}.
 */
class PatchingIT {
  private static final String THREADS = "dev.weft.it.targets.threads.**";

  private static final String BEFORE =
      "weft: loaded before the agent was attached, and therefore not woven, although include="
          + " matches: ";

  private static Jvm attaching() {
    return Jvm.plain()
        .option("-XX:+EnableDynamicAgentLoading")
        .classPath(Jvm.testClasses(), Jvm.agentJar());
  }

  @Test
  void v75_whatTheProgramUsedOfTheJdkBefore_isPatchedAllTheSame() {
    Jvm.Result plain = Jvm.plain().run(ThreadCases.class);
    Jvm.Result late =
        attaching()
            .option("-Dexpect.tasks=true")
            .run(
                LateAttaching.class,
                "include=" + THREADS + ",patch=on",
                ThreadCases.class.getName());
    assertEquals(plain.out(), late.out(), late::toString);
    assertEquals(List.of(), late.messages(), late::toString);
  }

  @Test
  void v75_classesLoadedBeforeTheAgent_areNamed_andStayAsTheyAre() {
    String name = Unmarked.class.getName();
    Jvm.Result late = attaching().run(LateAttaching.class, "include=" + name, name, name);
    late.printed("pinned by body");
    assertEquals(
        List.of(
            BEFORE
                + "dev.weft.it.targets.Unmarked; call WeftAgent.install() earlier, or start the JVM"
                + " with -javaagent:weft-agent.jar"),
        late.messages());
  }

  @Test
  void v75_manyClassesLoadedBefore_areCounted() {
    Jvm.Result late =
        attaching()
            .run(
                LateAttaching.class,
                "include=dev.weft.it.**,exclude=dev.weft.it.outside.**",
                Counting.class.getName(),
                "dev.weft.it.targets.Blocked",
                "dev.weft.it.targets.Cases",
                "dev.weft.it.targets.Me",
                "dev.weft.it.targets.Misuses",
                "dev.weft.it.targets.Other",
                "dev.weft.it.targets.Unmarked",
                "dev.weft.it.targets.Waits");
    late.printed("[1, 2, 3]");
    assertEquals(1, late.messages().size(), late::toString);
    assertTrue(
        late.messages()
            .get(0)
            .startsWith(
                BEFORE
                    + "dev.weft.it.targets.Blocked, dev.weft.it.targets.Cases,"
                    + " dev.weft.it.targets.Me, dev.weft.it.targets.Misuses,"
                    + " dev.weft.it.targets.Other and 2 more; call "),
        late::toString);
  }

  @Test
  void v76_installedAgain_otherOptionsAreRefusedInOneLine_theSameAreNot() {
    String first = "include=" + Unmarked.class.getName();
    Jvm.Result twice =
        attaching()
            .run(
                LateAttaching.class,
                first + "++" + first + "+patch=on+" + first,
                Unmarked.class.getName())
            .printed("suspended");
    assertEquals(
        List.of(
            "weft: the agent is running already, with '"
                + first
                + "'; those of this WeftAgent.install, 'patch=on', come too late: give all of them"
                + " where the agent is started first"),
        twice.messages());
  }

  @Test
  void v77_exclude_isAVeto() {
    String include = "include=dev.weft.it.outside.**,patch=on";
    Jvm.withAgent(include)
        .run(PlainBody.class)
        .printed("thread woven\nsubclass woven\npool woven\ntimer woven");
    Jvm.withAgent(include + ",exclude=dev.weft.it.outside.PlainBody")
        .run(PlainBody.class)
        .printed("thread plain\nsubclass plain\npool plain\ntimer plain");
  }
}
