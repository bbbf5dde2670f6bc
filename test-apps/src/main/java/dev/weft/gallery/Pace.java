package dev.weft.gallery;

import dev.weft.SuspendableRunnable;
import dev.weft.hub.Clock;
import dev.weft.hub.Hub;
import dev.weft.hub.HubOptions;
import dev.weft.hub.ManualClock;
import dev.weft.hub.TaskEvent;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * How long the programs take. A second is a second, unless {@code -Dgallery.scale=0.1} makes all
 * waiting and counting ten times shorter, for tests; and with {@code -Dgallery.clock=manual} the
 * time of tasks passes when they all wait.
 */
public final class Pace {
  private static final ManualClock MANUAL = new ManualClock();

  private static volatile Consumer<TaskEvent> listener;

  private Pace() {}

  static void sleepSeconds(int seconds) throws InterruptedException {
    Thread.sleep(millis(seconds));
  }

  static long millis(double seconds) {
    return Math.round(seconds * 1_000 * scale());
  }

  /** A time for tasks to wait. */
  static Duration seconds(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9 * scale()));
  }

  static int scaled(int count) {
    return (int) Math.ceil(count * scale());
  }

  /** Runs the main task of a program. */
  static void hub(SuspendableRunnable body) throws Exception {
    hub(Hub.with(), body);
  }

  /** The same with options of the program's, but for the clock. */
  static void hub(HubOptions given, SuspendableRunnable body) throws Exception {
    boolean manual = "manual".equals(System.getProperty("gallery.clock"));
    HubOptions options = given.clock(manual ? MANUAL : Clock.SYSTEM);
    Consumer<TaskEvent> told = listener;
    (told == null ? options : options.trace(told)).run(body);
  }

  /** From now on {@code told} hears what the hubs of programs do; nobody, if it is null. */
  public static void trace(Consumer<TaskEvent> told) {
    listener = told;
  }

  /** The time on the machine's clock and on that of tasks, whichever of them moves. */
  static long nanoTime() {
    return System.nanoTime() + MANUAL.nanoTime();
  }

  private static double scale() {
    return Double.parseDouble(System.getProperty("gallery.scale", "1"));
  }
}
