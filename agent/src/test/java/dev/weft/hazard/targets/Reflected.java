package dev.weft.hazard.targets;

import static dev.weft.hazard.targets.Suspending.s;
import static dev.weft.hazard.targets.Suspending.so;

import java.io.IOException;
import java.io.Serializable;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Map;

/** Classes that frameworks look at. */
public final class Reflected {
  private Reflected() {}

  /** Scanned for. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.METHOD, ElementType.PARAMETER, ElementType.FIELD, ElementType.TYPE})
  public @interface Scanned {
    /** Some value. */
    String value() default "";
  }

  /** On types, and kept in the class file. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.TYPE_USE, ElementType.TYPE_PARAMETER})
  public @interface OnType {}

  /** Has a bridge in its implementations. */
  public interface Sorted<T> {
    /** Compares. */
    int compareWith(T other);
  }

  /** A bean whose methods suspend; it declares no version of its serial form. */
  @Scanned("bean")
  @SuppressWarnings("serial") // the computed one is the subject
  public static class Bean implements Serializable, Sorted<Bean> {
    private String name = "bean";
    private int size;

    /** A property. */
    public String getName() {
      return so(name);
    }

    /** Its setter. */
    public void setName(String newName) {
      name = so(newName);
    }

    /** Another property. */
    public int getSize() {
      return s(size);
    }

    /** Its setter. */
    public void setSize(int newSize) {
      size = s(newSize);
    }

    /** A read-only flag. */
    public boolean isEmpty() {
      return s(size) == 0;
    }

    /** Overloaded, as dynamic languages resolve it. */
    public String overloaded(Object x) {
      return so("object ") + x;
    }

    /** The other overload. */
    public String overloaded(String x) {
      return so("string ") + x;
    }

    /** Found by scanning, once. */
    @Scanned("method")
    public <T extends Comparable<T>> List<T> scanned(
        @Scanned("parameter") Map<String, ? extends T> values, @OnType int... more)
        throws IOException {
      List<@OnType T> list = List.copyOf(values.values());
      return s(more.length) >= 0 ? list : List.of();
    }

    @Override
    public int compareWith(Bean other) {
      return s(size) - s(other.size);
    }
  }

  /** A record with a method that suspends. */
  public record Coordinates(@Scanned int x, long y) {
    /** Suspends. */
    public long sum() {
      return s(x) + y;
    }
  }

  /** An enum whose constants have bodies that suspend. */
  public enum Operation {
    PLUS {
      @Override
      public int apply(int a, int b) {
        return s(a) + b;
      }
    },
    TIMES {
      @Override
      public int apply(int a, int b) {
        return a * s(b);
      }
    };

    /** Suspends. */
    public abstract int apply(int a, int b);
  }

  /** Sealed, and generic. */
  public sealed interface Shape<T> permits Circle, Square {
    /** Suspends. */
    T area(T unit);
  }

  /** One. */
  public static final class Circle implements Shape<Integer> {
    @Override
    public Integer area(Integer unit) {
      return s(3) * unit;
    }
  }

  /** Two. */
  public static final class Square implements Shape<Integer> {
    @Override
    public Integer area(Integer unit) {
      return s(4) * unit;
    }
  }

  /** Uses all of them. */
  public static final class Uses implements Program {
    @Override
    public Object run(int input) throws Exception {
      Bean bean = new Bean();
      bean.setName("changed");
      bean.setSize(s(3));
      Sorted<Bean> sorted = bean;
      Shape<Integer> shape = input == 0 ? new Circle() : new Square();
      int sum = 0;
      for (Operation operation : Operation.values()) {
        sum += operation.apply(s(2), 5);
      }
      return List.of(
          bean.getName(),
          bean.getSize(),
          bean.isEmpty(),
          bean.overloaded("x"),
          bean.overloaded((Object) 5),
          bean.scanned(Map.of("k", "v"), 1, 2),
          sorted.compareWith(new Bean()),
          new Coordinates(1, 2).sum(),
          shape.area(7),
          sum);
    }
  }
}
