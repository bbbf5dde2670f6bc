package dev.weft.fuzz.program;

import java.util.ArrayList;
import java.util.List;

/**
 * One node of a program's tree: a class, a method, a statement or an expression.
 *
 * <p>Prints, and is read again, as <code>{op:argument child child}</code>. What operations there
 * are, and what their arguments mean, is told in test-apps/fuzz/README.md.
 *
 * @param op what the node is
 * @param argument its details, separated by {@code |}; empty for none; without white space
 * @param children in the order of evaluation
 */
public record Node(String op, String argument, List<Node> children) {

  /** A copy of the children is kept. */
  public Node {
    children = List.copyOf(children);
  }

  /** A node with these children. */
  public static Node of(String op, String argument, Node... children) {
    return new Node(op, argument, List.of(children));
  }

  /** A sequence of statements. */
  public static Node block(List<Node> statements) {
    return new Node("block", "", statements);
  }

  /** The details one by one. */
  public String[] arguments() {
    return argument.split("\\|", -1);
  }

  /** One of the details. */
  public String argument(int index) {
    return arguments()[index];
  }

  /** One of the details, a whole number. */
  public int number(int index) {
    return Integer.parseInt(argument(index));
  }

  /** One of the children. */
  public Node child(int index) {
    return children.get(index);
  }

  /** The same node with other children. */
  public Node with(List<Node> others) {
    return new Node(op, argument, others);
  }

  /** The same node with one other child. */
  public Node with(int index, Node other) {
    List<Node> others = new ArrayList<>(children);
    others.set(index, other);
    return with(others);
  }

  /** How many nodes this tree has. */
  public int size() {
    int size = 1;
    for (Node child : children) {
      size += child.size();
    }
    return size;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    print(text);
    return text.toString();
  }

  private void print(StringBuilder text) {
    text.append('{').append(op);
    if (!argument.isEmpty()) {
      text.append(':').append(argument);
    }
    for (Node child : children) {
      text.append(' ');
      child.print(text);
    }
    text.append('}');
  }

  /**
   * Reads what {@link #toString} printed.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static Node parse(String text) {
    Reader reader = new Reader(text);
    Node node = reader.node();
    reader.expectEnd();
    return node;
  }

  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    Node node() {
      expect('{');
      int start = at;
      while (at < text.length() && " }".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      String head = text.substring(start, at);
      int colon = head.indexOf(':');
      List<Node> children = new ArrayList<>();
      while (at < text.length() && text.charAt(at) == ' ') {
        at++;
        children.add(node());
      }
      expect('}');
      return colon < 0
          ? new Node(head, "", children)
          : new Node(head.substring(0, colon), head.substring(colon + 1), children);
    }

    private void expect(char wanted) {
      if (at >= text.length() || text.charAt(at) != wanted) {
        throw new IllegalArgumentException("no '" + wanted + "' at " + at + " of " + text);
      }
      at++;
    }

    void expectEnd() {
      if (at != text.length()) {
        throw new IllegalArgumentException("more than one node: " + text.substring(at));
      }
    }
  }
}
