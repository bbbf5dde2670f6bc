package bench.loom;

import bench.peer.Peer;
import bench.peer.Resumable;
import bench.peer.Tree;
import java.util.Iterator;
import java.util.NoSuchElementException;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;

/** The JDK's own continuation, below virtual threads; internal to the JDK. */
public final class LoomPeer implements Peer {

  private static final ContinuationScope SCOPE = new ContinuationScope("bench");

  @Override
  public Resumable recursion(int depth) {
    return resumable(recursion(1, depth));
  }

  @Override
  public Resumable mixed(int body) {
    return resumable(new Continuation(SCOPE, body(body)));
  }

  @Override
  public Iterator<Integer> ints(int end) {
    return new Generator() {
      @Override
      void generate() {
        for (int i = 0; i < end; i++) {
          yieldValue(i);
        }
      }
    };
  }

  @Override
  public Iterator<Integer> walk(Tree tree) {
    return new Generator() {
      @Override
      void generate() {
        walk(tree);
      }

      void walk(Tree node) {
        if (node.left != null) {
          walk(node.left);
        }
        yieldValue(node.value);
        if (node.right != null) {
          walk(node.right);
        }
      }
    };
  }

  /** Every level hands on what the level below it yields. */
  @Override
  public Iterator<Integer> walkNested(Tree node) {
    return new Generator() {
      @Override
      void generate() {
        if (node.left != null) {
          walkNested(node.left).forEachRemaining(this::yieldValue);
        }
        yieldValue(node.value);
        if (node.right != null) {
          walkNested(node.right).forEachRemaining(this::yieldValue);
        }
      }
    };
  }

  @Override
  public long handOver(int turns) {
    Trampoline trampoline = new Trampoline();
    Continuation[] pair = new Continuation[2];
    long[] results = new long[2];
    pair[0] =
        new Continuation(
            SCOPE,
            () -> {
              long res = 1;
              for (int i = 0; i < turns; i++) {
                res += i;
                trampoline.switchTo(pair[1]);
              }
              trampoline.next = null;
              results[0] = res;
            });
    pair[1] =
        new Continuation(
            SCOPE,
            () -> {
              long res = 1;
              for (int i = 0; i < turns; i++) {
                res *= i;
                trampoline.switchTo(pair[0]);
              }
              trampoline.next = null;
              results[1] = res;
            });
    trampoline.run(pair[0]);
    trampoline.run(pair[1]);
    return results[0] + results[1];
  }

  @Override
  public int fibInside(int n) {
    int[] result = new int[1];
    new Continuation(SCOPE, () -> result[0] = fib(n)).run();
    return result[0];
  }

  @Override
  public int fibOutside(int n) {
    return fib(n);
  }

  @Override
  public int fibUnwoven(int n) {
    return fib(n);
  }

  @Override
  public Object suspended(int id, int depth) {
    Continuation continuation = recursion(id, depth);
    continuation.run();
    return continuation;
  }

  private static int fib(int n) {
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
  }

  private static Resumable resumable(Continuation continuation) {
    return continuation::run;
  }

  private static void pause() {
    if (!Continuation.yield(SCOPE)) {
      throw new IllegalStateException("pinned");
    }
  }

  private static Runnable body(int body) {
    return switch (body) {
      case 0 ->
          () -> {
            long i = 0;
            for (; ; ) {
              pause();
              i++;
            }
          };
      case 1 ->
          () -> {
            int a = 0;
            int b = 1;
            for (; ; ) {
              pause();
              a += b;
              b ^= a;
            }
          };
      case 2 ->
          () -> {
            StringBuilder text = new StringBuilder("text");
            int n = 0;
            for (; ; ) {
              pause();
              n += text.length();
            }
          };
      case 3 ->
          () -> {
            double x = 1;
            for (; ; ) {
              pause();
              x = x * 0.5 + 1;
            }
          };
      case 4 ->
          () -> {
            String a = "left";
            String b = "right";
            for (; ; ) {
              pause();
              String swap = a;
              a = b;
              b = swap;
            }
          };
      case 5 ->
          () -> {
            int n = 0;
            long sum = 1;
            StringBuilder text = new StringBuilder("text");
            for (; ; ) {
              pause();
              n++;
              sum += n + text.length();
            }
          };
      case 6 ->
          () -> {
            int[] counts = new int[16];
            int at = 0;
            for (; ; ) {
              pause();
              counts[at]++;
              at = (at + 1) & 15;
            }
          };
      case 7 ->
          () -> {
            for (int i = 1; ; i++) {
              for (int j = 0; j < i; j++) {
                pause();
              }
            }
          };
      default -> throw new IllegalArgumentException("no body " + body);
    };
  }

  private static Continuation recursion(int id, int depth) {
    return new Continuation(SCOPE, new Recursion(id, depth));
  }

  private static final class Recursion implements Runnable {
    private final int id;
    private final int depth;

    Recursion(int id, int depth) {
      this.id = id;
      this.depth = depth;
    }

    @Override
    public void run() {
      long i = 0;
      if (depth > 1) {
        i = descend(depth - 1, id) + id;
      }
      for (; ; ) {
        pause();
        i += id;
      }
    }

    private static long descend(int frames, int id) {
      if (frames > 1) {
        return descend(frames - 1, id) + id;
      }
      long i = 0;
      for (; ; ) {
        pause();
        i += id;
      }
    }
  }

  /** The least that makes an iterator of a continuation. */
  private abstract static class Generator implements Iterator<Integer> {
    private final Continuation continuation = new Continuation(SCOPE, this::generate);
    private Integer ahead;

    abstract void generate();

    final void yieldValue(Integer value) {
      ahead = value;
      pause();
    }

    @Override
    public boolean hasNext() {
      if (ahead == null && !continuation.isDone()) {
        continuation.run();
      }
      return ahead != null;
    }

    @Override
    public Integer next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Integer value = ahead;
      ahead = null;
      return value;
    }
  }

  /** Makes symmetric switches of asymmetric continuations. */
  private static final class Trampoline {
    Continuation next;

    void switchTo(Continuation target) {
      next = target;
      pause();
    }

    void run(Continuation first) {
      next = first;
      while (next != null) {
        next.run();
      }
    }
  }
}
