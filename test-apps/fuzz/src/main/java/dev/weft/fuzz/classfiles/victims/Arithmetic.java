package dev.weft.fuzz.classfiles.victims;

import dev.weft.Suspendable;

/** Loops, switches, wide values and arrays. */
@Suspendable
public final class Arithmetic {
  private Arithmetic() {}

  /** What this class computes. */
  public static String run() {
    long[] sums = new long[4];
    double product = 1;
    for (int i = 0; i < 40; i++) {
      sums[i & 3] += step(i, product, i * 3L);
      product = product * 1.5 + select(i % 7);
      if (i % 11 == 10) {
        continue;
      }
      sums[3] ^= (long) product;
    }
    int[][] grid = new int[3][5];
    grid[1][2] += (int) sums[0];
    return sums[0] + " " + sums[1] + " " + sums[2] + " " + sums[3] + " " + grid[1][2];
  }

  static long step(int i, double d, long wide) {
    return i < 3 ? wide : (long) (d % 1000) + step(i - 3, d / 2, wide + i);
  }

  @SuppressWarnings("StatementSwitchToExpressionSwitch") // the old form is what is wanted
  static int select(int key) {
    switch (key) {
      case 0:
        return 5;
      case 1:
      case 2:
        return select(key - 1) + 1;
      case 1000:
        return -1;
      default:
        return key << 1;
    }
  }
}
