package dev.weft.fuzz.shrink;

import dev.weft.fuzz.program.Expression;
import dev.weft.fuzz.program.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Makes a program that fails smaller while it still fails: takes parts away, puts parts in the
 * place of what they are parts of, and constants in the place of expressions, until nothing helps.
 */
public final class Shrinker {
  private final Predicate<Node> fails;
  private Node root;
  private int attempts;
  private final int maxAttempts;

  /**
   * A shrinker.
   *
   * @param fails whether a program still shows the fault; any tree must be answered
   */
  public Shrinker(Node root, Predicate<Node> fails, int maxAttempts) {
    this.root = root;
    this.fails = fails;
    this.maxAttempts = maxAttempts;
  }

  /** The smallest that was found. */
  public Node shrink() {
    boolean better = true;
    while (better && attempts < maxAttempts) {
      better = pass(new ArrayList<>());
    }
    return root;
  }

  /** Tries everything on the node at a path and below; whether anything helped. */
  private boolean pass(List<Integer> path) {
    boolean better = removeChildren(path);
    boolean smaller = true;
    while (smaller && attempts < maxAttempts) {
      smaller = false;
      for (Node candidate : replacements(at(path))) {
        if (accept(path, candidate)) {
          smaller = true;
          better = true;
          break;
        }
      }
    }
    for (int i = 0; i < at(path).children().size() && attempts < maxAttempts; i++) {
      path.add(i);
      better |= pass(path);
      path.remove(path.size() - 1);
    }
    return better;
  }

  private Node at(List<Integer> path) {
    Node node = root;
    for (int index : path) {
      node = node.child(index);
    }
    return node;
  }

  private static Node put(Node node, List<Integer> path, int depth, Node replacement) {
    return depth == path.size()
        ? replacement
        : node.with(
            path.get(depth), put(node.child(path.get(depth)), path, depth + 1, replacement));
  }

  private boolean accept(List<Integer> path, Node replacement) {
    if (attempts >= maxAttempts) {
      return false;
    }
    attempts++;
    Node candidate = put(root, path, 0, replacement);
    if (fails.test(candidate)) {
      root = candidate;
      return true;
    }
    return false;
  }

  /** Takes children of lists away, first many at a time. */
  private boolean removeChildren(List<Integer> path) {
    if (!List.of("program", "class", "block", "try", "juggle", "edges").contains(at(path).op())) {
      return false;
    }
    boolean better = false;
    for (int size = Math.max(1, at(path).children().size() / 2); size >= 1; size /= 2) {
      int from = 0;
      while (from + size <= at(path).children().size()) {
        List<Node> left = new ArrayList<>(at(path).children());
        left.subList(from, from + size).clear();
        if (accept(path, at(path).with(left))) {
          better = true;
        } else {
          from += size;
        }
      }
    }
    return better;
  }

  private static List<Node> replacements(Node node) {
    List<Node> candidates = new ArrayList<>();
    Optional<String> type = Expression.type(node);
    if (type.isPresent()) {
      Node simplest = Expression.simplest(type.get());
      if (!node.op().equals("const") || (!node.equals(simplest) && !node.argument(1).equals("1"))) {
        if (!type.get().equals("V") && !node.equals(simplest)) {
          candidates.add(simplest);
        }
        addExpressions(node, type.get(), candidates);
      }
    } else if (!isDeclaration(node)) {
      if (node.size() > 1) {
        candidates.add(Node.of("block", ""));
      }
      for (Node child : node.children()) {
        if (Expression.type(child).isEmpty()) {
          candidates.add(hoisted(child));
        } else if (!node.op().equals("eval") && !Expression.type(child).get().equals("V")) {
          candidates.add(Node.of("eval", "", child));
        }
      }
      if (node.op().equals("block") && node.children().size() == 1) {
        candidates.add(node.child(0));
      }
    }
    addSimplerArguments(node, candidates);
    return candidates;
  }

  private static Node hoisted(Node child) {
    return child.op().equals("catch") || child.op().equals("finally") ? child.child(0) : child;
  }

  private static boolean isDeclaration(Node node) {
    return List.of("program", "class", "field", "method", "catch", "finally").contains(node.op());
  }

  /** Expressions inside that have the same type, the outer ones first. */
  private static void addExpressions(Node node, String type, List<Node> candidates) {
    for (Node child : node.children()) {
      if (Expression.type(child).filter(type::equals).isPresent()) {
        candidates.add(child);
      }
    }
    for (Node child : node.children()) {
      if (candidates.size() < 24) {
        addExpressions(child, type, candidates);
      }
    }
  }

  private static void addSimplerArguments(Node node, List<Node> candidates) {
    switch (node.op()) {
      case "loop" -> {
        if (node.number(2) > 1) {
          candidates.add(
              new Node("loop", node.argument(0) + "|" + node.argument(1) + "|1", node.children()));
        }
        if (List.of("turned", "endless", "while").contains(node.argument(0))) {
          candidates.add(
              new Node("loop", "do|" + node.argument(1) + "|" + node.argument(2), node.children()));
        }
      }
      case "new" -> {
        if (!node.argument(2).equals("dup")) {
          candidates.add(
              new Node("new", node.argument(0) + "|" + node.argument(1) + "|dup", node.children()));
        }
      }
      case "try" -> {
        if (!node.argument().equals("plain")) {
          candidates.add(new Node("try", "plain", node.children()));
        }
      }
      case "log" -> {
        if (node.argument().equals("s")) {
          candidates.add(new Node("log", "", node.children()));
        }
      }
      case "juggle" -> addFewerMoves(node, candidates);
      default -> {
        // nothing simpler
      }
    }
  }

  private static void addFewerMoves(Node node, List<Node> candidates) {
    List<String> moves = List.of(node.argument(0).split(","));
    for (int i = 0; i < moves.size() && !node.argument(0).isEmpty(); i++) {
      List<String> fewer = new ArrayList<>(moves);
      fewer.remove(i);
      candidates.add(
          new Node("juggle", String.join(",", fewer) + "|" + node.argument(1), node.children()));
    }
    if (node.argument(1).contains("s")) {
      candidates.add(
          new Node(
              "juggle",
              node.argument(0) + "|" + node.argument(1).replaceFirst("s", "l"),
              node.children()));
    }
  }
}
