package dev.weft.agent.transform;

/**
 * What the weaver does besides weaving.
 *
 * @param chaos whether woven code calls the chaos hook behind each suspend point
 */
public record WeaverOptions(boolean chaos) {
  /** Plain production weaving. */
  public static final WeaverOptions PRODUCTION = new WeaverOptions(false);
}
