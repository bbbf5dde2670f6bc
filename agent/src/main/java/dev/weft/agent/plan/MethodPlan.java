package dev.weft.agent.plan;

import dev.weft.agent.analysis.MethodFacts;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How one method is woven. Prints as stable text.
 *
 * @param facts the facts about the code the bodies are made from
 * @param number of the resume body, unique in the class
 * @param points the suspend points in the order of the code; at least one
 * @param shape the frame class
 * @param substitutes types that the class may not name, and the supertypes that stand for them in
 *     the resume body
 * @param staying the slots of parameters whose values stay in the frame while the method runs
 * @param bodyHash a hash of the body in the upper bits, zero in the lower ones
 */
public record MethodPlan(
    MethodFacts facts,
    int number,
    List<SuspendPoint> points,
    FrameShape shape,
    Map<String, String> substitutes,
    Set<Integer> staying,
    int bodyHash)
    implements PlanResult {

  /** How many bits of a tag name the suspend point; the others hold the hash. */
  public static final int POINT_BITS = 12;

  /** The largest number a point can have. */
  public static final int MAX_POINTS = (1 << POINT_BITS) - 1;

  /** A plan; computes the hash of the body. */
  static MethodPlan of(
      MethodFacts facts,
      int number,
      List<SuspendPoint> points,
      FrameShape shape,
      Map<String, String> substitutes) {
    int hash = BodyHash.of(facts.method(), points) << POINT_BITS;
    Set<Integer> staying = StayingParameters.of(facts.method());
    return new MethodPlan(facts, number, points, shape, substitutes, staying, hash);
  }

  /** The tag a frame gets at a point. */
  public int tag(SuspendPoint point) {
    return bodyHash | point.number();
  }

  /** Whether a frame keeps this reference when it is restored; others it gives away. */
  public boolean stays(SavedValue value) {
    return !shape.isArray()
        && value.source() == SavedValue.Source.LOCAL
        && staying.contains(value.index());
  }

  /** The frame's slots of all values that stay. */
  public Set<Integer> stayingSlots() {
    Set<Integer> slots = new TreeSet<>();
    for (SuspendPoint point : points) {
      for (SavedValue value : point.values()) {
        if (value.kind() == SavedValue.Kind.REFERENCE && stays(value)) {
          slots.add(value.slot());
        }
      }
    }
    return slots;
  }

  /** The lines of the points: char <em>i</em> is that of point <em>i + 1</em>. */
  public String lines() {
    StringBuilder lines = new StringBuilder();
    for (SuspendPoint point : points) {
      lines.append((char) point.line());
    }
    return lines.toString();
  }

  @Override
  public String toString() {
    return facts.owner()
        + "."
        + facts.method().name
        + facts.method().desc
        + " frame "
        + shape
        + points.stream().map(point -> "\n  " + point).collect(Collectors.joining());
  }
}
