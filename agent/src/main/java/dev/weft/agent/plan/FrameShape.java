package dev.weft.agent.plan;

import dev.weft.agent.names.RuntimeNames;

/**
 * The frame class of a method: the smallest generated shape that holds the values of each of its
 * suspend points, or an array frame.
 *
 * @param references reference slots
 * @param primitives primitive slots; longs and doubles take one like all others
 */
public record FrameShape(int references, int primitives, boolean isArray) {
  /** The counts of the shapes the runtime has; keep in step with its generator. */
  private static final int[] REFERENCES = {0, 1, 2, 3, 4, 5, 6, 8, 12};

  private static final int[] PRIMITIVES = {0, 1, 2, 3, 4, 6, 8};

  /** The shape for at most these counts. */
  public static FrameShape atLeast(int references, int primitives) {
    int fittingReferences = fit(REFERENCES, references);
    int fittingPrimitives = fit(PRIMITIVES, primitives);
    return fittingReferences < 0 || fittingPrimitives < 0
        ? new FrameShape(references, primitives, true)
        : new FrameShape(fittingReferences, fittingPrimitives, false);
  }

  private static int fit(int[] sizes, int count) {
    for (int size : sizes) {
      if (size >= count) {
        return size;
      }
    }
    return -1;
  }

  /** The internal name of the frame class. */
  public String className() {
    return isArray ? RuntimeNames.ARRAY_FRAME : RuntimeNames.FRAME + references + "x" + primitives;
  }

  @Override
  public String toString() {
    return (isArray ? "array " : "") + references + "x" + primitives;
  }
}
