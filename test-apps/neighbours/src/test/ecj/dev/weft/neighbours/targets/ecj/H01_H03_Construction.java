package dev.weft.neighbours.targets.ecj;

import static dev.weft.neighbours.targets.Suspending.*;

import dev.weft.neighbours.targets.Log;
import dev.weft.neighbours.targets.Program;
import java.io.*;
import java.lang.annotation.*;
import java.util.*;
import java.util.function.*;

/** new with suspended arguments, branches among them, nested. */
public class H01_H03_Construction implements Program {
  @Override
  public Object run(int input) {
    Pair2 p = new Pair2(s(1), input == 1 ? List.of(so("x")) : new ArrayList<>(List.of("y", so("z"))));
    Shape.Square q = new Shape.Square(new Pair2(s(5), List.of()).sum() + (b(input == 0) ? s(2) : 3));
    return p + " " + q.area() + " " + new Shape.Circle(s(4)).area() + new String(new char[] {(char) s(65), 'b'});
  }
}
