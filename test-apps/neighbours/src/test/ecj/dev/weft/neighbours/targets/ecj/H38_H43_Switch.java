package dev.weft.neighbours.targets.ecj;

import static dev.weft.neighbours.targets.Suspending.*;

import dev.weft.neighbours.targets.Log;
import dev.weft.neighbours.targets.Program;
import java.io.*;
import java.lang.annotation.*;
import java.util.*;
import java.util.function.*;

/** Switches over strings and enums, old and new; a conditional in each operand. */
public class H38_H43_Switch implements Program {
  enum Color { RED, GREEN, BLUE }

  @Override
  public Object run(int input) {
    int x = 0;
    switch (so(new String[] {"a", "Aa", "BB"}[input])) {
      case "a":
        x = s(1);
        break;
      case "Aa":
        x = s(2);
      case "BB":
        x += s(3);
        break;
      default:
        x = 4;
    }
    String y = switch (Color.values()[s(input)]) {
      case RED -> so("r");
      case GREEN -> {
        int k = s(5);
        yield "g" + k + s(6);
      }
      case BLUE -> "b" + s(7);
    };
    boolean z = b(true) && !b(input == 1) || b(false);
    int q = b(false) ? 1 : b(z) ? s(2) : 3;
    return x + y + z + q + (100 + switch (s(input)) { case 0 -> s(1); default -> { int n = 0; for (int i = 0; i < 3; i++) n += s(i); yield n; } });
  }
}
