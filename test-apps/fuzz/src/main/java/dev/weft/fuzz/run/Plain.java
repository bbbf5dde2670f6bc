package dev.weft.fuzz.run;

import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

/** A library that is not woven: what it calls back cannot suspend. */
public final class Plain {
  private Plain() {}

  /** Calls an operator. */
  public static int apply(IntUnaryOperator operator, int x) {
    return operator.applyAsInt(x);
  }

  /** Asks a supplier. */
  public static Object get(Supplier<?> supplier) {
    return supplier.get();
  }
}
