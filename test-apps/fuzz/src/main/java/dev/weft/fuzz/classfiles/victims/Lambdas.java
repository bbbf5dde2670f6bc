package dev.weft.fuzz.classfiles.victims;

import dev.weft.Suspendable;
import dev.weft.SuspendableFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Lambdas, method references, interfaces, inner classes and records. */
@Suspendable
public class Lambdas {
  private final int base;

  Lambdas(int base) {
    this.base = base;
  }

  /** Has a default method. */
  @Suspendable
  interface Shape {
    int size();

    default int twice() {
      return size() * 2;
    }
  }

  record Square(int side) implements Shape {
    @Override
    public int size() {
      return side * side;
    }
  }

  /** What this class computes. */
  public static String run() throws Exception {
    Lambdas lambdas = new Lambdas(7);
    List<Object> all = new ArrayList<>();
    SuspendableFunction<Integer, Integer> add = x -> x + lambdas.base;
    all.add(add.apply(3));
    Supplier<Integer> reference = lambdas::plus;
    all.add(reference.get());
    Shape shape = new Square(4);
    all.add(shape.twice());
    all.add(shape);
    Shape anonymous =
        new Shape() {
          @Override
          public int size() {
            return lambdas.plus() + all.size();
          }
        };
    all.add(anonymous.twice());
    return all.toString();
  }

  private int plus() {
    return base + 1;
  }
}
