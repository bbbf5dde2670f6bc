package dev.weft.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.it.targets.threads.ManyWaiting;
import dev.weft.it.targets.threads.MonitorCases;
import dev.weft.it.targets.threads.MonitorTasks;
import dev.weft.it.targets.threads.WaitCases;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code monitors=} lets tasks suspend while they hold monitors, and in {@code wait}. */
class MonitorsIT {
  private static final String INCLUDE = "include=dev.weft.it.targets.threads.**";
  private static final String MONITORS = ",monitors=dev.weft.it.targets.threads.**";

  private static Jvm with(String options) {
    return Jvm.withAgent(INCLUDE + options).option("-ea");
  }

  /** As threads, on one carrier, on two, and suspended where nothing waits. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        MONITORS,
        ",patch=on,carriers=1" + MONITORS,
        ",patch=on,carriers=2" + MONITORS,
        ",patch=on,carriers=2,chaos=7:0.05" + MONITORS,
        ",patch=on,carriers=1" // they pin, and do the same
      })
  void monitors_suspending_doWhatMonitorsDo(String options) {
    same(options, MonitorCases.class);
    same(options, WaitCases.class);
  }

  private static void same(String options, Class<?> program) {
    Jvm.Result plain = Jvm.plain().run(program);
    Jvm.Result woven =
        with(options).option("-Dexpect.tasks=" + options.contains("patch=on")).run(program);
    assertEquals(plain.out(), woven.out(), woven::toString);
    assertEquals(0, woven.exit(), woven::toString);
    assertEquals(List.of(), woven.messages());
  }

  @Test
  void threads_thatWaitInMonitors_areNoThreads() {
    Jvm.Result many = with(",patch=on,carriers=2" + MONITORS).run(ManyWaiting.class);
    many.printed("1999000");
    assertTrue(many.number("most") < 60, many::toString);
  }

  @Test
  void tasks_inMonitors_deadlockIsReportedKillEntersAgainNothingPins() {
    with(MONITORS)
        .run(MonitorTasks.class)
        .printed(
            String.join(System.lineSeparator(), "true", "false true", "true true", "turns 10"));
  }

  @Test
  void monitors_patternThatMatchesNothing_isSaid() {
    String said = with(",monitors=com.acme.Misspelt").run(WaitCases.class).messages().toString();
    assertTrue(said.contains("no class was loaded that monitors=com.acme.Misspelt matches"), said);
  }
}
