package dev.weft.firstlook;

/**
 * A recursive-descent parser of JSON. It calls its listener for every value as soon as it has read
 * it. (Escapes in strings are left as they are.)
 */
public final class JsonParser {
  private final String text;
  private final JsonListener listener;
  private int position;

  public JsonParser(String text, JsonListener listener) {
    this.text = text;
    this.listener = listener;
  }

  /**
   * Reads the document.
   *
   * @throws IllegalArgumentException at the first character that is not JSON
   */
  public void parse() {
    parseValue("");
    if (!atEnd()) {
      throw unexpected("the end");
    }
  }

  private void parseValue(String path) {
    switch (peek()) {
      case '{' -> parseObject(path);
      case '[' -> parseArray(path);
      case '"' -> listener.value(path, parseString());
      default -> listener.value(path, parseWord());
    }
  }

  private void parseObject(String path) {
    expect('{');
    for (char separator = '{'; separator != '}'; separator = parseSeparator('}')) {
      String name = parseString();
      expect(':');
      parseValue(path.isEmpty() ? name : path + "." + name);
    }
  }

  private void parseArray(String path) {
    expect('[');
    int index = 0;
    for (char separator = '['; separator != ']'; separator = parseSeparator(']')) {
      parseValue(path + "[" + index++ + "]");
    }
  }

  private char parseSeparator(char end) {
    char found = peek();
    if (found != ',' && found != end) {
      throw unexpected("',' or '" + end + "'");
    }
    position++;
    return found;
  }

  private String parseString() {
    expect('"');
    int start = position;
    while (position < text.length() && text.charAt(position) != '"') {
      position += text.charAt(position) == '\\' ? 2 : 1;
    }
    int end = Math.min(position, text.length());
    expect('"');
    return text.substring(start, end);
  }

  /** A number, true, false or null. */
  private String parseWord() {
    int start = position;
    while (position < text.length() && isPartOfWord(text.charAt(position))) {
      position++;
    }
    if (start == position) {
      throw unexpected("a value");
    }
    return text.substring(start, position);
  }

  private static boolean isPartOfWord(char c) {
    return Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '+';
  }

  private void expect(char c) {
    if (peek() != c) {
      throw unexpected("'" + c + "'");
    }
    position++;
  }

  /** The next character that is no space. */
  private char peek() {
    if (atEnd()) {
      throw unexpected("more");
    }
    return text.charAt(position);
  }

  private boolean atEnd() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
    return position == text.length();
  }

  private IllegalArgumentException unexpected(String wanted) {
    return new IllegalArgumentException("expected " + wanted + " at character " + position);
  }
}
