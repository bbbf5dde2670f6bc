package dev.weft.neighbours.targets.ecj;

import static dev.weft.neighbours.targets.Suspending.*;

import dev.weft.neighbours.targets.Log;
import dev.weft.neighbours.targets.Program;
import java.io.*;
import java.lang.annotation.*;
import java.util.*;
import java.util.function.*;

/** An exception that leaves the program keeps its lines. */
public class H32_Uncaught implements Program {
  private static int deep(int n, int input) {
    return n == 0
        ? input == 1 ? t("deep") : s(8)
        : deep(n - 1, input)
            + 1;
  }

  @Override
  public Object run(int input) {
    try {
      return deep(2, input);
    } finally {
      Log.add(s(1));
    }
  }
}
