package bench.tasks;

import bench.peer.TaskPeer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Does one work with one peer in a JVM of its own, and prints what {@link Reading#parse} reads: in
 * its last line, for one time that the work was done, {@code ns}, {@code allocated} bytes, {@code
 * live} bytes of heap while all tasks waited, and {@code peak} bytes of memory that the process
 * held.
 */
public final class TaskProbe {

  private final TaskPeer peer;
  private final TaskWork work;
  private final int count;
  private long live = -1;

  private TaskProbe(TaskPeer peer, TaskWork work, int count) {
    this.peer = peer;
    this.work = work;
    this.count = count;
  }

  /** Arguments: the peer's class, the work, how many, how often. */
  public static void main(String[] args) throws Exception {
    TaskPeer peer = (TaskPeer) Class.forName(args[0]).getDeclaredConstructor().newInstance();
    TaskWork work = TaskWork.valueOf(args[1]);
    new TaskProbe(peer, work, Integer.parseInt(args[2])).run(Integer.parseInt(args[3]));
    System.exit(0); // some peers leave threads behind
  }

  /** The first half of the times warms the JVM up; of the others, the median counts. */
  private void run(int times) throws Exception {
    long[] nanos = new long[times];
    long[] allocated = new long[times];
    for (int i = 0; i < times; i++) {
      long bytes = allocatedBytes();
      long start = System.nanoTime();
      long result = once();
      nanos[i] = System.nanoTime() - start;
      allocated[i] = allocatedBytes() - bytes;
      if (result != work.expected(count)) {
        throw new IllegalStateException(
            work + ": expected " + work.expected(count) + ", got " + result);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "ns=%d allocated=%d live=%d peak=%d%n",
        medianOfSecondHalf(nanos),
        medianOfSecondHalf(allocated),
        live,
        peakBytes());
  }

  private long once() throws Exception {
    return switch (work) {
      case SPAWN -> peer.spawn(count);
      case SUSPENDED -> suspended();
      case SLEEPERS, MANY_SLEEPERS -> peer.sleepers(count, 1_000);
      case CHANNEL -> peer.channel(count);
      case RING -> peer.ring(TaskWork.RING_SIZE, count);
      case SKYNET -> peer.skynet(count);
    };
  }

  private long suspended() throws Exception {
    long before = usedAfterCollection();
    return peer.suspended(count, () -> live = usedAfterCollection() - before);
  }

  private static long medianOfSecondHalf(long[] values) {
    long[] half = Arrays.copyOfRange(values, values.length / 2, values.length);
    Arrays.sort(half);
    return half[half.length / 2];
  }

  /** By the threads that live now: the one that runs the tasks is among them. */
  private static long allocatedBytes() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
        .filter(bytes -> bytes > 0)
        .sum();
  }

  private static long usedAfterCollection() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** The most that was resident at a time, as Linux knows it; -1 elsewhere. */
  private static long peakBytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return -1;
    }
    String line =
        Files.readAllLines(status).stream()
            .filter(one -> one.startsWith("VmHWM:"))
            .findFirst()
            .orElse("VmHWM: -1 kB");
    return Long.parseLong(line.replaceAll("\\D+", "")) * 1024;
  }
}
