package dev.weft.hazard.targets;

import static dev.weft.hazard.targets.Suspending.any;
import static dev.weft.hazard.targets.Suspending.b;
import static dev.weft.hazard.targets.Suspending.s;
import static dev.weft.hazard.targets.Suspending.sd;
import static dev.weft.hazard.targets.Suspending.sf;
import static dev.weft.hazard.targets.Suspending.sl;
import static dev.weft.hazard.targets.Suspending.so;

import dev.weft.hazard.Log;
import java.util.Arrays;
import java.util.List;

/** Values on the operand stack while a call suspends. */
public final class OperandStack {
  private OperandStack() {}

  /** One- and two-slot values below the call. */
  public static final class WideOperands implements Program {
    private static String f(long a, double b, int c, float d, long e) {
      return a + " " + b + " " + c + " " + d + " " + e;
    }

    @Override
    public Object run(int input) {
      return f(1L, 2.5, s(3), 4f, sl(5L)) + f(sl(1), sd(2), s(input), sf(4), sl(5));
    }
  }

  /** Arithmetic of all categories, the left operand waiting. */
  public static final class MixedArithmetic implements Program {
    @Override
    public Object run(int input) {
      double mixed = 1L + sl(2) * 3.0 + sd(4) - s(1);
      long shifted = sl(1L << 40) >>> s(3) ^ sl(0xFFL) << s(input);
      float quotient = sf(7f) / s(2) % 2.5f;
      int compared =
          (sl(3) < sl(input) ? s(1) : s(2))
              + (sd(input == 1 ? Double.NaN : 2) > sd(1) ? s(4) : s(8));
      return List.of(mixed, shifted, quotient, compared);
    }
  }

  /** The same object twice on the stack and once in a local keeps its identity. */
  public static final class SameObject implements Program {
    private static String g(Object a, Object b, int x, Object c) {
      return (a == b) + " " + (b == c) + " " + x;
    }

    @Override
    public Object run(int input) {
      Object a = new Object();
      Object alias = a;
      Object[] array = {a, alias};
      String result = g(a, alias, s(1), array[1]);
      return result + (a == array[0]) + g(array[0], new Object(), s(2), a);
    }
  }

  /** Constants below the call. */
  public static final class Constants implements Program {
    private static String h(String a, long b, Object c, int d) {
      return a + b + c + d;
    }

    private static String k(Class<?> a, float b, double c, Object d, int e, char f, boolean g) {
      return a.getSimpleName() + b + c + d + e + f + g;
    }

    @Override
    public Object run(int input) {
      return h("x", 5L, null, s(1))
          + k(String.class, -0f, 0d, null, Integer.MIN_VALUE, 'c', b(true))
          + k(int[].class, 1f, 1e300, so("d"), s(70_000), '\uFFFF', b(false));
    }
  }

  /** Null constants, typed and merged. */
  public static final class Nulls implements Program {
    private static String f(Object a, int b, int[] c) {
      return (a == null) + " " + b + " " + (c == null);
    }

    @Override
    public Object run(int input) {
      Object x = null;
      String y = null;
      int[] z = null;
      Log.add(s(1));
      if (input == 1) {
        x = "a";
        y = so(null);
        z = new int[s(2)];
      }
      String cast = (String) x;
      return f(null, s(1), null) + f(x, s(2), z) + y + cast + any((Object) null);
    }
  }

  /** The array and index of a store wait for the value. */
  public static final class ArrayStores implements Program {
    @Override
    public Object run(int input) {
      String[] a = new String[4];
      long[] b = new long[4];
      double[][] c = new double[2][2];
      for (int i = 0; i < a.length; i++) {
        a[i] = so("x" + i);
        b[s(i)] = sl(i * 10L);
        c[i / 2][s(i % 2)] = sd(i);
      }
      try {
        a[s(4)] = so("out");
      } catch (ArrayIndexOutOfBoundsException e) {
        Log.add(e.getMessage());
      }
      Object[] covariant = new Integer[1];
      try {
        covariant[0] = so("not an Integer");
      } catch (ArrayStoreException e) {
        Log.add(e.getMessage());
      }
      return Arrays.toString(a) + Arrays.toString(b) + Arrays.deepToString(c);
    }
  }

  /** Everything for which javac duplicates stack values. */
  public static final class Assignments implements Program {
    private int f;
    private long l;
    private String text = "";
    private static int shared;

    private Assignments self() {
      Log.add("self");
      return any(this);
    }

    @Override
    public Object run(int input) {
      int i = 0;
      int[] arr = {1, 2, 3};
      int[] h = new int[3];
      long[] wide = {10, 20, 30};
      String[] texts = {"p", "q"};
      Assignments o = this;
      o.f += s(3);
      self().f += s(4);
      arr[i++] += s(2);
      int a;
      int b;
      a = b = o.f = h[s(1)] = s(8);
      long c = o.l = wide[s(0)] = sl(5);
      o.l += sl(6);
      wide[i++] += sl(7);
      self().text += so("t") + s(1);
      texts[s(1)] += so("r");
      int post = o.f++ + s(1);
      int pre = ++self().f + s(1);
      long widePost = wide[s(2)]++ + sl(1);
      int indexed = arr[i++]++ * s(2) + arr[s(i - 1)]--;
      shared = f = s(9);
      shared <<= s(2);
      char ch = 'a';
      ch += (char) s(1);
      return List.of(a, b, c, o.f, o.l, text, post, pre, widePost, indexed, shared, ch, i)
          + Arrays.toString(arr)
          + Arrays.toString(h)
          + Arrays.toString(wide)
          + Arrays.toString(texts);
    }
  }

  /** Conditions whose operands suspend. */
  public static final class Conditions implements Program {
    @Override
    public Object run(int input) {
      boolean t = (input & 1) == 0;
      boolean f = (input & 2) != 0;
      boolean x = b(t) && !b(f) || b(t);
      boolean y = b(f) | b(t) & !b(x) ^ b(true);
      int q = b(f) ? 1 : b(t) ? s(2) : 3;
      int r = (b(t) ? s(4) : 5) + (b(f) ? 6 : s(7));
      while (b(x) && q < 5) {
        q += s(2);
      }
      do {
        r--;
      } while (b(r > 3) || b(false));
      return List.of(x, y, q, r, !b(t), s(1) == s(1), so("a") == null);
    }
  }

  /** All small types in locals, in arrays and as operands; the payload of NaN is kept. */
  public static final class SmallTypes implements Program {
    private static float nan(int bits) {
      return Float.intBitsToFloat(bits);
    }

    @Override
    public Object run(int input) {
      boolean flag = b(input == 0);
      byte small = (byte) s(-128);
      char letter = (char) s('z');
      short number = (short) s(-32768);
      float single = nan(0x7FA00001);
      double precise = Double.longBitsToDouble(0xFFF0000000000123L);
      byte[] bytes = {1, 2};
      boolean[] flags = {true, false};
      char[] chars = {'a', 'b'};
      short[] shorts = {5, 6};
      float[] floats = {nan(0x7F812345), sf(1)};
      bytes[0] = (byte) s(300);
      flags[1] = b(flag);
      bytes[s(1)] += (byte) s(200);
      flags[0] &= b(flag);
      chars[s(0)]++;
      chars[1] += (char) s(1);
      shorts[s(1)] -= (short) s(10);
      floats[1] = sf(single);
      small += (byte) s(-1);
      letter -= (char) s(1);
      number--;
      flag ^= b(true);
      int merged = flag ? small : s(letter);
      Object[] boxes = {flag, small, letter, number, single, precise, sf(single), sd(precise)};
      return List.of(boxes, bytes, flags, chars, shorts, floats, merged);
    }
  }

  /** Arguments overwritten before the suspension, never to be read again from the caller. */
  public static final class OverwrittenParameters implements Program {
    private static long m(int x, long y) {
      x++;
      Log.add(s(1));
      y += x;
      Log.add(sl(y));
      return y * x;
    }

    private static String n(Object o, int x, Object p) {
      o = p;
      x = s(x) * 2;
      p = null;
      Log.add(so("n"));
      return o + "" + x + p;
    }

    @Override
    public Object run(int input) {
      input += 5;
      return m(s(3), sl(4)) + n("o", s(input), "p") + input;
    }
  }
}
