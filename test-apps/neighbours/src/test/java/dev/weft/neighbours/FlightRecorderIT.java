package dev.weft.neighbours;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.neighbours.targets.Busy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hazard 75: a profiler that walks stacks while coroutines suspend. */
class FlightRecorderIT {
  @TempDir Path folder;

  @Test
  void h75_flightRecorderWhileSuspending_samplesWovenFrames() throws IOException {
    Path file = folder.resolve("recording.jfr");
    Jvm.withAgent("include=dev.weft.neighbours.targets.**")
        .option("-XX:StartFlightRecording=settings=profile,filename=" + file)
        .classPath(Jvm.testClasses())
        .run(List.of("-cp", Jvm.testClasses().toString(), Busy.class.getName()))
        .succeeded();
    List<RecordedEvent> samples =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().equals("jdk.ExecutionSample"))
            .filter(event -> event.getStackTrace() != null)
            .toList();
    Set<String> methods =
        samples.stream()
            .flatMap(event -> event.getStackTrace().getFrames().stream())
            .filter(frame -> frame.getMethod().getType().getName().equals(Busy.class.getName()))
            .map(frame -> frame.getMethod().getName())
            .collect(Collectors.toSet());
    assertTrue(methods.stream().anyMatch(name -> name.contains("weft")), () -> "seen: " + methods);
    assertEquals(
        List.of(), samples.stream().filter(e -> e.getStackTrace().getFrames().isEmpty()).toList());
  }
}
