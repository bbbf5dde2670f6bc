package bench.tasks;

import static bench.tasks.Metric.ALLOCATED;
import static bench.tasks.Metric.LIVE;
import static bench.tasks.Metric.NANOS;
import static bench.tasks.Metric.PEAK;
import static bench.tasks.Metric.PROCESS;
import static bench.tasks.Metric.SECONDS;

import java.util.List;

/** What is done: one process does one of these, with one peer. */
enum TaskWork {
  /** Tasks that end at once. */
  SPAWN("B4 spawn and finish, a task", 1_000_000, 8, NANOS, ALLOCATED),
  /** Tasks that all wait for one thing. */
  SUSPENDED("B5 suspended, a task", 1_000_000, 2, LIVE),
  /** Tasks that sleep for a second. */
  SLEEPERS("B6 10,000 tasks sleep 1 s", 10_000, 1, SECONDS, PROCESS, PEAK),
  /** The same, a hundred times as many. */
  MANY_SLEEPERS("B6 1,000,000 tasks sleep 1 s", 1_000_000, 1, SECONDS, PROCESS, PEAK),
  /** Two tasks and a channel without a buffer. */
  CHANNEL("B7 channel without a buffer, a message", 1_000_000, 8, NANOS),
  /** Tasks in a ring of channels. */
  RING("B7 ring of 1,000 tasks, a hop", 1_000_000, 8, NANOS),
  /** A tree of tasks, on two threads. */
  SKYNET("B7 skynet, 1,000,000 leaves, two threads", 1_000_000, 8, SECONDS);

  static final int RING_SIZE = 1_000;

  private final String title;
  private final int count;
  private final int times;
  private final List<Metric> metrics;

  TaskWork(String title, int count, int times, Metric... metrics) {
    this.title = title;
    this.count = count;
    this.times = times;
    this.metrics = List.of(metrics);
  }

  /** What a reader of the table sees. */
  String title() {
    return title;
  }

  /** How many tasks, messages, hops or leaves. */
  int count() {
    return count;
  }

  /** How often a process does it: more often than once where the JVM is to be warm. */
  int times() {
    return times;
  }

  /** What is measured of it. */
  List<Metric> metrics() {
    return metrics;
  }

  /** What Weft is to reach, besides being ahead of its peers; Go's are from a like machine. */
  List<Target> targets() {
    return switch (this) {
      case SUSPENDED -> List.of(new Target("at most", LIVE, 256));
      case SLEEPERS -> List.of(new Target("Go's", SECONDS, 1.04));
      case MANY_SLEEPERS ->
          List.of(
              new Target("Go's", SECONDS, 5.7),
              new Target("at most", SECONDS, 2.5),
              new Target("at most", PEAK, 512));
      case RING -> List.of(new Target("Go's", NANOS, 246));
      case SPAWN, CHANNEL, SKYNET -> List.of();
    };
  }

  /** How many threads may run tasks at a time. */
  int threads() {
    return this == SKYNET ? 2 : 1;
  }

  /** What the peer returns if all tasks did their part. */
  long expected(int number) {
    return switch (this) {
      case SPAWN, SUSPENDED, SLEEPERS, MANY_SLEEPERS, SKYNET -> (long) number * (number - 1) / 2;
      case CHANNEL -> (long) number * (number + 1) / 2;
      case RING -> RING_SIZE;
    };
  }
}
