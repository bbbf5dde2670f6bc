package dev.weft.fuzz.program;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Type;

/** What pop, dup and swap do to a list of types, the top last (JVMS §6.5). */
public final class StackMoves {
  /** Their names. */
  public static final List<String> ALL =
      List.of("pop", "pop2", "dup", "dup_x1", "dup_x2", "dup2", "dup2_x1", "dup2_x2", "swap");

  private StackMoves() {}

  /** The stack after one of these instructions; null if it may not be used on this one. */
  public static List<String> apply(String name, List<String> before) {
    List<String> stack = new ArrayList<>(before);
    boolean fits =
        switch (name) {
          case "pop" -> take(stack, 1) != null;
          case "pop2" -> take(stack, 2) != null;
          case "dup" -> duplicate(stack, 1, 0);
          case "dup_x1" -> duplicate(stack, 1, 1);
          case "dup_x2" -> duplicate(stack, 1, 2);
          case "dup2" -> duplicate(stack, 2, 0);
          case "dup2_x1" -> duplicate(stack, 2, 1);
          case "dup2_x2" -> duplicate(stack, 2, 2);
          case "swap" -> swap(stack);
          default -> throw new IllegalArgumentException(name);
        };
    return fits ? stack : null;
  }

  private static boolean swap(List<String> stack) {
    List<String> top = take(stack, 1);
    List<String> below = top == null ? null : take(stack, 1);
    if (below == null) {
      return false;
    }
    stack.addAll(top);
    stack.addAll(below);
    return true;
  }

  private static boolean duplicate(List<String> stack, int words, int skipped) {
    List<String> top = take(stack, words);
    List<String> below = top == null ? null : take(stack, skipped);
    if (below == null) {
      return false;
    }
    stack.addAll(top);
    stack.addAll(below);
    stack.addAll(top);
    return true;
  }

  /** Takes so many words from the top; null if a long or double would be cut. */
  private static List<String> take(List<String> stack, int words) {
    List<String> taken = new ArrayList<>();
    int left = words;
    while (left > 0) {
      if (stack.isEmpty()) {
        return null;
      }
      String top = stack.remove(stack.size() - 1);
      left -= Type.getType(top).getSize();
      taken.add(0, top);
    }
    return left == 0 ? taken : null;
  }
}
