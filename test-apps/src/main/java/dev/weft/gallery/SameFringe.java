package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.generator.Generator;
import dev.weft.generator.Yielder;

/**
 * Do two trees have the same leaves in the same order, whatever their shape? Each tree is walked by
 * plain recursion inside a generator, both walks advance leaf by leaf, and stop at the first
 * difference. The yield stands deep in the recursion: any suspendable method may yield.
 */
public final class SameFringe {
  private sealed interface Tree permits Leaf, Node {}

  private record Leaf(String name) implements Tree {
    @Override
    public String toString() {
      return name;
    }
  }

  private record Node(Tree left, Tree right) implements Tree {
    @Override
    public String toString() {
      return "(" + left + " " + right + ")";
    }
  }

  private SameFringe() {}

  public static void main(String[] args) {
    Tree balanced = node(node(leaf("a"), leaf("b")), node(leaf("c"), leaf("d")));
    compare(balanced, node(leaf("a"), node(leaf("b"), node(leaf("c"), leaf("d")))));
    compare(balanced, node(node(node(leaf("a"), leaf("b")), leaf("x")), leaf("d")));
    compare(balanced, node(leaf("a"), node(leaf("b"), leaf("c"))));
  }

  private static void compare(Tree one, Tree other) {
    System.out.println(one + " and " + other + ": " + verdict(fringe(one), fringe(other)));
  }

  private static String verdict(
      Generator<String, Void, Void> one, Generator<String, Void, Void> other) {
    int same = 0;
    while (one.hasNext() && other.hasNext()) {
      String left = one.next();
      String right = other.next();
      if (!left.equals(right)) {
        return left + " is not " + right;
      }
      same++;
    }
    return one.hasNext() || other.hasNext() ? "one ends after " + same : "same fringe";
  }

  private static Generator<String, Void, Void> fringe(Tree tree) {
    return Generator.of(yielder -> walk(tree, yielder));
  }

  @Suspendable
  private static void walk(Tree tree, Yielder<String, Void> yielder) {
    if (tree instanceof Node node) {
      walk(node.left(), yielder);
      walk(node.right(), yielder);
    } else {
      yielder.yieldValue(tree.toString());
    }
  }

  private static Tree leaf(String name) {
    return new Leaf(name);
  }

  private static Tree node(Tree left, Tree right) {
    return new Node(left, right);
  }
}
