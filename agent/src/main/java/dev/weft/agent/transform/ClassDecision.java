package dev.weft.agent.transform;

import dev.weft.agent.discover.ClassOutline;
import dev.weft.agent.discover.JdkTypes;
import dev.weft.agent.discover.LambdaUse;
import dev.weft.agent.discover.MethodOutline;
import dev.weft.agent.discover.SuspendableLookup;
import dev.weft.agent.discover.TwinConflicts;
import dev.weft.agent.names.RuntimeNames;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;

/**
 * What is to be done to a class, from signatures alone.
 *
 * @param suspendable methods to weave
 * @param bridged methods that are not suspendable but override one that has a twin
 * @param redeclared inherited methods whose twin the class must choose
 * @param foreignTwins twin-shaped methods of a class that no weaver made: a generated proxy's
 * @param markers JDK types whose marker interface the class implements from now on
 * @param lambdas whether it creates lambdas that may have to be suspendable
 */
record ClassDecision(
    List<MethodOutline> suspendable,
    List<MethodOutline> bridged,
    List<MethodOutline> redeclared,
    List<MethodOutline> foreignTwins,
    Set<String> markers,
    boolean lambdas) {

  /** Nothing is to be done. */
  private static final ClassDecision NOTHING =
      new ClassDecision(List.of(), List.of(), List.of(), List.of(), Set.of(), false);

  static ClassDecision of(ClassOutline type, SuspendableLookup lookup) {
    if (isOutside(type, lookup)) {
      return NOTHING;
    }
    boolean lambdas = false;
    for (LambdaUse use : type.lambdas()) {
      lambdas = lambdas || mayBeSuspendable(use, lookup);
    }
    List<MethodOutline> suspendable = new ArrayList<>();
    List<MethodOutline> bridged = new ArrayList<>();
    List<MethodOutline> foreign = new ArrayList<>();
    boolean carries = lookup.canCarryTwins(type);
    boolean alone = hasOnlyJdkSupertypes(type);
    for (MethodOutline method : type.methods().values()) {
      if (RuntimeNames.isTwin(method.name(), method.descriptor())) {
        foreign.add(method);
      } else if (lookup.isSuspendable(type, method)) {
        suspendable.add(method);
      } else if (carries
          && SuspendableLookup.hasRoomForStack(method)
          && ((!alone && method.isVirtual() && lookup.overridesTwin(type, method))
              || lookup.isPromised(type, method))) {
        bridged.add(method);
      }
    }
    Set<String> markers = carries ? markers(type, suspendable, lookup) : Set.of();
    boolean mayConflict =
        carries && type.interfaces().size() + markers.size() > 0 && !(alone && markers.isEmpty());
    List<MethodOutline> redeclared =
        mayConflict ? new TwinConflicts(lookup).redeclared(type, markers) : List.of();
    return new ClassDecision(suspendable, bridged, redeclared, foreign, markers, lambdas);
  }

  /** This decision without the bridges that a loaded class does not have, and so cannot get. */
  ClassDecision withTwinsIn(Predicate<String> allowed) {
    Predicate<MethodOutline> hasTwin =
        method ->
            allowed.test(
                RuntimeNames.twinName(method.name())
                    + RuntimeNames.twinDescriptor(method.descriptor()));
    return new ClassDecision(
        suspendable,
        bridged.stream().filter(hasTwin).toList(),
        redeclared.stream().filter(hasTwin).toList(),
        foreignTwins,
        markers,
        lambdas);
  }

  /** Whether the class stays as it is. */
  boolean isEmpty() {
    return suspendable.isEmpty()
        && bridged.isEmpty()
        && redeclared.isEmpty()
        && foreignTwins.isEmpty()
        && !lambdas;
  }

  /** Whether there is code to weave. */
  boolean weavesBodies() {
    for (MethodOutline method : suspendable) {
      if (!method.is(Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) {
        return true;
      }
    }
    return false;
  }

  private static boolean mayBeSuspendable(LambdaUse use, SuspendableLookup lookup) {
    return !use.functionalType().isEmpty()
        && (lookup.jdkTypes().isMarked(use.bodyOwner())
            || lookup.hasTwin(use.bodyOwner(), use.bodyName(), use.bodyDescriptor())
            || lookup.hasTwin(
                use.functionalType(), use.functionalName(), use.functionalDescriptor())
            || !JdkTypes.isJdk(use.functionalType())); // (J1 & J2): the other one may be
  }

  /**
   * Whether nobody asked for the class nor for one of its supertypes, and no lambda of theirs may
   * reach what somebody asked for. For most classes of most applications this is all that is done.
   */
  private static boolean isOutside(ClassOutline type, SuspendableLookup lookup) {
    if (!isQuiet(type, lookup)) {
      return false;
    }
    for (ClassOutline supertype : lookup.hierarchy().applicationSupertypes(type)) {
      if (!isQuiet(supertype, lookup)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isQuiet(ClassOutline type, SuspendableLookup lookup) {
    if (lookup.isAsked(type) || lookup.isPromised(type) || type.abiVersion() != 0) {
      return false;
    }
    for (LambdaUse use : type.lambdas()) {
      if (mayBeSuspendable(use, lookup)) {
        return false;
      }
    }
    for (MethodOutline method : type.methods().values()) {
      if (method.marked() || RuntimeNames.isTwin(method.name(), method.descriptor())) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasOnlyJdkSupertypes(ClassOutline type) {
    if (type.superName().isPresent() && !JdkTypes.isJdk(type.superName().get())) {
      return false;
    }
    for (String name : type.interfaces()) {
      if (!JdkTypes.isJdk(name)) {
        return false;
      }
    }
    return true;
  }

  private static Set<String> markers(
      ClassOutline type, List<MethodOutline> suspendable, SuspendableLookup lookup) {
    Set<String> markers = new LinkedHashSet<>();
    List<String> candidates = new ArrayList<>();
    for (String supertype : lookup.hierarchy().supertypes(type).keySet()) {
      if (lookup.jdkTypes().isMarked(supertype)
          && !type.interfaces().contains(JdkTypes.marker(supertype))) {
        candidates.add(supertype);
      }
    }
    if (candidates.isEmpty()) {
      return Set.of();
    }
    for (MethodOutline method : suspendable) {
      if (method.isVirtual()
          && SuspendableLookup.hasRoomForStack(method)
          && !lookup.jdkTypes().has(type.name(), method.key())) {
        for (String supertype : candidates) {
          if (lookup.jdkTypes().has(supertype, method.key())) {
            markers.add(supertype);
          }
        }
      }
    }
    return type.is(Opcodes.ACC_ANNOTATION) ? Set.of() : markers;
  }
}
