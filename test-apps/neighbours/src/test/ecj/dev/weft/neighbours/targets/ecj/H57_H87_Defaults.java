package dev.weft.neighbours.targets.ecj;

import static dev.weft.neighbours.targets.Suspending.*;

import dev.weft.neighbours.targets.Log;
import dev.weft.neighbours.targets.Program;
import java.io.*;
import java.lang.annotation.*;
import java.util.*;
import java.util.function.*;

/** Interface defaults, super calls, a diamond, private and static interface methods, nestmates. */
public class H57_H87_Defaults implements Program {
  interface Base {
    default String m(int x) {
      return "Base" + s(x) + help(x);
    }

    private int help(int x) {
      return s(x + 1);
    }

    static String st(int x) {
      return "st" + s(x);
    }
  }

  interface Left extends Base {
    @Override
    default String m(int x) {
      return "Left(" + Base.super.m(s(x)) + ")";
    }
  }

  interface Right extends Base {}

  static class Both implements Left, Right {
    private int secret(int x) {
      return s(x) * 3;
    }

    @Override
    public String m(int x) {
      return "Both" + Left.super.m(x);
    }
  }

  class Inner extends Both {
    @Override
    public String m(int x) {
      return super.m(s(x)) + outer(x) + super.secret(4);
    }
  }

  private int outer(int x) {
    return s(x) + 1;
  }

  @Override
  public Object run(int input) {
    Comparator<Pair2> bridge = new Comparator<>() {
      @Override
      public int compare(Pair2 o, Pair2 p) {
        return s(o.a()) - p.a();
      }
    };
    return new Both().m(input) + new Inner().m(5) + Base.st(s(6)) + bridge.compare(new Pair2(8, List.of()), new Pair2(s(3), List.of()));
  }
}
