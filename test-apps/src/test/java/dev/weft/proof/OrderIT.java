package dev.weft.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.weft.harness.Catalogue;
import dev.weft.harness.Program;
import dev.weft.hub.Hub;
import dev.weft.hub.ManualClock;
import dev.weft.hub.Task;
import dev.weft.hub.TaskEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Same program, same input, manual clock: the same interleaving, in each run, and on each JDK, for
 * all are compared with what is recorded. The long form is {@code test-apps/run order}.
 */
class OrderIT {
  private static final int RUNS = Integer.getInteger("weft.order.runs", 3);

  @TestFactory
  Stream<DynamicTest> gallery_everyProgram_doesWhatIsRecorded() throws IOException {
    RecordedOrder recorded = RecordedOrder.load();
    return recorded.programs().stream()
        .map(program -> dynamicTest(program.name(), () -> runAll(program, recorded)));
  }

  private static void runAll(Program program, RecordedOrder recorded) throws Exception {
    Interleaving first = Interleaving.of(program);
    for (int run = 1; run < RUNS; run++) {
      Interleaving next = Interleaving.of(program);
      assertEquals(first.hash(), next.hash(), () -> first.difference(next));
    }
    String line = recorded.of(program.name()).orElse("");
    if (line.isEmpty()) {
      System.out.println(program.name() + " is not recorded: test-apps/run order --record");
    } else {
      assertEquals(line, RecordedOrder.line(first), "recorded by test-apps/run order --record");
    }
  }

  @Test
  void record_namesProgramsThatThereAre() throws IOException {
    RecordedOrder recorded = RecordedOrder.load();
    long known =
        Catalogue.find(Catalogue.GALLERY).stream()
            .filter(program -> recorded.of(program.name()).isPresent())
            .count();
    assertEquals(recorded.size(), known);
  }

  @Test
  void interleaving_ofAnotherProgram_isAnother() throws Exception {
    Interleaving one = Interleaving.of(Catalogue.find("s50").get(0));
    Interleaving other = Interleaving.of(Catalogue.find("s51").get(0));
    assertNotEquals(one.hash(), other.hash());
    assertNotEquals(one.difference(other), one.difference(one));
  }

  // ---- the trace itself ------------------------------------------------------------------------

  @Test
  void trace_tellsEverythingInOrder() throws Exception {
    List<String> events = new ArrayList<>();
    Hub.with()
        .clock(new ManualClock())
        .trace(event -> events.add(event.toString()))
        .run(
            () -> {
              Task<Void> sleeper =
                  Task.with().name("s").spawn(() -> Task.sleep(Duration.ofNanos(7)));
              Task<Void> failing =
                  Task.with()
                      .name("f")
                      .unreported()
                      .spawn(
                          () -> {
                            Task.yieldNow();
                            throw new IllegalStateException();
                          });
              sleeper.join();
              failing.join();
              Task.with().name("never").delay(Duration.ofNanos(5)).spawn(() -> Task.yieldNow());
            });
    assertEquals(
        List.of(
            "0 SPAWNED 1 \"main\"",
            "0 READY 1 \"main\"",
            "0 RUNS 1 \"main\"",
            "0 SPAWNED 2 \"s\" by 1",
            "0 READY 2 \"s\"",
            "0 SPAWNED 3 \"f\" by 1",
            "0 READY 3 \"f\"",
            "0 WAITS 1 \"main\" for the end of \"s\"",
            "0 RUNS 2 \"s\"",
            "0 WAITS 2 \"s\" for sleep",
            "0 RUNS 3 \"f\"",
            "0 YIELDS 3 \"f\"",
            "0 RUNS 3 \"f\"",
            "0 ENDED 3 \"f\" java.lang.IllegalStateException",
            "7 READY 2 \"s\" expired",
            "7 TIMERS 1",
            "7 RUNS 2 \"s\"",
            "7 ENDED 2 \"s\" returned",
            "7 READY 1 \"main\" woken",
            "7 RUNS 1 \"main\"",
            "7 SPAWNED 4 \"never\" by 1 after 5 ns",
            "7 ENDED 1 \"main\" returned",
            "7 READY 4 \"never\" raised",
            "7 RUNS 4 \"never\"",
            "7 ENDED 4 \"never\" killed"),
        events);
  }

  @Test
  void trace_whoseListenerFails_endsAndTheHubGoesOn() throws Exception {
    List<TaskEvent> told = new ArrayList<>();
    Hub.with()
        .trace(
            event -> {
              told.add(event);
              throw new IllegalStateException("a listener that fails");
            })
        .run(() -> Task.yieldNow());
    assertEquals(1, told.size());
  }
}
