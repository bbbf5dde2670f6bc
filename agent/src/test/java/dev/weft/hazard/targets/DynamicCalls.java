package dev.weft.hazard.targets;

import static dev.weft.hazard.targets.Suspending.any;
import static dev.weft.hazard.targets.Suspending.b;
import static dev.weft.hazard.targets.Suspending.s;
import static dev.weft.hazard.targets.Suspending.sd;
import static dev.weft.hazard.targets.Suspending.sl;
import static dev.weft.hazard.targets.Suspending.so;

import java.util.List;
import java.util.Map;

/** Dynamic calls that never suspend, beside calls that do. */
public final class DynamicCalls {
  private DynamicCalls() {}

  /** String concatenation, whose operands wait on the stack. */
  public static final class Concatenation implements Program {
    @Override
    public Object run(int input) {
      char c = 'c';
      String text = "a" + s(1) + c + sl(2) + 1.5f + sd(3) + null + b(true) + so("z");
      text += so("more") + text + any(List.of(1));
      return text;
    }
  }

  /** The methods of records are dynamic calls. */
  public static final class Records implements Program {
    /** Its canonical constructor is compact. */
    record Point(int x, long y, String name) {
      Point {
        name = name + "!";
      }

      Point moved(int by) {
        return new Point(x + s(by), y + sl(by), so(name));
      }
    }

    @Override
    public Object run(int input) {
      Point a = new Point(s(1), sl(2), so("p"));
      Point b = new Point(1, 2, "p");
      Map<Point, Integer> map = Map.of(a, s(5));
      return a.equals(any(b)) + a.moved(3).toString() + (a.hashCode() == b.hashCode()) + map.get(b);
    }
  }
}
