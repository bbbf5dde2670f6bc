package bench.peer;

/** A balanced binary tree; read in order, its values are consecutive. */
public final class Tree {

  /** The subtree with the lower values, or null. */
  public final Tree left;

  public final int value;

  /** The subtree with the higher values, or null. */
  public final Tree right;

  private Tree(Tree left, int value, Tree right) {
    this.left = left;
    this.value = value;
    this.right = right;
  }

  /** A tree of {@code levels} full levels, so of 2^levels - 1 nodes with the values from 0 up. */
  public static Tree balanced(int levels) {
    return between(0, (1 << levels) - 1);
  }

  private static Tree between(int low, int high) {
    if (low == high) {
      return null;
    }
    int middle = (low + high) >>> 1;
    return new Tree(between(low, middle), middle, between(middle + 1, high));
  }
}
