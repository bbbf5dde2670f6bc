package dev.weft.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.hub.Hub;
import dev.weft.hub.PinnedTask;
import dev.weft.hub.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is told of tasks that block their carriers: a listener once a place, a recorder always. */
class PinnedReportsIT {
  private static final int TIMES = 3;
  private static final String WAIT = "java.lang.Object.wait";
  private static final String PLACE = "dev.weft.scheduling.ThreadLatch.await";

  private final List<PinnedTask> told = Collections.synchronizedList(new ArrayList<>());
  private Map<String, Long> counted = Map.of();

  /** Blocks at one place, several times. */
  private void blockOften() throws Exception {
    Hub.with()
        .name("reported")
        .onPinned(
            pin -> {
              if (pin.waitsFor().equals(WAIT)) { // not for the latch's monitor
                told.add(pin);
              }
            })
        .run(
            () -> {
              for (int i = 0; i < TIMES; i++) {
                ThreadLatch latch = new ThreadLatch(1);
                Task<Void> blocked = Task.spawn(() -> latch.await());
                blocked.setName("blocker");
                do {
                  Task.yieldNow(); // returns when the carrier is a spare one
                } while (timesCounted() <= i); // a wait that is over before is not counted
                latch.countDown();
                blocked.join();
              }
              counted = Hub.current().orElseThrow().pinnedPlaces();
            });
  }

  private static long timesCounted() {
    return Hub.current().orElseThrow().pinnedPlaces().entrySet().stream()
        .filter(each -> each.getKey().startsWith(PLACE))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  @Test
  void onePlace_severalTimes_listenerIsToldOnce_andAllAreCounted() throws Exception {
    blockOften();
    assertEquals(1, told.size(), told::toString);
    PinnedTask pin = told.get(0);
    assertEquals("blocker", pin.task().name());
    assertTrue(pin.culprit().toString().contains("ThreadLatch.await(ThreadLatch.java:"));
    assertTrue(pin.wayOut().contains("wait with Weft's own means"), pin::wayOut);
    assertEquals(TIMES, counted.get(pin.place()), counted::toString);
  }

  @Test
  void flightRecorder_hasAnEventEachTime(@TempDir Path directory) throws Exception {
    List<RecordedEvent> events;
    try (Recording recording = new Recording()) {
      recording.enable("dev.weft.Pinned");
      recording.start();
      blockOften();
      recording.stop();
      Path file = directory.resolve("pinned.jfr");
      recording.dump(file);
      events =
          RecordingFile.readAllEvents(file).stream()
              .filter(event -> event.getString("waitsFor").equals(WAIT))
              .toList();
    }
    assertEquals(TIMES, events.size(), events::toString);
    RecordedEvent event = events.get(0);
    assertEquals("dev.weft.Pinned", event.getEventType().getName());
    assertEquals("blocker", event.getString("task"));
    assertTrue(event.getString("scheduler").contains("reported"), event::toString);
    assertTrue(event.getString("culprit").contains(PLACE), event::toString);
    assertEquals("NOT_WOVEN", event.getString("reason"));
    assertTrue(event.getString("stack").contains(WAIT), event::toString);
  }
}
