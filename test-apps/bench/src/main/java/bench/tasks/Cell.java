package bench.tasks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What was measured of one work and program, by one metric: a value for each process. */
public final class Cell {
  private static final double CONFIDENCE = 0.95;

  private final List<Double> sorted = new ArrayList<>();

  /** Adds one. */
  public void add(double value) {
    if (!Double.isNaN(value)) {
      sorted.add(value);
      Collections.sort(sorted);
    }
  }

  boolean isEmpty() {
    return sorted.isEmpty();
  }

  /** Of all values. */
  public double median() {
    int size = sorted.size();
    return (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
  }

  double low() {
    return sorted.get(rank(sorted.size()) - 1);
  }

  double high() {
    return sorted.get(sorted.size() - rank(sorted.size()));
  }

  /**
   * Which smallest value begins the interval that holds the median of all possible processes with
   * 95 % confidence, whatever their distribution: the median lies below the k-th of n values with
   * the probability that fewer than k of n tosses of a coin show heads. The first of all, if n is
   * too small (under 6).
   */
  static int rank(int size) {
    double below = 0;
    double ways = 1; // to choose k of size
    for (int k = 0; k < size / 2; k++) {
      below += ways * Math.pow(0.5, size);
      if (1 - 2 * below < CONFIDENCE) {
        return Math.max(1, k);
      }
      ways = ways * (size - k) / (k + 1);
    }
    return Math.max(1, size / 2);
  }

  /** Median and interval. */
  public String text() {
    return number(median()) + " [" + number(low()) + ", " + number(high()) + "]";
  }

  /** Three significant digits, or the whole number. */
  public static String number(double value) {
    int decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
