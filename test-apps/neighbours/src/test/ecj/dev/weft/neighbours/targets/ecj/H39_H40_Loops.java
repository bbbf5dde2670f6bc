package dev.weft.neighbours.targets.ecj;

import static dev.weft.neighbours.targets.Suspending.*;

import dev.weft.neighbours.targets.Log;
import dev.weft.neighbours.targets.Program;
import java.io.*;
import java.lang.annotation.*;
import java.util.*;
import java.util.function.*;

/** Loops under labels, with try inside, and one without an exit. */
public class H39_H40_Loops implements Program {
  @Override
  public Object run(int input) {
    StringBuilder log = new StringBuilder();
    outer:
    for (int i = 0; i < 4; i++) {
      for (int j = 0; b(j < 3); j++) {
        try {
          if (s(j) == 2) {
            continue outer;
          }
          if (i == input + 1) {
            break outer;
          }
          log.append(i * 10 + s(j)).append(' ');
        } finally {
          log.append('f').append(s(0));
        }
      }
    }
    for (String x : List.of("p", "q")) {
      log.append(so(x));
    }
    return log + forever(input);
  }

  private static String forever(int input) {
    int n = 0;
    try {
      for (; ; ) {
        n += s(1);
        if (n > input + 2) {
          t("out of " + n);
        }
      }
    } catch (IllegalStateException e) {
      return e.getMessage();
    }
  }
}
