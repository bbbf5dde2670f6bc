package dev.weft.agent.targets;

import dev.weft.Suspendable;
import dev.weft.SuspendableSupplier;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/** One method per thing a plan can say; the golden file shows what it says. */
@Suspendable
public abstract class Shapes {
  public abstract int next(int seed);

  abstract Object make(Object first, long second);

  static native void give();

  public int leaf(int a) {
    return a + 1;
  }

  public int loop(int n) {
    int total = 0;
    for (int i = 0; i < n; i++) {
      total += next(i);
    }
    return total;
  }

  public double everyKind(int i, long l, float f, double d, String s, int[] array) {
    int made = next(i);
    return made + i + l + f + d + s.length() + array.length;
  }

  public int deadValues(int n) {
    String dead = "dead" + n;
    int used = dead.length();
    next(n);
    return used;
  }

  public int operandStack(int n) {
    return n * next(1) + next(2) * next(3);
  }

  public String nullConstant(boolean flag) {
    String text = null;
    next(1);
    if (flag) {
      text = "x";
    }
    return text;
  }

  public Object construction(int n) {
    return new StringBuilder(next(n) + "text").append(new Object[next(2)].length);
  }

  public int handlers(int n) throws IOException {
    int step = 0;
    try {
      step = next(n);
      if (step < 0) {
        throw new IOException("no");
      }
    } catch (IOException e) {
      step = next(step) + e.getMessage().length();
    } finally {
      next(step);
    }
    return step;
  }

  public int monitor(Object lock) {
    int outside = next(1);
    synchronized (lock) {
      outside += next(2);
    }
    return outside + next(3);
  }

  public synchronized int synchronizedMethod() {
    return next(1);
  }

  public Object lambdas(int n) {
    SuspendableSupplier<Integer> own = () -> next(n);
    Supplier<Integer> theirs = () -> next(n + 1);
    return List.of(own, theirs, (Iterable<Integer>) () -> null);
  }

  public int markers(Iterator<Integer> iterator, Runnable task) {
    int sum = 0;
    while (iterator.hasNext()) {
      sum += iterator.next();
      task.run();
    }
    return sum;
  }

  public static long statics(long a, long b) {
    Late late = new Late();
    return a + late.value() + b;
  }

  public int dynamic(Open open) {
    return open.call(next(1)) + 1;
  }

  public int manyValues(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j) {
    int r = next(a);
    return r + a + b + c + d + e + f + g + h + i + j;
  }

  public void switches(String text) {
    switch (text) {
      case "a" -> next(1);
      case "b" -> make(text, 2L);
      default -> next(text.length());
    }
  }

  private int recursive(int n) {
    return n < 2 ? n : recursive(n - 1) + recursive(n - 2) + next(n);
  }

  public int callsPrivate() {
    return recursive(3);
  }

  /** An interface that nobody marked. */
  public interface Open {
    int call(int a);
  }

  /** A class whose constructor is not suspendable. */
  public static class Late {
    @Suspendable
    public long value() {
      give();
      return 1;
    }
  }

  /** Twins of interfaces, with a default method and a static one. */
  @Suspendable
  public interface Source {
    int take();

    default int takeTwo() {
      return take() + take();
    }

    static int from(Source source) {
      return source.takeTwo();
    }
  }
}
