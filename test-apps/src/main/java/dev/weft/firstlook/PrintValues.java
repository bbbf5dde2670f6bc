package dev.weft.firstlook;

/** Prints every value of a document on a line of its own, with its path. */
public final class PrintValues {
  private static final String DOCUMENT =
      """
      {"name": "shop", "servers": [{"host": "a", "port": 80}, {"host": "b", "port": 81}],
       "debug": false}
      """;

  private PrintValues() {}

  public static void main(String[] args) {
    new JsonParser(DOCUMENT, (path, value) -> System.out.println(path + " = " + value)).parse();
  }
}
