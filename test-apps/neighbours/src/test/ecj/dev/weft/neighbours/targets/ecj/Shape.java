package dev.weft.neighbours.targets.ecj;

import static dev.weft.neighbours.targets.Suspending.*;

import dev.weft.neighbours.targets.Log;
import dev.weft.neighbours.targets.Program;
import java.io.*;
import java.lang.annotation.*;
import java.util.*;
import java.util.function.*;

/** Sealed. */
public sealed interface Shape permits Shape.Circle, Shape.Square {
  /** Radius. */
  record Circle(int r) implements Shape {}

  /** Side. */
  non-sealed class Square implements Shape {
    final int side;

    /** Of this side. */
    public Square(int side) {
      this.side = side;
    }
  }

  /** Suspends. */
  default int area() {
    if (this instanceof Circle c) {
      return 3 * s(c.r()) * c.r();
    }
    return this instanceof Square q && s(q.side) > 0 ? q.side * s(q.side) : -1;
  }
}
