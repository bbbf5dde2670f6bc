package dev.weft.agent.transform;

/**
 * What the weaver does besides weaving.
 *
 * @param chaos whether woven code calls the chaos hook behind each suspend point
 * @param debug whether frames keep the variables in scope that nobody reads again
 */
public record WeaverOptions(boolean chaos, boolean debug) {
  /** Plain production weaving. */
  public static final WeaverOptions PRODUCTION = new WeaverOptions(false);

  /** Without what a debugger wants. */
  public WeaverOptions(boolean chaos) {
    this(chaos, false);
  }
}
