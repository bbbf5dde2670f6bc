package dev.weft.abi;

/**
 * One woven method and its suspend points, as far as traces, dumps and guards need to know it.
 *
 * @param className binary name with dots, as in a {@link StackTraceElement}
 * @param methodName the name the method has in the source
 * @param descriptor the descriptor of the plain method
 * @param resumeName the name of its resume body, unique in the class
 * @param file source file, or null when the class has none
 * @param lines char <em>i</em> is the source line of point <em>i + 1</em>; 0 when unknown
 */
public record MethodSite(
    String className,
    String methodName,
    String descriptor,
    String resumeName,
    String file,
    String lines) {

  /** The number of suspend points. */
  public int points() {
    return lines.length();
  }

  /** The trace element of a frame that is suspended at {@code point}, counted from 1. */
  public StackTraceElement elementAt(int point) {
    int line = point >= 1 && point <= lines.length() ? lines.charAt(point - 1) : 0;
    return new StackTraceElement(className, methodName, file, line == 0 ? -1 : line);
  }

  @Override
  public String toString() {
    return className + "." + methodName + descriptor;
  }
}
