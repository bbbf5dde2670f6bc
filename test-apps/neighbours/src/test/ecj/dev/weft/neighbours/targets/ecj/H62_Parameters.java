package dev.weft.neighbours.targets.ecj;

import static dev.weft.neighbours.targets.Suspending.*;

import dev.weft.neighbours.targets.Log;
import dev.weft.neighbours.targets.Program;
import java.io.*;
import java.lang.annotation.*;
import java.util.*;
import java.util.function.*;

/** Parameters that change, wide ones among them; recursion; a generic method with type annotations. */
public class H62_Parameters implements Program {
  private static <@Mark T extends @Mark Comparable<T>> @Mark T max(@Mark T a, T b) {
    @Mark("local") T best = a;
    s(1);
    if (b.compareTo(best) > 0) {
      best = (@Mark("cast") T) b;
    }
    return best;
  }

  private static long m(int x, long y, double z) {
    x++;
    s(1);
    y += x;
    sl(2);
    z *= y;
    return x + y + (long) z;
  }

  private static long fact(int n) {
    return n < 2 ? sl(1) : n * fact(n - 1);
  }

  @Override
  public Object run(int input) {
    return m(input, 5, 1.5) + " " + fact(12) + max("a", so("b")) + max(input, s(1));
  }
}
