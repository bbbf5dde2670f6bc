package bench.weft;

import bench.peer.TaskPeer;
import dev.weft.Suspendable;
import dev.weft.channel.Channel;
import dev.weft.hub.Hub;
import dev.weft.hub.HubGroup;
import dev.weft.hub.Task;
import dev.weft.sync.Event;
import dev.weft.sync.Latch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Weft: tasks of a hub; skynet on a group of two. */
public final class WeftTaskPeer implements TaskPeer {

  private static final int BRANCHES = 10;

  private long sum;
  private int arrived;

  @Override
  public long spawn(int count) throws Exception {
    sum = 0;
    Latch ended = new Latch(count);
    Hub.run(
        () -> {
          for (int i = 0; i < count; i++) {
            int id = i;
            Task.spawn(
                () -> {
                  sum += id;
                  ended.countDown();
                });
          }
          ended.await();
        });
    return sum;
  }

  @Override
  public long suspended(int count, Runnable look) throws Exception {
    sum = 0;
    arrived = 0;
    Event gate = new Event();
    Latch ended = new Latch(count);
    Hub.run(
        () -> {
          for (int i = 0; i < count; i++) {
            int id = i;
            Task.spawn(
                () -> {
                  arrived++;
                  gate.await();
                  sum += id;
                  ended.countDown();
                });
          }
          while (arrived < count) {
            Task.yieldNow();
          }
          look.run();
          gate.set();
          ended.await();
        });
    return sum;
  }

  @Override
  public long sleepers(int count, long millis) throws Exception {
    sum = 0;
    Duration time = Duration.ofMillis(millis);
    Latch ended = new Latch(count);
    Hub.run(
        () -> {
          for (int i = 0; i < count; i++) {
            int id = i;
            Task.spawn(
                () -> {
                  Task.sleep(time);
                  sum += id;
                  ended.countDown();
                });
          }
          ended.await();
        });
    return sum;
  }

  @Override
  public long channel(int messages) throws Exception {
    return Hub.call(
        () -> {
          Channel<Integer> channel = new Channel<>();
          Task.spawn(
              () -> {
                for (int i = 1; i <= messages; i++) {
                  channel.send(i);
                }
              });
          long received = 0;
          for (int i = 0; i < messages; i++) {
            received += channel.receive();
          }
          return received;
        });
  }

  @Override
  public long ring(int tasks, int hops) throws Exception {
    arrived = 0;
    Latch ended = new Latch(tasks);
    List<Channel<Integer>> channels = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      channels.add(new Channel<>());
    }
    Hub.run(
        () -> {
          for (int i = 0; i < tasks; i++) {
            Channel<Integer> left = channels.get(i);
            Channel<Integer> right = channels.get((i + 1) % tasks);
            Task.spawn(
                () -> {
                  handOn(left, right, tasks);
                  arrived++;
                  ended.countDown();
                });
          }
          channels.get(0).send(hops);
          ended.await();
        });
    return arrived;
  }

  @Suspendable
  private static void handOn(Channel<Integer> left, Channel<Integer> right, int tasks)
      throws InterruptedException {
    int number;
    do {
      number = left.receive();
      if (number > 1 - tasks) { // else it is the last one
        right.send(number - 1);
      }
    } while (number > 0);
  }

  /** Each of the ten tasks below the root stays on a hub with all of its children. */
  @Override
  public long skynet(int leaves) throws Exception {
    try (HubGroup group = HubGroup.start(2)) {
      List<Task<Long>> children = new ArrayList<>(BRANCHES);
      int size = leaves / BRANCHES;
      for (int i = 0; i < BRANCHES; i++) {
        long first = (long) i * size;
        children.add(group.spawnOn(i % 2, () -> node(first, size)));
      }
      long total = 0;
      for (Task<Long> child : children) {
        total += child.result();
      }
      return total;
    }
  }

  @Suspendable
  private static long node(long first, int leaves) throws InterruptedException {
    if (leaves == 1) {
      return first;
    }
    List<Task<Long>> children = new ArrayList<>(BRANCHES);
    int size = leaves / BRANCHES;
    for (int i = 0; i < BRANCHES; i++) {
      long start = first + (long) i * size;
      children.add(Task.spawn(() -> node(start, size)));
    }
    long total = 0;
    for (Task<Long> child : children) {
      total += child.result();
    }
    return total;
  }
}
