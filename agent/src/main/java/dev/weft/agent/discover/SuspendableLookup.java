package dev.weft.agent.discover;

import dev.weft.agent.discover.Hierarchy.Declaration;
import dev.weft.agent.names.RuntimeNames;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Decides which methods are suspendable and which have a woven twin, from signatures alone, so that
 * the class of the caller and the class of the callee come to the same answer. Thread-safe.
 */
public final class SuspendableLookup {
  private static final int MAX_ARGUMENT_SLOTS = 255;

  private final Hierarchy hierarchy;
  private final SuspendablePolicy policy;
  private final JdkTypes jdkTypes;
  private final TwinPromises promises;
  private final Substitutions substitutions; // null: as built in, read when first needed
  private final Map<String, Boolean> markedPackages = new ConcurrentHashMap<>();
  // Classes instead of lambdas, here and elsewhere: the JVM makes those when an application starts.
  private final Answers suspendable =
      new Answers() {
        @Override
        boolean decide(ClassOutline owner, MethodOutline method) {
          return decideSuspendable(owner, method);
        }
      };
  private final Answers twins =
      new Answers() {
        @Override
        boolean decide(ClassOutline owner, MethodOutline method) {
          return decideTwin(owner, method);
        }
      };

  /** A lookup for the classes of one loader. */
  public SuspendableLookup(
      Outlines outlines, SuspendablePolicy policy, JdkTypes jdkTypes, TwinPromises promises) {
    this(new Hierarchy(outlines), policy, jdkTypes, promises, null);
  }

  private SuspendableLookup(
      Hierarchy hierarchy,
      SuspendablePolicy policy,
      JdkTypes jdkTypes,
      TwinPromises promises,
      Substitutions substitutions) {
    this.substitutions = substitutions;
    this.promises = promises;
    this.hierarchy = hierarchy;
    this.policy = policy;
    this.jdkTypes = jdkTypes;
  }

  /**
   * This lookup, with what users add to the table of substitutions.
   *
   * @param lines of the files that a class path has of it
   * @param log gets a message per line that is wrong
   */
  public SuspendableLookup extended(List<ListedLine> lines, Consumer<String> log) {
    List<Substitution> more = new SubstitutionCheck(this, log).rows(lines);
    return more.isEmpty()
        ? this
        : new SuspendableLookup(hierarchy, policy, jdkTypes, promises, substitutions().with(more));
  }

  /** What woven code calls instead of methods of the JDK. */
  public Substitutions substitutions() {
    return substitutions == null ? Substitutions.builtIn() : substitutions;
  }

  /** The supertypes and resolution this lookup works with. */
  public Hierarchy hierarchy() {
    return hierarchy;
  }

  /** Whether the user asked to leave a class alone. */
  public boolean isExcluded(String internalName) {
    return policy.exclude().matches(internalName);
  }

  /** Whether the user asked for a class by name. */
  public boolean isIncluded(String internalName) {
    return policy.include().matches(internalName) && !isExcluded(internalName);
  }

  /** Whether a type as a whole is to be woven: included, or marked, or its package is. */
  public boolean isAsked(ClassOutline type) {
    return type.marked() || policy.include().matches(type.name()) || isPackageMarked(type);
  }

  /** Whether a caller that is woven already relies on twins of this class. */
  public boolean isPromised(ClassOutline owner) {
    return promises.contains(owner.name());
  }

  /** Whether a caller that is woven already relies on this method's twin. */
  public boolean isPromised(ClassOutline owner, MethodOutline method) {
    return promises.contains(owner.name(), method.key());
  }

  /** The JDK types with markers. */
  public JdkTypes jdkTypes() {
    return jdkTypes;
  }

  // ---- suspendable methods -------------------------------------------------------------------

  /** Whether the agent was asked to make this method suspendable. */
  public boolean isSuspendable(ClassOutline owner, MethodOutline method) {
    return suspendable.get(owner, method);
  }

  private boolean decideSuspendable(ClassOutline owner, MethodOutline method) {
    if (method.isInitializer()
        || JdkTypes.isJdk(owner.name())
        || policy.exclude().matches(owner.name())) {
      return false;
    }
    return policy.include().matches(owner.name())
        || isMarked(owner, method)
        || isLambdaBody(owner, method, new HashSet<>())
        || isBridgePartner(owner, method);
  }

  /** Marked by annotation: its own, its type's, its package's, or that of a method it overrides. */
  private boolean isMarked(ClassOutline owner, MethodOutline method) {
    if (method.marked() || owner.marked() || isPackageMarked(owner)) {
      return true;
    }
    if (!method.isVirtual()) {
      return false;
    }
    for (ClassOutline type : hierarchy.applicationSupertypes(owner)) {
      MethodOutline overridden = type.methods().get(method.key());
      if (overridden != null
          && overridden.isVirtual()
          && (overridden.marked() || type.marked() || isPackageMarked(type))) {
        return true;
      }
    }
    return false;
  }

  private boolean isPackageMarked(ClassOutline type) {
    String name = type.packageName() + "/package-info";
    if (JdkTypes.isJdk(name)) {
      return false;
    }
    Boolean known = markedPackages.get(name);
    if (known == null) {
      Optional<ClassOutline> outline = hierarchy.find(name);
      known = outline.isPresent() && outline.get().marked();
      markedPackages.put(name, known);
    }
    return known;
  }

  /**
   * Whether a method is the body of a lambda that is suspendable by its functional type, or because
   * the method that makes it is.
   *
   * @param seen makers on the way here: methods may make references to one another
   */
  private boolean isLambdaBody(ClassOutline owner, MethodOutline method, Set<String> seen) {
    for (LambdaUse use : owner.lambdas()) {
      if (use.bodyOwner().equals(owner.name())
          && use.body().equals(method.key())
          && seen.add(use.enclosing() + use.functionalType())
          && (hasTwin(use.functionalType(), use.functionalName(), use.functionalDescriptor())
              || isMadeSuspendable(owner, use.enclosing(), seen))) {
        return true;
      }
    }
    return false;
  }

  private boolean isMadeSuspendable(ClassOutline owner, String maker, Set<String> seen) {
    MethodOutline method = owner.methods().get(maker);
    return method != null
        && !method.isInitializer()
        && (isMarked(owner, method)
            || isLambdaBody(owner, method, seen)
            || isBridgePartner(owner, method));
  }

  /**
   * A compiler's bridge and the method it calls go together: {@code compareTo(Object)} suspends if
   * {@code compareTo(Acme)} does, and the other way round.
   */
  private boolean isBridgePartner(ClassOutline owner, MethodOutline method) {
    if (!method.isVirtual()) {
      return false;
    }
    boolean bridge = method.is(Opcodes.ACC_BRIDGE);
    int parameters = Type.getArgumentTypes(method.descriptor()).length;
    for (MethodOutline other : owner.methods().values()) {
      if (!other.equals(method)
          && other.is(Opcodes.ACC_BRIDGE) != bridge
          && other.name().equals(method.name())
          && other.isVirtual()
          && Type.getArgumentTypes(other.descriptor()).length == parameters
          && isMarked(owner, other)) {
        return true;
      }
    }
    return false;
  }

  // ---- twins ---------------------------------------------------------------------------------

  /** Whether this declaration has a woven twin, full or bridge, once its class is loaded. */
  public boolean hasTwin(ClassOutline owner, MethodOutline method) {
    return twins.get(owner, method);
  }

  private boolean decideTwin(ClassOutline owner, MethodOutline method) {
    if (owner.abiVersion() == RuntimeNames.ABI_VERSION) {
      return owner
          .methods()
          .containsKey(
              RuntimeNames.twinName(method.name())
                  + RuntimeNames.twinDescriptor(method.descriptor()));
    }
    return !method.isInitializer()
        && canCarryTwins(owner)
        && hasRoomForStack(method)
        && (isSuspendable(owner, method) || (method.isVirtual() && overridesTwin(owner, method)));
  }

  /** Whether the method a reference resolves to has a twin. */
  public boolean hasTwin(String owner, String name, String descriptor) {
    if (JdkTypes.isJdk(owner)) {
      return false;
    }
    Optional<Declaration> found = hierarchy.resolve(owner, name, descriptor);
    return found.isPresent() && hasTwin(found.get().owner(), found.get().method());
  }

  /** Whether a method overrides one that has a twin, which would otherwise bypass it. */
  public boolean overridesTwin(ClassOutline owner, MethodOutline method) {
    for (ClassOutline type : hierarchy.applicationSupertypes(owner)) {
      MethodOutline overridden = type.methods().get(method.key());
      if (overridden != null && overridden.isVirtual() && hasTwin(type, overridden)) {
        return true;
      }
    }
    return false;
  }

  /** The frame stack is one more argument; 255 slots is the limit of the JVM. */
  public static boolean hasRoomForStack(MethodOutline method) {
    int slots = Type.getArgumentsAndReturnSizes(method.descriptor()) >> 2; // counts a receiver
    return (method.is(Opcodes.ACC_STATIC) ? slots - 1 : slots) < MAX_ARGUMENT_SLOTS;
  }

  /** Whether methods can be added to a class without anybody noticing. */
  public boolean canCarryTwins(ClassOutline type) {
    if (JdkTypes.isJdk(type.name()) || policy.loadedBefore().test(type.name())) {
      return false;
    }
    return !type.isInterface()
        || (type.version() >= Opcodes.V1_8
            && !type.is(Opcodes.ACC_ANNOTATION)
            && !isManagement(type)
            && (!type.hasInitializer() || type.hasDefaultMethod()));
  }

  /** Management and remote interfaces are read by frameworks that reject unknown operations. */
  private boolean isManagement(ClassOutline type) {
    return type.management()
        || type.name().endsWith("MBean")
        || type.name().endsWith("MXBean")
        || type.interfaces().contains("java/rmi/Remote")
        || hierarchy.isSubtype(type, "java/rmi/Remote");
  }

  // ---- calls ---------------------------------------------------------------------------------

  /** What stands for a call, which {@code caller} makes; empty when it is made as written. */
  public Optional<Substitution> substitution(
      String caller, int opcode, String owner, String name, String descriptor) {
    if (CompanionTable.isCompanion(caller)) {
      return Optional.empty(); // the JDK's own code spins and yields where nothing may be raised
    }
    return substitutions().find(hierarchy, caller, opcode, owner, name, descriptor);
  }

  /** How the woven code of {@code caller} is to make a call. */
  public CallTarget classify(
      String caller, int opcode, String owner, String name, String descriptor) {
    if (owner.startsWith("[") || name.startsWith("<") || owner.equals(RuntimeNames.HOLD)) {
      return CallTarget.PLAIN;
    }
    Optional<Substitution> row = substitution(caller, opcode, owner, name, descriptor);
    if (row.isPresent()) {
      return row.get().target();
    }
    boolean dispatched = opcode == Opcodes.INVOKEVIRTUAL || opcode == Opcodes.INVOKEINTERFACE;
    if (JdkTypes.isJdk(owner) && policy.mayReachCopy(owner, name, descriptor)) {
      return CallTarget.DYNAMIC; // the receiver's class may have a copy
    }
    if (JdkTypes.isJdk(owner) && !(dispatched && isFunctional(owner))) {
      return dispatched && JdkTypes.isOfDrivers(owner) ? CallTarget.DYNAMIC : CallTarget.PLAIN;
    }
    Optional<Declaration> found = hierarchy.resolve(owner, name, descriptor);
    if (found.isEmpty()) {
      // Of the JDK's methods only those are missing that take whatever they are given.
      return policy.include().matches(owner)
              && opcode != Opcodes.INVOKESPECIAL
              && !JdkTypes.isJdk(owner)
          ? CallTarget.DYNAMIC
          : CallTarget.PLAIN;
    }
    ClassOutline type = found.get().owner();
    MethodOutline method = found.get().method();
    if (cannotSuspend(type, method)) {
      return CallTarget.PLAIN;
    }
    if (hasTwin(type, method)) {
      if (opcode == Opcodes.INVOKESPECIAL && !twinIsDeclaredBy(type, owner, method)) {
        return CallTarget.PLAIN;
      }
      promises.add(type.name(), method.key());
      return CallTarget.TWIN;
    }
    if (!dispatched || !hasRoomForStack(method)) {
      return CallTarget.PLAIN;
    }
    if (JdkTypes.isJdk(type.name()) && policy.mayReachCopy(type.name(), name, descriptor)) {
      return CallTarget.DYNAMIC;
    }
    Optional<String> marked = markedType(type, method);
    if (marked.isPresent()) {
      return new CallTarget.Marker(JdkTypes.marker(marked.get()));
    }
    boolean open = method.isVirtual() && (type.isInterface() || method.is(Opcodes.ACC_ABSTRACT));
    return open && (!JdkTypes.isJdk(type.name()) || JdkTypes.isOfDrivers(type.name()))
        ? CallTarget.DYNAMIC
        : CallTarget.PLAIN;
  }

  /** The JDK type with a marker that declares this method; {@code Closeable} stands for another. */
  private Optional<String> markedType(ClassOutline type, MethodOutline method) {
    if (jdkTypes.has(type.name(), method.key())) {
      return Optional.of(type.name());
    }
    // Not abstract: ExecutorService.close, a default method that stands for AutoCloseable's.
    if (!JdkTypes.isJdk(type.name()) || !(method.is(Opcodes.ACC_ABSTRACT) || type.isInterface())) {
      return Optional.empty();
    }
    for (String supertype : hierarchy.supertypes(type).keySet()) {
      if (jdkTypes.has(supertype, method.key())) {
        return Optional.of(supertype);
      }
    }
    return Optional.empty();
  }

  /** Native and synchronized methods that nobody overrides: their twins only call them. */
  private static boolean cannotSuspend(ClassOutline type, MethodOutline method) {
    return method.is(Opcodes.ACC_NATIVE | Opcodes.ACC_SYNCHRONIZED)
        && (method.is(Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL)
            || type.is(Opcodes.ACC_FINAL));
  }

  private static boolean isFunctional(String jdkType) {
    return jdkType.startsWith("java/util/")
        || jdkType.startsWith("java/lang/")
        || jdkType.startsWith("java/io/");
  }

  /**
   * {@code super.m()} may pass the stack only if the twin it reaches belongs to the method it
   * reaches: a twin redeclared in between calls virtually, and would come back to the caller.
   */
  private boolean twinIsDeclaredBy(ClassOutline target, String from, MethodOutline method) {
    Set<String> seen = new HashSet<>(); // superclasses may form a cycle, which the JVM will refuse
    Optional<ClassOutline> type = hierarchy.find(from);
    while (type.isPresent()
        && !type.get().name().equals(target.name())
        && seen.add(type.get().name())) {
      if (!type.get().isInterface()
          && new TwinConflicts(this).redeclares(type.get(), method.key())) {
        return false;
      }
      type = hierarchy.superclass(type.get());
    }
    return true;
  }
}
