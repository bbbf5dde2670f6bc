package dev.weft.fuzz.program;

import dev.weft.abi.Chaos;
import dev.weft.fuzz.generate.ProgramGenerator;
import dev.weft.fuzz.run.Fuzzer;
import dev.weft.fuzz.run.Tally;
import dev.weft.fuzz.run.Trial;
import dev.weft.fuzz.run.Weaver;

public final class Main {
  private Main() {}
  public static void main(String[] args) {
    long seed = Long.parseLong(args[1]);
    long n = Long.parseLong(args[2]);
    Tally tally = new Tally();
    int[] found = {0};
    long t = System.nanoTime();
    Fuzzer[] f = {null};
    f[0] = new Fuzzer(Weaver.ofAgent(), ProgramGenerator::generate, seed, tally, Trial.Observer.NONE);
    f[0].run(2, s -> s < seed + n, d -> { System.out.println(d.kind()==dev.weft.fuzz.run.Disagreement.Kind.REFUSED_PLAIN?d:dev.weft.fuzz.shrink.Culprit.of(d,1,Weaver.ofAgent())); if (++found[0] >= 6) f[0].stop(); });
    System.out.println(tally + " chaos " + Chaos.forced() + " s " + (System.nanoTime() - t) / 1e9);
  }
}
