package dev.weft.firstlook;

/** What {@link JsonParser} tells of a document. */
@FunctionalInterface
public interface JsonListener {

  /**
   * There is a value that is neither object nor array.
   *
   * @param path where, such as {@code servers[1].port}
   * @param value its text, without quotes
   */
  void value(String path, String value);
}
