package bench.weft;

import bench.peer.Peer;
import bench.peer.Resumable;
import bench.peer.Tree;
import dev.weft.Suspendable;
import dev.weft.SuspendableRunnable;
import dev.weft.continuation.Continuation;
import dev.weft.continuation.ContinuationScope;
import dev.weft.generator.Generator;
import dev.weft.generator.Yielder;
import dev.weft.greenlet.Greenlet;
import java.util.Iterator;

/** Weft: continuations, generators and greenlets of plain Java, woven by the agent. */
public final class WeftPeer implements Peer {

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
    return Generator.<Integer, Void>of(
        yielder -> {
          for (int i = 0; i < end; i++) {
            yielder.yieldValue(i);
          }
        });
  }

  @Override
  public Iterator<Integer> walk(Tree tree) {
    return Generator.<Integer, Void>of(yielder -> walk(tree, yielder));
  }

  @Suspendable
  private static void walk(Tree node, Yielder<Integer, Void> yielder) {
    if (node.left != null) {
      walk(node.left, yielder);
    }
    yielder.yieldValue(node.value);
    if (node.right != null) {
      walk(node.right, yielder);
    }
  }

  @Override
  public Iterator<Integer> walkNested(Tree tree) {
    return nested(tree);
  }

  private static Generator<Integer, Void, Void> nested(Tree node) {
    return Generator.of(
        yielder -> {
          if (node.left != null) {
            yielder.yieldFrom(nested(node.left));
          }
          yielder.yieldValue(node.value);
          if (node.right != null) {
            yielder.yieldFrom(nested(node.right));
          }
        });
  }

  @Override
  public long handOver(int turns) {
    Greenlet[] pair = new Greenlet[2];
    pair[0] =
        new Greenlet(
            first -> {
              long res = 1;
              for (int i = 0; i < turns; i++) {
                res += i;
                pair[1].switchTo(null);
              }
              return res;
            });
    pair[1] =
        new Greenlet(
            first -> {
              long res = 1;
              for (int i = 0; i < turns; i++) {
                res *= i;
                pair[0].switchTo(null);
              }
              return res;
            });
    long sum = (Long) pair[0].switchTo(null);
    long product = (Long) pair[1].switchTo(null);
    return sum + product;
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

  @Suspendable
  private static int fib(int n) {
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
  }

  @Override
  public int fibUnwoven(int n) {
    return plainFib(n);
  }

  /** Static, as the other: an instance method is compiled differently. */
  private static int plainFib(int n) {
    return n < 2 ? n : plainFib(n - 1) + plainFib(n - 2);
  }

  @Override
  public Object suspended(int id, int depth) {
    Continuation continuation = recursion(id, depth);
    continuation.run();
    return continuation;
  }

  private static Resumable resumable(Continuation continuation) {
    return continuation::run;
  }

  private static SuspendableRunnable body(int body) {
    return switch (body) {
      case 0 ->
          () -> {
            long i = 0;
            for (; ; ) {
              Continuation.suspend(SCOPE);
              i++;
            }
          };
      case 1 ->
          () -> {
            int a = 0;
            int b = 1;
            for (; ; ) {
              Continuation.suspend(SCOPE);
              a += b;
              b ^= a;
            }
          };
      case 2 ->
          () -> {
            StringBuilder text = new StringBuilder("text");
            int n = 0;
            for (; ; ) {
              Continuation.suspend(SCOPE);
              n += text.length();
            }
          };
      case 3 ->
          () -> {
            double x = 1;
            for (; ; ) {
              Continuation.suspend(SCOPE);
              x = x * 0.5 + 1;
            }
          };
      case 4 ->
          () -> {
            String a = "left";
            String b = "right";
            for (; ; ) {
              Continuation.suspend(SCOPE);
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
              Continuation.suspend(SCOPE);
              n++;
              sum += n + text.length();
            }
          };
      case 6 ->
          () -> {
            int[] counts = new int[16];
            int at = 0;
            for (; ; ) {
              Continuation.suspend(SCOPE);
              counts[at]++;
              at = (at + 1) & 15;
            }
          };
      case 7 ->
          () -> {
            for (int i = 1; ; i++) {
              for (int j = 0; j < i; j++) {
                Continuation.suspend(SCOPE);
              }
            }
          };
      default -> throw new IllegalArgumentException("no body " + body);
    };
  }

  private static Continuation recursion(int id, int depth) {
    return new Continuation(SCOPE, new Recursion(id, depth));
  }

  private static final class Recursion implements SuspendableRunnable {
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
        Continuation.suspend(SCOPE);
        i += id;
      }
    }

    @Suspendable
    private static long descend(int frames, int id) {
      if (frames > 1) {
        return descend(frames - 1, id) + id;
      }
      long i = 0;
      for (; ; ) {
        Continuation.suspend(SCOPE);
        i += id;
      }
    }
  }
}
