package bench.kilim;

import bench.peer.Peer;
import bench.peer.Resumable;
import bench.peer.Tree;
import java.util.Iterator;
import kilim.Continuation;
import kilim.Fiber;
import kilim.Generator;
import kilim.Pausable;

/** Kilim: {@link Continuation} (fibers without its scheduler) and {@link Generator}. */
public final class KilimPeer implements Peer {

  @Override
  public Resumable recursion(int depth) {
    return new Recursion(1, depth);
  }

  @Override
  public Resumable mixed(int body) {
    switch (body) {
      case 0:
        return new Body0();
      case 1:
        return new Body1();
      case 2:
        return new Body2();
      case 3:
        return new Body3();
      case 4:
        return new Body4();
      case 5:
        return new Body5();
      case 6:
        return new Body6();
      case 7:
        return new Body7();
      default:
        throw new IllegalArgumentException("no body " + body);
    }
  }

  @Override
  public Iterator<Integer> ints(int end) {
    return new Ints(end);
  }

  @Override
  public Iterator<Integer> walk(Tree tree) {
    return new Walk(tree);
  }

  @Override
  public Iterator<Integer> walkNested(Tree tree) {
    return new NestedWalk(tree);
  }

  @Override
  public long handOver(int turns) {
    Trampoline trampoline = new Trampoline();
    Sum sum = new Sum(trampoline, turns);
    Product product = new Product(trampoline, turns);
    sum.other = product;
    product.other = sum;
    trampoline.run(sum);
    trampoline.run(product);
    return sum.result + product.result;
  }

  @Override
  public int fibInside(int n) {
    Fib fib = new Fib(n);
    fib.run();
    return fib.result;
  }

  @Override
  public int fibOutside(int n) {
    throw new UnsupportedOperationException("a pausable method needs a fiber");
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
    Recursion recursion = new Recursion(id, depth);
    recursion.run();
    return recursion;
  }

  /** In Kilim the coroutine is its body: a subclass of {@link Continuation}. */
  private abstract static class Coroutine extends Continuation implements Resumable {
    @Override
    public final void resume() {
      run();
    }
  }

  private static final class Recursion extends Coroutine {
    final int id;
    final int depth;

    Recursion(int id, int depth) {
      this.id = id;
      this.depth = depth;
    }

    @Override
    public void execute() throws Pausable {
      long i = 0;
      if (depth > 1) {
        i = descend(depth - 1, id) + id;
      }
      for (; ; ) {
        Fiber.yield();
        i += id;
      }
    }

    static long descend(int frames, int id) throws Pausable {
      if (frames > 1) {
        return descend(frames - 1, id) + id;
      }
      long i = 0;
      for (; ; ) {
        Fiber.yield();
        i += id;
      }
    }
  }

  private static final class Body0 extends Coroutine {
    @Override
    public void execute() throws Pausable {
      long i = 0;
      for (; ; ) {
        Fiber.yield();
        i++;
      }
    }
  }

  private static final class Body1 extends Coroutine {
    @Override
    public void execute() throws Pausable {
      int a = 0;
      int b = 1;
      for (; ; ) {
        Fiber.yield();
        a += b;
        b ^= a;
      }
    }
  }

  private static final class Body2 extends Coroutine {
    @Override
    public void execute() throws Pausable {
      StringBuilder text = new StringBuilder("text");
      int n = 0;
      for (; ; ) {
        Fiber.yield();
        n += text.length();
      }
    }
  }

  private static final class Body3 extends Coroutine {
    @Override
    public void execute() throws Pausable {
      double x = 1;
      for (; ; ) {
        Fiber.yield();
        x = x * 0.5 + 1;
      }
    }
  }

  private static final class Body4 extends Coroutine {
    @Override
    public void execute() throws Pausable {
      String a = "left";
      String b = "right";
      for (; ; ) {
        Fiber.yield();
        String swap = a;
        a = b;
        b = swap;
      }
    }
  }

  private static final class Body5 extends Coroutine {
    @Override
    public void execute() throws Pausable {
      int n = 0;
      long sum = 1;
      StringBuilder text = new StringBuilder("text");
      for (; ; ) {
        Fiber.yield();
        n++;
        sum += n + text.length();
      }
    }
  }

  private static final class Body6 extends Coroutine {
    @Override
    public void execute() throws Pausable {
      int[] counts = new int[16];
      int at = 0;
      for (; ; ) {
        Fiber.yield();
        counts[at]++;
        at = (at + 1) & 15;
      }
    }
  }

  private static final class Body7 extends Coroutine {
    @Override
    public void execute() throws Pausable {
      for (int i = 1; ; i++) {
        for (int j = 0; j < i; j++) {
          Fiber.yield();
        }
      }
    }
  }

  private static final class Ints extends Generator<Integer> {
    final int end;

    Ints(int end) {
      this.end = end;
    }

    @Override
    public void execute() throws Pausable {
      for (int i = 0; i < end; i++) {
        this.yield(i);
      }
    }
  }

  private static final class Walk extends Generator<Integer> {
    final Tree tree;

    Walk(Tree tree) {
      this.tree = tree;
    }

    @Override
    public void execute() throws Pausable {
      walk(tree);
    }

    void walk(Tree node) throws Pausable {
      if (node.left != null) {
        walk(node.left);
      }
      this.yield(node.value);
      if (node.right != null) {
        walk(node.right);
      }
    }
  }

  /** Kilim has no delegation: every level hands on what the level below it yields. */
  private static final class NestedWalk extends Generator<Integer> {
    final Tree node;

    NestedWalk(Tree node) {
      this.node = node;
    }

    @Override
    public void execute() throws Pausable {
      if (node.left != null) {
        Iterator<Integer> below = new NestedWalk(node.left);
        while (below.hasNext()) {
          this.yield(below.next());
        }
      }
      this.yield(node.value);
      if (node.right != null) {
        Iterator<Integer> below = new NestedWalk(node.right);
        while (below.hasNext()) {
          this.yield(below.next());
        }
      }
    }
  }

  /** Makes symmetric switches of asymmetric continuations. */
  private static final class Trampoline {
    Coroutine next;

    void run(Coroutine first) {
      next = first;
      while (next != null) {
        next.resume();
      }
    }
  }

  private static final class Sum extends Coroutine {
    final Trampoline trampoline;
    final int turns;
    Coroutine other;
    long result;

    Sum(Trampoline trampoline, int turns) {
      this.trampoline = trampoline;
      this.turns = turns;
    }

    @Override
    public void execute() throws Pausable {
      long res = 1;
      for (int i = 0; i < turns; i++) {
        res += i;
        trampoline.next = other;
        Fiber.yield();
      }
      trampoline.next = null;
      result = res;
    }
  }

  private static final class Product extends Coroutine {
    final Trampoline trampoline;
    final int turns;
    Coroutine other;
    long result;

    Product(Trampoline trampoline, int turns) {
      this.trampoline = trampoline;
      this.turns = turns;
    }

    @Override
    public void execute() throws Pausable {
      long res = 1;
      for (int i = 0; i < turns; i++) {
        res *= i;
        trampoline.next = other;
        Fiber.yield();
      }
      trampoline.next = null;
      result = res;
    }
  }

  private static final class Fib extends Continuation {
    final int n;
    int result;

    Fib(int n) {
      this.n = n;
    }

    @Override
    public void execute() throws Pausable {
      result = fib(n);
    }

    static int fib(int n) throws Pausable {
      return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }
  }
}
