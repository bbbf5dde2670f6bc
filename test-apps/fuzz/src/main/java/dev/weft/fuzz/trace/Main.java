package dev.weft.fuzz.trace;

import dev.weft.abi.Chaos;
import dev.weft.fuzz.trace.model.Fault;
import dev.weft.fuzz.trace.script.Script;
import dev.weft.fuzz.trace.script.Threads;

/** Scratch. */
public final class Main {
  public static void main(String[] arguments) {
    long seed = Long.parseLong(arguments[0]);
    int count = Integer.parseInt(arguments[1]);
    double rate = Double.parseDouble(arguments[2]);
    Fault fault = arguments.length > 3 ? Fault.valueOf(arguments[3]) : Fault.NONE;
    Threads threads = new Threads();
    Comparison comparison = new Comparison(threads, fault, rate > 0);
    long start = System.nanoTime();
    int failures = 0;
    for (int i = 0; i < count; i++) {
      long s = seed + i;
      Chaos.configure(s, rate);
      Script script = Scripts.of(s);
      if (!Notation.read(Notation.write(script)).equals(script)) {
        throw new IllegalStateException(Notation.write(script));
      }
      var difference = comparison.difference(script);
      if (difference.isPresent()) {
        System.out.println("seed " + s);
        Script small =
            new Shrinker(
                    c -> {
                      Chaos.configure(s + 1, rate);
                      Chaos.configure(s, rate);
                      return comparison.difference(c).isPresent();
                    })
                .shrink(script);
        System.out.println(Notation.write(small));
        System.out.println(comparison.difference(small).orElse("?"));
        if (++failures >= 3) {
          break;
        }
      }
    }
    System.out.printf("%d traces/s%n", (long) (count / ((System.nanoTime() - start) / 1e9)));
    System.exit(0);
  }
}
