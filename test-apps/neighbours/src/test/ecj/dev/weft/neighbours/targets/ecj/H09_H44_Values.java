package dev.weft.neighbours.targets.ecj;

import static dev.weft.neighbours.targets.Suspending.*;

import dev.weft.neighbours.targets.Log;
import dev.weft.neighbours.targets.Program;
import java.io.*;
import java.lang.annotation.*;
import java.util.*;
import java.util.function.*;

/** Operands under calls, compound assignments, slot reuse, casts, constants. */
public class H09_H44_Values implements Program {
  int f;
  static long st;

  @Override
  public Object run(int input) {
    int[] arr = new int[4];
    int i = 0;
    arr[i++] += s(2);
    f += s(3);
    st = 1;
    st <<= s(4);
    int a, c;
    a = c = this.f = arr[s(1)] = s(8);
    { long l = 5; Log.add(s(1) + l); }
    { double d = 2; Log.add(s(1) + d); }
    { Object o = ""; Log.add(s(1) + "" + o); }
    Object m = b(input == 0) ? new int[2] : new Object[1];
    Number n = b(input == 1) ? (Number) Integer.valueOf(s(1)) : Float.valueOf(1.5f);
    byte by = (byte) s(200);
    char ch = (char) (s(input) + 'a');
    String text = "x" + 5L + null + s(1) + 'c' + sd(1.5);
    return text(1L, 2.5, s(3), 4f, sl(5)) + a + c + f + Arrays.toString(arr) + m.getClass().getSimpleName() + n + by + ch + text + st + (1L + sl(2) * 3.0 + sd(4) - s(1));
  }

  private static String text(long a, double b, int c, float d, long e) {
    return a + " " + b + " " + c + " " + d + " " + e;
  }
}
