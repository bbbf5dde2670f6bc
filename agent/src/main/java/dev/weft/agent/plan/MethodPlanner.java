package dev.weft.agent.plan;

import dev.weft.agent.analysis.MethodFacts;
import dev.weft.agent.analysis.NewSite;
import dev.weft.agent.analysis.TypeState;
import dev.weft.agent.discover.CallTarget;
import dev.weft.agent.discover.Hierarchy;
import dev.weft.agent.plan.Refusal.Reason;
import dev.weft.agent.plan.SavedValue.Kind;
import dev.weft.agent.plan.SavedValue.Source;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodInsnNode;

/** Plans one method: for each suspend point what is saved, and the frame that holds it. */
public final class MethodPlanner {
  /** What we add to the locals of a method stays below the 65,535 of the format. */
  private static final int MAX_LOCALS = 60_000;

  private final Hierarchy hierarchy;

  private final boolean debug;

  /**
   * A planner that looks types up in {@code hierarchy}.
   *
   * @param debug whether variables in scope count as live
   */
  public MethodPlanner(Hierarchy hierarchy, boolean debug) {
    this.hierarchy = hierarchy;
    this.debug = debug;
  }

  /**
   * Plans a method whose unconstructed values do not cross a suspend point.
   *
   * @param calls the suspend points by instruction index; at least one
   * @param number of the resume body
   */
  public PlanResult plan(MethodFacts facts, Map<Integer, CallTarget> calls, int number) {
    if (calls.size() > MethodPlan.MAX_POINTS) {
      return refuse(
          facts,
          0,
          Reason.TOO_LARGE,
          calls.size() + " suspend points, at most 4,095 are possible; split the method");
    }
    if (facts.method().maxLocals > MAX_LOCALS) {
      return refuse(
          facts,
          0,
          Reason.TOO_LARGE,
          facts.method().maxLocals + " local slots leave too little room; split the method");
    }
    TypeAccess access = new TypeAccess(hierarchy, facts.owner());
    List<SuspendPoint> points = new ArrayList<>();
    for (Map.Entry<Integer, CallTarget> call : calls.entrySet()) {
      points.add(point(facts, points.size() + 1, call.getKey(), call.getValue(), access));
    }
    Optional<String> indispensable = access.indispensable(facts.method());
    if (indispensable.isPresent()) {
      return refuse(
          facts,
          points.get(0).line(),
          Reason.INACCESSIBLE_TYPE,
          "a value of type "
              + indispensable.get().replace('/', '.')
              + ", which is not visible from this class, lives across a suspend point;"
              + " keep it in a variable of a public type, or hand it on before suspending");
    }
    return MethodPlan.of(facts, number, points, shape(points), access.substitutes());
  }

  private static Refusal refuse(MethodFacts facts, int line, Reason reason, String text) {
    String method =
        facts.owner().replace('/', '.') + "." + facts.method().name + facts.method().desc;
    return new Refusal(method, line, reason, text);
  }

  private static FrameShape shape(List<SuspendPoint> points) {
    int references = 0;
    int primitives = 0;
    for (SuspendPoint point : points) {
      references = Math.max(references, count(point, Kind.REFERENCE));
      primitives = Math.max(primitives, count(point, Kind.PRIMITIVE));
    }
    return FrameShape.atLeast(references, primitives);
  }

  private static int count(SuspendPoint point, Kind kind) {
    int count = 0;
    for (SavedValue value : point.values()) {
      count += value.kind() == kind ? 1 : 0;
    }
    return count;
  }

  private SuspendPoint point(
      MethodFacts facts, int number, int index, CallTarget target, TypeAccess access) {
    MethodInsnNode call = (MethodInsnNode) facts.flow().instruction(index);
    TypeState state = facts.types().before(index);
    List<Object> below = state.below(consumed(call));
    BitSet live = facts.liveness().acrossCall(index);
    if (debug) {
      // What is in scope counts as live; a compiler may say so of what has no value.
      live.stream().filter(slot -> !isSavable(state, slot)).boxed().toList().forEach(live::clear);
    }
    Allocator allocator = new Allocator(access);
    List<SavedValue> values = new ArrayList<>();
    for (int slot = live.nextSetBit(0); slot >= 0; slot = live.nextSetBit(slot + 1)) {
      values.add(allocator.save(Source.LOCAL, slot, state.local(slot)));
    }
    for (int i = 0; i < below.size(); i++) {
      values.add(allocator.save(Source.STACK, i, below.get(i)));
    }
    Type result = Type.getReturnType(call.desc);
    String cast = result.getSort() >= Type.ARRAY ? access.castFor(result.getInternalName()) : "";
    return new SuspendPoint(
        number,
        index,
        call,
        target,
        facts.line(index),
        List.copyOf(below),
        List.copyOf(state.locals()),
        List.copyOf(values),
        cast);
  }

  private static boolean isSavable(TypeState state, int slot) {
    Object type = slot < state.locals().size() ? state.local(slot) : Opcodes.TOP;
    return !(type instanceof NewSite) && type != Opcodes.TOP && type != Opcodes.UNINITIALIZED_THIS;
  }

  private static int consumed(MethodInsnNode call) {
    int arguments = Type.getArgumentTypes(call.desc).length;
    return call.getOpcode() == Opcodes.INVOKESTATIC ? arguments : arguments + 1;
  }

  /** Hands out frame slots for one point. */
  private static final class Allocator {
    private final TypeAccess access;
    private int references;
    private int primitives;

    Allocator(TypeAccess access) {
      this.access = access;
    }

    SavedValue save(Source source, int index, Object type) {
      if (type == Opcodes.NULL) {
        return new SavedValue(source, index, type, Kind.NULL, -1, "");
      }
      if (type instanceof String name) {
        return new SavedValue(
            source, index, type, Kind.REFERENCE, references++, access.castFor(name));
      }
      if (type instanceof NewSite || type == Opcodes.TOP || type == Opcodes.UNINITIALIZED_THIS) {
        throw new IllegalStateException(
            "cannot save " + source + " " + index + " of type " + type + ": a fault of the weaver");
      }
      return new SavedValue(source, index, type, Kind.PRIMITIVE, primitives++, "");
    }
  }
}
