package dev.weft.gallery;

import dev.weft.firstlook.JsonParser;
import dev.weft.generator.Generator;

/**
 * Turns a parser that calls its listener into an iterator, without touching the parser: the
 * listener yields. So two parsers can be read side by side, value by value, and left where their
 * documents first differ. Neither reads further: what follows in the second document is not even
 * JSON.
 *
 * <p>{@link JsonParser} was written without Weft. The agent weaves it because of {@code
 * include=dev.weft.firstlook.**}.
 */
public final class CompareDocuments {
  private static final String OLD =
      """
      {"name": "shop", "servers": [{"host": "a", "port": 80}, {"host": "b", "port": 81}],
       "debug": false}
      """;
  private static final String NEW =
      """
      {"name":    "shop",
       "servers": [ {"host": "a", "port": 80},
                    {"host": "c", "port": 81} ],
       "debug":   ]] nobody gets here
      """;

  private CompareDocuments() {}

  public static void main(String[] args) {
    Generator<String, Void, Void> before = values(OLD);
    Generator<String, Void, Void> after = values(NEW);
    while (before.hasNext() && after.hasNext()) {
      String left = before.next();
      String right = after.next();
      System.out.println(left.equals(right) ? "  " + left : "- " + left + "\n+ " + right);
      if (!left.equals(right)) {
        break;
      }
    }
    System.out.println("where the second parser was left, innermost call first:");
    for (StackTraceElement element : after.stackTrace()) {
      if (element.getClassName().equals(JsonParser.class.getName())) {
        System.out.println("  " + element.getMethodName());
      }
    }
  }

  private static Generator<String, Void, Void> values(String document) {
    return Generator.of(
        yielder ->
            new JsonParser(document, (path, value) -> yielder.yieldValue(path + " = " + value))
                .parse());
  }
}
