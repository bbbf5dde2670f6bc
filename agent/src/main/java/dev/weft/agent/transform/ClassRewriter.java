package dev.weft.agent.transform;

import dev.weft.agent.analysis.MethodFacts;
import dev.weft.agent.discover.ClassOutline;
import dev.weft.agent.discover.JdkTypes;
import dev.weft.agent.discover.MethodOutline;
import dev.weft.agent.discover.SuspendableLookup;
import dev.weft.agent.emit.BridgeEmitter;
import dev.weft.agent.emit.Environment;
import dev.weft.agent.names.RuntimeNames;
import dev.weft.agent.plan.CallSites;
import dev.weft.agent.plan.Refusal;
import dev.weft.agent.plan.Refusal.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Carries out what was decided for one class. Used once. */
final class ClassRewriter {
  /** More values would take hundreds of megabytes; a method of a real program has some thousand. */
  private static final long MAX_CELLS = 30_000_000;

  private final ClassNode type;
  private final ClassOutline outline;
  private final ClassDecision decision;
  private final SuspendableLookup lookup;
  private final MethodWeaver weaver;
  private final BridgeEmitter bridges;

  /** Class-file version: that of the original, unless it was too old. */
  private final int version;

  private final boolean carriesTwins;
  private final Map<String, MethodNode> methods = new HashMap<>();
  private final Map<String, MethodReport> reports = new LinkedHashMap<>();
  private final HandWritten handWritten;
  private final Predicate<String> allowed;
  private final boolean debug;
  private boolean changed;
  private boolean newMembers;

  ClassRewriter(
      ClassNode type,
      ClassOutline outline,
      ClassDecision decision,
      SuspendableLookup lookup,
      WeaverOptions options,
      Predicate<String> allowed) {
    this.allowed = allowed;
    this.debug = options.debug();
    this.type = type;
    this.outline = outline;
    this.decision = decision;
    this.lookup = lookup;
    this.version = type.version & 0xFFFF;
    this.weaver =
        new MethodWeaver(
            type.name,
            lookup,
            new Environment(
                version,
                outline.isInterface(),
                type.sourceFile == null ? "" : type.sourceFile,
                options.chaos()),
            options.debug());
    this.bridges = new BridgeEmitter(type, type.name, outline.isInterface());
    this.carriesTwins = lookup.canCarryTwins(outline);
    for (MethodNode method : type.methods) {
      methods.put(method.name + method.desc, method);
    }
    this.handWritten = new HandWritten(type, lookup);
  }

  /** The class, rewritten or about to be. */
  ClassNode type() {
    return type;
  }

  /** Whether the class differs from the original. */
  boolean hasChanged() {
    return changed || newMembers;
  }

  /** Whether it has methods or interfaces that the original does not have. */
  boolean hasNewMembers() {
    return newMembers;
  }

  /** Rewrites the class node. */
  List<MethodReport> rewrite() {
    newMembers |= handWritten.rewrite();
    replaceForeignTwins();
    Map<String, MethodNode> candidates = candidates();
    changed |=
        new LambdaSites(type, lookup, !decision.suspendable().isEmpty(), allowed)
            .rewrite(candidates.keySet());
    newMembers |= changed && !candidates.isEmpty();
    ReturnChecks checks = new ReturnChecks(outline, lookup);
    boolean checked =
        (!decision.suspendable().isEmpty() || lookup.isAsked(outline))
            && !RuntimeNames.isRuntime(type.name);
    if (checked) {
      type.methods.forEach(m -> checks.insert(m, candidates.containsKey(m.name + m.desc)));
    }
    weave(candidates);
    if (checked) {
      candidates.values().forEach(checks::insertIntoPlain);
    }
    changed |= checks.hasChanged();
    bridge();
    addMarkers();
    changed |= decision.weavesBodies() && new PlainLeaves(type, lookup).rewrite();
    return List.copyOf(reports.values());
  }

  /** Adds bridges for everything that would have a twin; no body is woven, for this reason. */
  List<MethodReport> bridgeAll(Reason reason, String text) {
    replaceForeignTwins();
    for (MethodOutline method : decision.suspendable()) {
      if (carriesTwins && SuspendableLookup.hasRoomForStack(method)) {
        if (method.is(Opcodes.ACC_ABSTRACT)) {
          bridges.emitToReceiver(method.access(), method.name(), method.descriptor(), null);
          newMembers = true;
        } else {
          bridgeToOwn(method);
        }
        refuse(method, reason, text);
      }
    }
    bridge();
    return List.copyOf(reports.values());
  }

  // ---- suspendable methods -------------------------------------------------------------------

  /** The suspendable methods with code that can be woven; the others get what they need. */
  private Map<String, MethodNode> candidates() {
    Map<String, MethodNode> candidates = new LinkedHashMap<>();
    for (MethodOutline method : decision.suspendable()) {
      String key = method.key();
      if (handWritten.hasTwinOf(method)) {
        continue;
      }
      if (!SuspendableLookup.hasRoomForStack(method)) {
        refuse(
            method,
            Reason.TOO_MANY_ARGUMENTS,
            "its arguments take 255 slots, and the frame"
                + " stack needs one; pass fewer arguments, or an object that holds them");
      } else if (!carriesTwins) {
        reports.put(key, new MethodReport.Plain(key, "twins cannot be added to this type"));
      } else if (method.is(Opcodes.ACC_ABSTRACT)) {
        bridges.emitToReceiver(method.access(), method.name(), method.descriptor(), null);
        newMembers = true;
      } else if (method.is(Opcodes.ACC_NATIVE)) {
        refuse(method, Reason.NATIVE, "a native method has no code to weave");
        bridgeToOwn(method);
      } else if (OldClassFile.isOld(version)) {
        refuse(
            method,
            Reason.OLD_CLASS_FILE,
            "class-file version "
                + version
                + " has no stack maps, and a class needed to compute them is missing; complete the"
                + " class path, or compile it for Java 7 or later");
        bridgeToOwn(method);
      } else if (method.is(Opcodes.ACC_SYNCHRONIZED)) {
        leaf(method, "a synchronized method holds its monitor, so it runs as plain code");
      } else if (method.name().equals("$deserializeLambda$")) {
        reports.put(key, new MethodReport.Plain(key, "made by the compiler for serialization"));
      } else {
        candidates.put(key, methods.get(key));
      }
    }
    return candidates;
  }

  private void weave(Map<String, MethodNode> candidates) {
    Map<String, MethodFacts> facts = new LinkedHashMap<>();
    Set<String> leaves = new HashSet<>();
    CallSites sites = new CallSites(lookup, type.name, new LeafCalls(leaves));
    for (Map.Entry<String, MethodNode> candidate : candidates.entrySet()) {
      String key = candidate.getKey();
      if (!sites.mayHaveAny(candidate.getValue())) {
        leaves.add(key);
        continue;
      }
      long cells = MethodFacts.cells(candidate.getValue());
      if (cells > MAX_CELLS) {
        refuse(
            outline.methods().get(key),
            Reason.TOO_LARGE,
            "its code has "
                + cells
                + " values to keep track of (instructions times stack and locals), at most "
                + MAX_CELLS
                + " are; split the method");
        continue;
      }
      try {
        facts.put(key, MethodFacts.of(type.name, candidate.getValue(), debug));
      } catch (RuntimeException | AssertionError e) { // ASM says "malformed" by many kinds
        refuseMalformed(key, e);
      }
    }
    findLeaves(facts, sites, leaves);
    int number = 0;
    for (String key : candidates.keySet()) {
      weave(key, facts.get(key), sites, leaves.contains(key), number++);
    }
  }

  private void refuseMalformed(String key, Throwable e) {
    refuse(
        outline.methods().get(key),
        Reason.MALFORMED,
        "its code could not be analysed (" + e + "); the verifier will tell more");
  }

  /**
   * Every candidate gets a resume body under its number, if only one that fails: a redefined class
   * may suspend where this one does not, and must not need another method for it.
   */
  private void weave(String key, MethodFacts facts, CallSites sites, boolean isLeaf, int number) {
    MethodOutline method = outline.methods().get(key);
    List<MethodNode> bodies = List.of();
    if (isLeaf) {
      reports.put(key, new MethodReport.Leaf(key, "no call in it can suspend"));
    } else if (facts != null && isAnalysable(key, facts)) {
      MethodWeaver.Outcome outcome = weaver.weave(facts, sites, number);
      reports.put(key, outcome.report());
      bodies = outcome.bodies();
    }
    if (bodies.isEmpty()) {
      bridgeToOwn(method);
      bodies = weaver.stub(method.name(), number);
    }
    type.methods.addAll(bodies);
    newMembers = true;
  }

  private boolean isAnalysable(String key, MethodFacts facts) {
    try {
      facts.types();
      facts.liveness();
      return true;
    } catch (RuntimeException | AssertionError e) { // as above
      refuseMalformed(key, e);
      return false;
    }
  }

  /**
   * Methods without suspend points; calls to those that nobody overrides are none either. A method
   * is looked at again when one that it calls turns out to be a leaf, not in rounds: a chain of
   * methods would take as many rounds as it is long.
   */
  private void findLeaves(Map<String, MethodFacts> facts, CallSites sites, Set<String> leaves) {
    Map<String, Set<String>> callers = new HashMap<>();
    facts.forEach(
        (key, method) -> {
          for (AbstractInsnNode instruction : method.method().instructions) {
            if (instruction instanceof MethodInsnNode call && call.owner.equals(type.name)) {
              callers.computeIfAbsent(call.name + call.desc, k -> new LinkedHashSet<>()).add(key);
            }
          }
        });
    Deque<String> open = new ArrayDeque<>(facts.keySet());
    while (!open.isEmpty()) {
      String key = open.remove();
      if (!leaves.contains(key) && facts.containsKey(key) && !sites.hasAny(facts.get(key))) {
        leaves.add(key);
        open.addAll(callers.getOrDefault(key, Set.of()));
      }
    }
  }

  /** Calls of this class's own leaves, if nobody can override them. */
  private final class LeafCalls implements Predicate<MethodInsnNode> {
    private final Set<String> leaves;

    LeafCalls(Set<String> leaves) {
      this.leaves = leaves;
    }

    @Override
    public boolean test(MethodInsnNode call) {
      if (!call.owner.equals(type.name) || !leaves.contains(call.name + call.desc)) {
        return false;
      }
      MethodOutline method = outline.methods().get(call.name + call.desc);
      return method.is(Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL)
          || outline.is(Opcodes.ACC_FINAL);
    }
  }

  private void leaf(MethodOutline method, String why) {
    bridgeToOwn(method);
    reports.put(method.key(), new MethodReport.Leaf(method.key(), why));
  }

  private void refuse(MethodOutline method, Reason reason, String text) {
    Refusal refusal =
        new Refusal(
            type.name.replace('/', '.') + "." + method.name() + method.descriptor(),
            0,
            reason,
            text);
    reports.put(method.key(), new MethodReport.Refused(method.key(), refusal));
  }

  // ---- bridges and markers -------------------------------------------------------------------

  private void bridge() {
    for (MethodOutline method : decision.bridged()) {
      if (handWritten.hasTwinOf(method)) {
        continue;
      }
      if (method.is(Opcodes.ACC_ABSTRACT)) {
        bridges.emitToReceiver(method.access(), method.name(), method.descriptor(), null);
        newMembers = true;
      } else {
        bridgeToOwn(method);
      }
      String why = "not suspendable itself; a bridge keeps it from being bypassed";
      reports.put(method.key(), new MethodReport.Plain(method.key(), why));
    }
    for (MethodOutline method : decision.redeclared()) {
      bridges.emitToReceiver(Opcodes.ACC_PUBLIC, method.name(), method.descriptor(), null);
      newMembers = true;
    }
  }

  private void bridgeToOwn(MethodOutline method) {
    bridges.emitToOwn(method.access(), method.name(), method.descriptor(), null);
    newMembers = true;
  }

  /** In a class that no weaver made, a twin is a copy of somebody's: it would skip the override. */
  private void replaceForeignTwins() {
    for (MethodOutline twin : decision.foreignTwins()) {
      if (handWritten.isTwin(twin)) {
        continue;
      }
      type.methods.remove(methods.remove(twin.key()));
      String name = twin.name().substring(RuntimeNames.TWIN_PREFIX.length());
      String descriptor = RuntimeNames.plainDescriptor(twin.descriptor());
      boolean declared = methods.containsKey(name + descriptor);
      boolean willBeBridged =
          decision.bridged().stream().anyMatch(m -> m.key().equals(name + descriptor))
              || decision.suspendable().stream().anyMatch(m -> m.key().equals(name + descriptor));
      if (!willBeBridged) {
        int access = twin.access() & ~Opcodes.ACC_ABSTRACT;
        if (declared) {
          bridges.emitToOwn(access, name, descriptor, null);
        } else {
          bridges.emitToReceiver(access, name, descriptor, null);
        }
      }
      newMembers = true;
    }
  }

  private void addMarkers() {
    List<String> interfaces = new ArrayList<>(type.interfaces);
    for (String supertype : decision.markers()) {
      String marker = JdkTypes.marker(supertype);
      if (!interfaces.contains(marker)) {
        type.interfaces.add(marker);
        appendToSignature(marker);
        newMembers = true;
      }
    }
  }

  /** Generic reflection reads supertypes from the signature, which must agree in number. */
  private void appendToSignature(String marker) {
    if (type.signature != null) {
      type.signature += "L" + marker + ";";
    }
  }
}
