package dev.weft.fuzz.classfiles;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes sound class files: the same way for the same seed. */
final class Mutants {
  private static final int[] EXTREMES = {0, 1, 2, 0x7F, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF};

  /** The sound class files. */
  private final List<byte[]> originals;

  private final List<Layout> layouts;

  Mutants(List<byte[]> originals) {
    this.originals = List.copyOf(originals);
    this.layouts = originals.stream().map(Layout::of).toList();
  }

  /** Which of the originals a mutant is made from. */
  int original(long seed) {
    return (int) Math.floorMod(seed, (long) originals.size());
  }

  byte[] of(long seed) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    int original = original(seed);
    byte[] mutant = originals.get(original).clone();
    int changes = 1 + random.nextInt(random.nextInt(4) == 0 ? 4 : 1);
    for (int i = 0; i < changes; i++) {
      change(mutant, layouts.get(original), random);
    }
    return random.nextInt(25) == 0 ? Arrays.copyOf(mutant, random.nextInt(mutant.length)) : mutant;
  }

  private void change(byte[] mutant, Layout layout, Random random) {
    ByteBuffer buffer = ByteBuffer.wrap(mutant);
    switch (random.nextInt(10)) {
      case 0 -> mutant[random.nextInt(mutant.length)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
      case 2 -> mutant[pick(layout.constants(), random)] = (byte) random.nextInt(21);
      case 3 -> { // a length that lies
        int at = pick(layout.lengths(), random);
        int length = buffer.getInt(at);
        int[] lies = {0, length - 1, length + 1, length / 2, length * 2, -1, Integer.MAX_VALUE};
        buffer.putInt(at, lies[random.nextInt(lies.length)]);
      }
      case 4 -> buffer.putShort(pick(layout.indices(), random), extreme(random));
      case 5 -> { // another constant
        int at = pick(layout.indices(), random);
        buffer.putShort(at, (short) (1 + random.nextInt(layout.constants().size())));
      }
      case 6 -> { // one off
        int at = pick(layout.indices(), random);
        buffer.putShort(at, (short) (buffer.getShort(at) + (random.nextBoolean() ? 1 : -1)));
      }
      case 7, 8 -> { // another instruction, or operand
        int[] code = layout.codes().get(random.nextInt(layout.codes().size()));
        mutant[code[0] + random.nextInt(code[1])] = (byte) random.nextInt(256);
      }
      default -> splice(mutant, random);
    }
  }

  private static short extreme(Random random) {
    return (short) EXTREMES[random.nextInt(EXTREMES.length)];
  }

  private static int pick(List<Integer> offsets, Random random) {
    return offsets.get(random.nextInt(offsets.size()));
  }

  /** A part of some class file in the place of another one. */
  private void splice(byte[] mutant, Random random) {
    byte[] other = originals.get(random.nextInt(originals.size()));
    int length = 1 + random.nextInt(24);
    int from = random.nextInt(other.length - length);
    int to = random.nextInt(mutant.length - length);
    System.arraycopy(other, from, mutant, to, length);
  }
}
