package bench.loom;

import bench.peer.TaskPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;

/**
 * Virtual threads. How many threads carry them is said by {@code
 * jdk.virtualThreadScheduler.parallelism}: one, so that they may share fields, but for skynet.
 */
public final class VirtualThreadPeer implements TaskPeer {

  private static final int BRANCHES = 10;

  private long sum;
  private int arrived;

  /** What a thread does; whatever it throws ends the program. */
  private interface Body {
    void run() throws Exception;
  }

  @Override
  public long spawn(int count) throws Exception {
    sum = 0;
    CountDownLatch ended = new CountDownLatch(count);
    start(
            () -> {
              for (int i = 0; i < count; i++) {
                int id = i;
                start(
                    () -> {
                      sum += id;
                      ended.countDown();
                    });
              }
              ended.await();
            })
        .join();
    return sum;
  }

  @Override
  public long suspended(int count, Runnable look) throws Exception {
    sum = 0;
    arrived = 0;
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(count);
    start(
            () -> {
              for (int i = 0; i < count; i++) {
                int id = i;
                start(
                    () -> {
                      arrived++;
                      gate.await();
                      sum += id;
                      ended.countDown();
                    });
              }
              while (arrived < count) {
                Thread.yield();
              }
              look.run();
              gate.countDown();
              ended.await();
            })
        .join();
    return sum;
  }

  @Override
  public long sleepers(int count, long millis) throws Exception {
    sum = 0;
    CountDownLatch ended = new CountDownLatch(count);
    start(
            () -> {
              for (int i = 0; i < count; i++) {
                int id = i;
                start(
                    () -> {
                      Thread.sleep(millis);
                      sum += id;
                      ended.countDown();
                    });
              }
              ended.await();
            })
        .join();
    return sum;
  }

  @Override
  public long channel(int messages) throws Exception {
    sum = 0;
    SynchronousQueue<Integer> channel = new SynchronousQueue<>();
    start(
        () -> {
          for (int i = 1; i <= messages; i++) {
            channel.put(i);
          }
        });
    start(
            () -> {
              for (int i = 0; i < messages; i++) {
                sum += channel.take();
              }
            })
        .join();
    return sum;
  }

  @Override
  public long ring(int tasks, int hops) throws Exception {
    arrived = 0;
    CountDownLatch ended = new CountDownLatch(tasks);
    List<SynchronousQueue<Integer>> channels = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      channels.add(new SynchronousQueue<>());
    }
    for (int i = 0; i < tasks; i++) {
      SynchronousQueue<Integer> left = channels.get(i);
      SynchronousQueue<Integer> right = channels.get((i + 1) % tasks);
      start(
          () -> {
            handOn(left, right, tasks);
            arrived++;
            ended.countDown();
          });
    }
    start(() -> channels.get(0).put(hops));
    ended.await();
    return arrived;
  }

  private static void handOn(
      SynchronousQueue<Integer> left, SynchronousQueue<Integer> right, int tasks)
      throws InterruptedException {
    int number;
    do {
      number = left.take();
      if (number > 1 - tasks) { // else it is the last one
        right.put(number - 1);
      }
    } while (number > 0);
  }

  @Override
  public long skynet(int leaves) throws Exception {
    Node root = new Node(0, leaves);
    Thread.startVirtualThread(root).join();
    return root.total;
  }

  private static final class Node implements Runnable {
    private final long first;
    private final int leaves;
    private long total;

    Node(long first, int leaves) {
      this.first = first;
      this.leaves = leaves;
    }

    @Override
    public void run() {
      if (leaves == 1) {
        total = first;
        return;
      }
      int size = leaves / BRANCHES;
      Node[] children = new Node[BRANCHES];
      Thread[] threads = new Thread[BRANCHES];
      for (int i = 0; i < BRANCHES; i++) {
        children[i] = new Node(first + (long) i * size, size);
        threads[i] = Thread.startVirtualThread(children[i]);
      }
      try {
        for (int i = 0; i < BRANCHES; i++) {
          threads[i].join();
          total += children[i].total;
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static Thread start(Body body) {
    return Thread.startVirtualThread(
        () -> {
          try {
            body.run();
          } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
          }
        });
  }
}
