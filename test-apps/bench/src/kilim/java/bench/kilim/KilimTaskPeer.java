package bench.kilim;

import bench.peer.TaskPeer;
import java.util.concurrent.CountDownLatch;
import kilim.Mailbox;
import kilim.Pausable;
import kilim.PauseReason;
import kilim.Scheduler;
import kilim.Task;

/**
 * Kilim: its tasks and mailboxes, on schedulers of one thread and, for skynet, two. It has no
 * channel without a buffer: mailboxes of one place stand in.
 */
public final class KilimTaskPeer implements TaskPeer {

  private static final int BRANCHES = 10;

  private final Scheduler one = Scheduler.make(1);
  private final Scheduler two = Scheduler.make(2);
  private long sum;
  private int arrived;

  /** A task of this peer. */
  private abstract class Work extends Task<Long> {
    Work start(Scheduler scheduler) {
      setScheduler(scheduler);
      start();
      return this;
    }
  }

  @Override
  public long spawn(int count) throws Exception {
    sum = 0;
    CountDownLatch ended = new CountDownLatch(count);
    new Work() {
      @Override
      public void execute() throws Pausable {
        for (int i = 0; i < count; i++) {
          new Ending(i, ended).start(one);
        }
      }
    }.start(one);
    ended.await();
    return sum;
  }

  private final class Ending extends Work {
    private final int id;
    private final CountDownLatch ended;

    Ending(int id, CountDownLatch ended) {
      this.id = id;
      this.ended = ended;
    }

    @Override
    public void execute() throws Pausable {
      sum += id;
      ended.countDown();
    }
  }

  @Override
  public long suspended(int count, Runnable look) throws Exception {
    sum = 0;
    arrived = 0;
    Gate gate = new Gate();
    CountDownLatch ended = new CountDownLatch(count);
    new Work() {
      @Override
      public void execute() throws Pausable {
        Work[] waiting = new Work[count];
        for (int i = 0; i < count; i++) {
          waiting[i] = new Waiting(i, gate, ended).start(one);
        }
        while (arrived < count) {
          Task.yield();
        }
        look.run();
        gate.closed = false;
        for (Work work : waiting) {
          work.resume();
        }
      }
    }.start(one);
    ended.await();
    return sum;
  }

  private final class Waiting extends Work {
    private final int id;
    private final Gate gate;
    private final CountDownLatch ended;

    Waiting(int id, Gate gate, CountDownLatch ended) {
      this.id = id;
      this.gate = gate;
      this.ended = ended;
    }

    @Override
    public void execute() throws Pausable {
      arrived++;
      Task.pause(gate);
      sum += id;
      ended.countDown();
    }
  }

  private static final class Gate implements PauseReason {
    volatile boolean closed = true;

    @Override
    public boolean isValid(Task task) {
      return closed;
    }
  }

  @Override
  public long sleepers(int count, long millis) throws Exception {
    sum = 0;
    CountDownLatch ended = new CountDownLatch(count);
    new Work() {
      @Override
      public void execute() throws Pausable {
        for (int i = 0; i < count; i++) {
          new Sleeping(i, millis, ended).start(one);
        }
      }
    }.start(one);
    ended.await();
    return sum;
  }

  private final class Sleeping extends Work {
    private final int id;
    private final long millis;
    private final CountDownLatch ended;

    Sleeping(int id, long millis, CountDownLatch ended) {
      this.id = id;
      this.millis = millis;
      this.ended = ended;
    }

    @Override
    public void execute() throws Pausable {
      Task.sleep(millis);
      sum += id;
      ended.countDown();
    }
  }

  @Override
  public long channel(int messages) throws Exception {
    Mailbox<Integer> channel = new Mailbox<>(1, 1);
    CountDownLatch ended = new CountDownLatch(1);
    sum = 0;
    new Work() {
      @Override
      public void execute() throws Pausable {
        for (int i = 1; i <= messages; i++) {
          channel.put(i);
        }
      }
    }.start(one);
    new Work() {
      @Override
      public void execute() throws Pausable {
        for (int i = 0; i < messages; i++) {
          sum += channel.get();
        }
        ended.countDown();
      }
    }.start(one);
    ended.await();
    return sum;
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of mailboxes
  public long ring(int tasks, int hops) throws Exception {
    arrived = 0;
    Mailbox<Integer>[] channels = new Mailbox[tasks];
    for (int i = 0; i < tasks; i++) {
      channels[i] = new Mailbox<>(1, 1);
    }
    CountDownLatch ended = new CountDownLatch(tasks);
    for (int i = 0; i < tasks; i++) {
      new Member(channels[i], channels[(i + 1) % tasks], tasks, ended).start(one);
    }
    channels[0].putb(hops);
    ended.await();
    return arrived;
  }

  private final class Member extends Work {
    private final Mailbox<Integer> left;
    private final Mailbox<Integer> right;
    private final int tasks;
    private final CountDownLatch ended;

    Member(Mailbox<Integer> left, Mailbox<Integer> right, int tasks, CountDownLatch ended) {
      this.left = left;
      this.right = right;
      this.tasks = tasks;
      this.ended = ended;
    }

    @Override
    public void execute() throws Pausable {
      int number;
      do {
        number = left.get();
        if (number > 1 - tasks) { // else it is the last one
          right.put(number - 1);
        }
      } while (number > 0);
      arrived++;
      ended.countDown();
    }
  }

  @Override
  public long skynet(int leaves) {
    Mailbox<Long> total = new Mailbox<>();
    new Node(0, leaves, total).start(two);
    return total.getb();
  }

  private final class Node extends Work {
    private final long first;
    private final int leaves;
    private final Mailbox<Long> parent;

    Node(long first, int leaves, Mailbox<Long> parent) {
      this.first = first;
      this.leaves = leaves;
      this.parent = parent;
    }

    @Override
    public void execute() throws Pausable {
      if (leaves == 1) {
        parent.put(first);
        return;
      }
      Mailbox<Long> children = new Mailbox<>(BRANCHES);
      int size = leaves / BRANCHES;
      for (int i = 0; i < BRANCHES; i++) {
        new Node(first + (long) i * size, size, children).start(two);
      }
      long total = 0;
      for (int i = 0; i < BRANCHES; i++) {
        total += children.get();
      }
      parent.put(total);
    }
  }
}
