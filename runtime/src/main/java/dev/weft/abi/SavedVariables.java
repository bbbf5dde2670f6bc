package dev.weft.abi;

import java.util.List;

/**
 * Which variables of a woven method its frames hold, as far as the class file names them.
 *
 * @param bodyHash the hash of the body that this is about, as in {@link Frame#tag}
 * @param points element <em>i</em> is what a frame of point <em>i + 1</em> holds
 */
public record SavedVariables(int bodyHash, List<List<Variable>> points) {
  /** For a method of which nothing is known. */
  public static final SavedVariables NONE = new SavedVariables(0, List.of());

  /**
   * A variable.
   *
   * @param descriptor its declared type
   * @param slot the reference or primitive slot of the frame; -1 when it is null at this point
   */
  public record Variable(String name, String descriptor, int slot) {
    /** Whether it is in a primitive slot. */
    public boolean isPrimitive() {
      return descriptor.length() == 1;
    }
  }

  /** A copy that nobody changes. */
  public SavedVariables {
    points = List.copyOf(points);
  }

  /** What a frame with this tag holds; nothing if another version of the method saved it. */
  List<Variable> at(int tag) {
    int point = tag ^ bodyHash;
    return point >= 1 && point <= points.size() ? points.get(point - 1) : List.of();
  }
}
