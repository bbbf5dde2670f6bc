package dev.weft.neighbours.targets.ecj;

import static dev.weft.neighbours.targets.Suspending.*;

import dev.weft.neighbours.targets.Log;
import dev.weft.neighbours.targets.Program;
import java.io.*;
import java.lang.annotation.*;
import java.util.*;
import java.util.function.*;

/** Try blocks as ECJ lays them out: finally is copied, handlers cover one another. */
public class H20_H34_Try implements Program {
  record Res(String n) implements AutoCloseable {
    @Override
    public void close() {
      Log.add("close " + n + s(1));
      if (n.equals("bad")) {
        t("closing");
      }
    }
  }

  private static int early(int input) {
    for (int i = 0; ; i++) {
      try {
        if (b(i == input)) {
          return s(i);
        }
        continue;
      } finally {
        Log.add("finally " + s(2));
        if (i == 5) {
          break;
        }
      }
    }
    return -1;
  }

  @Override
  public Object run(int input) {
    String x = "start";
    try (Res a = new Res(so("a")); Res c = new Res(input == 2 ? "bad" : "c")) {
      x = so("body");
      if (input >= 1) {
        t("one");
      }
      x = "end";
    } catch (IllegalStateException | IllegalArgumentException e) {
      x += so(" caught ") + e.getMessage() + e.getSuppressed().length;
    } finally {
      x += s(9);
    }
    return x + early(input) + early(7);
  }
}
