package dev.weft.fuzz.run;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.SplittableRandom;

/** The ways in which one woven program is run, first to last. */
final class Plans {
  /** Programs with at most so many points that can suspend run with every subset of them. */
  static final int ALL_SUBSETS = 10;

  private static final int RANDOM_SUBSETS = 10;

  private final SplittableRandom random;
  private final Deque<Plan> plans = new ArrayDeque<>();

  /**
   * One way.
   *
   * @param chaos the rate of forced suspensions; negative for classes woven without the hook
   */
  record Plan(double chaos, long chaosSeed, Schedule schedule) {
    boolean hooked() {
      return chaos >= 0;
    }

    @Override
    public String toString() {
      return (hooked() ? "chaos " + chaosSeed + ":" + chaos + ", " : "") + schedule;
    }
  }

  Plans(long seed) {
    this.random = new SplittableRandom(seed);
    Plan never = plain(Schedule.NEVER);
    Plan always = plain(Schedule.ALWAYS);
    boolean first = random.nextBoolean();
    plans.add(first ? always : never);
    plans.add(first ? never : always);
  }

  private static Plan plain(Schedule schedule) {
    return new Plan(-1, 0, schedule);
  }

  /** The rest, once it is known which points can suspend. */
  void add(BitSet points) {
    int count = points.cardinality();
    int[] numbers = points.stream().toArray();
    if (count <= ALL_SUBSETS) {
      for (int mask = 1; mask < (1 << count) - 1; mask++) {
        plans.add(plain(subset(numbers, mask)));
      }
    } else {
      for (int i = 0; i < RANDOM_SUBSETS; i++) {
        plans.add(plain(randomSubset(numbers)));
      }
    }
    plans.add(chaos(1, Schedule.NEVER));
    plans.add(chaos(0.4, Schedule.NEVER));
    plans.add(chaos(0.1, Schedule.NEVER));
    if (count > 0) {
      plans.add(chaos(1, Schedule.ALWAYS));
      plans.add(chaos(0.3, Schedule.of(randomBits(numbers))));
    }
  }

  private Plan chaos(double rate, Schedule schedule) {
    return new Plan(rate, random.nextLong() | 1, schedule);
  }

  private static Schedule subset(int[] numbers, int mask) {
    BitSet chosen = new BitSet();
    for (int i = 0; i < numbers.length; i++) {
      if ((mask & (1 << i)) != 0) {
        chosen.set(numbers[i]);
      }
    }
    return Schedule.of(chosen);
  }

  private Schedule randomSubset(int[] numbers) {
    return Schedule.of(randomBits(numbers));
  }

  private BitSet randomBits(int[] numbers) {
    double density = random.nextDouble();
    BitSet chosen = new BitSet();
    for (int number : numbers) {
      chosen.set(number, random.nextDouble() < density);
    }
    return chosen;
  }

  /** The next way, null when all were tried. */
  Plan next() {
    return plans.poll();
  }
}
