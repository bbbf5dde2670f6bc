package bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What one cell of the table has measured: one list of iterations for each fork, in ns. */
public final class Samples {

  private final List<List<Double>> forks = new ArrayList<>();

  /** Adds the iterations of one fork. */
  public void addFork(List<Double> iterations) {
    forks.add(List.copyOf(iterations));
  }

  /** The median of all iterations of all forks. */
  public double median() {
    return median(forks.stream().flatMap(List::stream).toList());
  }

  /**
   * The median and its interval: from the lowest to the highest median of a fork, or, of one fork,
   * from its lowest to its highest iteration.
   */
  public String text() {
    List<Double> spread =
        forks.size() == 1 ? forks.get(0) : forks.stream().map(Samples::median).toList();
    double low = spread.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    double high = spread.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    return number(median()) + " [" + number(low) + ", " + number(high) + "]";
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int size = sorted.size();
    return (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
  }

  /** Three significant digits or the whole number. */
  static String number(double value) {
    int decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
