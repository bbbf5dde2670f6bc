package dev.weft.neighbours.targets.ecj;

import static dev.weft.neighbours.targets.Suspending.*;

import dev.weft.neighbours.targets.Log;
import dev.weft.neighbours.targets.Program;
import java.io.*;
import java.lang.annotation.*;
import java.util.*;
import java.util.function.*;

/** Lambdas and references, of JDK types and of its own, serializable and intersection ones. */
public class H51_H52_Lambdas implements Program {
  interface F { int ap(int x); }

  interface G extends F, Serializable {}

  private int field = 3;

  private int twice(int x) {
    return 2 * s(x) + field;
  }

  @Override
  public Object run(int input) throws Exception {
    int k = s(input + 1);
    F f = x -> s(x) + k + field;
    IntUnaryOperator bound = this::twice;
    Function<String, Pair2> make = n -> new Pair2(s(7), List.of(n));
    Supplier<List<String>> list = ArrayList::new;
    BiFunction<Integer, Integer, Shape> none = (a, c) -> s(a) > c ? new Shape.Circle(a) : new Shape.Square(c);
    G g = x -> s(x) * k;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(g);
    }
    Object read;
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())) {
      @Override
      protected Class<?> resolveClass(ObjectStreamClass d) throws ClassNotFoundException {
        return Class.forName(d.getName(), false, H51_H52_Lambdas.class.getClassLoader());
      }
    }) {
      read = in.readObject();
    }
    Runnable r = (Runnable & Serializable) () -> Log.add(s(k));
    r.run();
    return f.ap(4) + bound.applyAsInt(5) + make.apply(so("m")).sum() + list.get().size() + none.apply(1, 2).area() + g.ap(6) + ((G) read).ap(7);
  }
}
