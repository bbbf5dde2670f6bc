package dev.weft.agent.discover;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the methods whose twin a class would inherit from two unrelated interfaces, which the JVM
 * refuses to choose between: such a class declares a twin of its own.
 */
public final class TwinConflicts {
  private final SuspendableLookup lookup;

  /** Conflicts as this lookup sees twins. */
  public TwinConflicts(SuspendableLookup lookup) {
    this.lookup = lookup;
  }

  /** Whether a class redeclares the twin of a method because of a conflict. */
  public boolean redeclares(ClassOutline type, String methodKey) {
    for (MethodOutline method : redeclared(type, Set.of())) {
      if (method.key().equals(methodKey)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The methods whose twins a class must redeclare.
   *
   * @param markers JDK types whose marker the class is given
   */
  public List<MethodOutline> redeclared(ClassOutline type, Set<String> markers) {
    Map<String, ClassOutline> supertypes = lookup.hierarchy().supertypes(type);
    Map<String, List<ClassOutline>> providers = new LinkedHashMap<>();
    Map<String, MethodOutline> methods = new LinkedHashMap<>();
    for (ClassOutline supertype : supertypes.values()) {
      if (supertype.isInterface()) {
        for (MethodOutline method : supertype.methods().values()) {
          if (provides(supertype, method, markers)) {
            List<ClassOutline> types = providers.get(method.key());
            if (types == null) {
              types = new ArrayList<>();
              providers.put(method.key(), types);
              methods.put(method.key(), method);
            }
            types.add(supertype);
          }
        }
      }
    }
    List<MethodOutline> conflicts = new ArrayList<>();
    for (Map.Entry<String, List<ClassOutline>> provided : providers.entrySet()) {
      MethodOutline method = methods.get(provided.getKey());
      if (mostSpecific(provided.getValue()).size() > 1 && !isDeclaredByClass(type, method)) {
        conflicts.add(method);
      }
    }
    return conflicts;
  }

  private boolean provides(ClassOutline type, MethodOutline method, Set<String> markers) {
    return method.isVirtual()
        && (lookup.hasTwin(type, method)
            || (markers.contains(type.name()) && lookup.jdkTypes().has(type.name(), method.key())));
  }

  private Set<String> mostSpecific(List<ClassOutline> types) {
    Set<String> specific = new LinkedHashSet<>();
    for (ClassOutline type : types) {
      specific.add(type.name());
    }
    if (specific.size() > 1) {
      for (ClassOutline type : types) {
        specific.removeAll(lookup.hierarchy().supertypes(type).keySet());
      }
    }
    return specific;
  }

  /**
   * A twin declared by the class, or by a superclass, wins over those of interfaces. A superclass
   * with a conflict declares one, or inherits one from further up: which of the two need not be
   * asked, so that this takes no longer than the chain of superclasses.
   */
  private boolean isDeclaredByClass(ClassOutline start, MethodOutline method) {
    Set<String> seen = new HashSet<>(); // superclasses may form a cycle, which the JVM will refuse
    Optional<ClassOutline> type = Optional.of(start);
    while (type.isPresent() && seen.add(type.get().name())) {
      Optional<MethodOutline> declared = type.get().method(method.name(), method.descriptor());
      if (declared.isPresent() && lookup.hasTwin(type.get(), declared.get())) {
        return true;
      }
      if (start.isInterface()) {
        return false;
      }
      type = lookup.hierarchy().superclass(type.get());
      if (type.isPresent() && hasConflict(type.get(), method.key())) {
        return true;
      }
    }
    return false;
  }

  private boolean hasConflict(ClassOutline type, String key) {
    List<ClassOutline> providers = new ArrayList<>();
    for (ClassOutline supertype : lookup.hierarchy().supertypes(type).values()) {
      MethodOutline method = supertype.methods().get(key);
      if (supertype.isInterface() && method != null && provides(supertype, method, Set.of())) {
        providers.add(supertype);
      }
    }
    return mostSpecific(providers).size() > 1;
  }
}
