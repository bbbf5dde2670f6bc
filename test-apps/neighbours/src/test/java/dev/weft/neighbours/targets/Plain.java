package dev.weft.neighbours.targets;

import static dev.weft.neighbours.targets.Suspending.s;

/** Runs as ordinary code. */
public final class Plain implements Program {
  @Override
  public Object run(int input) {
    int n = s(input);
    if (n == 1) {
      n += 10;
    } else if (n > 100) {
      n = -n;
    }
    return n;
  }
}
