package dev.weft.hazard.outside;

/** A class that is not woven, whose method happens to implement woven interfaces. */
public class Unwoven {

  /** As in the interfaces that subclasses implement. */
  public int m(int x) {
    return x + 1000;
  }
}
