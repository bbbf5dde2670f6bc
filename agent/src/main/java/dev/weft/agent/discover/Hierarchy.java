package dev.weft.agent.discover;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.objectweb.asm.Opcodes;

/** Supertypes and method resolution by outlines (JVMS §5.4.3.3, §5.4.3.4). */
public final class Hierarchy {
  private final Outlines outlines;
  private final Map<String, Supertypes> cache = new ConcurrentHashMap<>();

  /** The supertypes of a class, as long as its outline stays this one. */
  private record Supertypes(ClassOutline of, Map<String, ClassOutline> types) {}

  /** The hierarchy of the classes in {@code outlines}. */
  public Hierarchy(Outlines outlines) {
    this.outlines = outlines;
  }

  /** The outline of a class, if it can be read. */
  public Optional<ClassOutline> find(String internalName) {
    return outlines.find(internalName);
  }

  /**
   * All proper supertypes that can be read: the superclass chain first, then interfaces breadth
   * first.
   */
  public Map<String, ClassOutline> supertypes(ClassOutline type) {
    Supertypes known = cache.get(type.name());
    if (known == null || !isSame(known.of(), type)) {
      known = new Supertypes(type, Collections.unmodifiableMap(collect(type)));
      cache.put(type.name(), known);
    }
    return known.types();
  }

  @SuppressWarnings("ReferenceEquality") // the question is whether it was replaced
  private static boolean isSame(ClassOutline first, ClassOutline second) {
    return first == second;
  }

  private Map<String, ClassOutline> collect(ClassOutline type) {
    Map<String, ClassOutline> all = new LinkedHashMap<>();
    Deque<ClassOutline> open = new ArrayDeque<>();
    open.add(type);
    for (Optional<ClassOutline> up = superclass(type); up.isPresent(); up = superclass(up.get())) {
      if (all.putIfAbsent(up.get().name(), up.get()) != null) {
        break; // a cycle, in a class the JVM will refuse
      }
      open.add(up.get());
    }
    while (!open.isEmpty()) {
      for (String name : open.remove().interfaces()) {
        if (!all.containsKey(name)) {
          find(name)
              .ifPresent(
                  outline -> {
                    all.put(name, outline);
                    open.add(outline);
                  });
        }
      }
    }
    return all;
  }

  /** The outline of the direct superclass. */
  public Optional<ClassOutline> superclass(ClassOutline type) {
    return type.superName().flatMap(this::find);
  }

  /** A method and the class that declares it. */
  public record Declaration(ClassOutline owner, MethodOutline method) {}

  /** The method a symbolic reference resolves to; empty when a class on the way is missing. */
  public Optional<Declaration> resolve(String owner, String name, String descriptor) {
    Optional<ClassOutline> start = find(owner);
    if (start.isEmpty()) {
      return Optional.empty();
    }
    String key = name + descriptor;
    MethodOutline own = start.get().methods().get(key);
    if (own != null) {
      return Optional.of(new Declaration(start.get(), own));
    }
    Declaration candidate = null;
    for (ClassOutline type : supertypes(start.get()).values()) {
      MethodOutline found = type.methods().get(key);
      if (found != null && (!type.isInterface() || !found.is(Opcodes.ACC_STATIC))) {
        if (candidate == null || isSubtype(type, candidate.owner().name())) {
          candidate = new Declaration(type, found);
        }
        if (!type.isInterface()) {
          return Optional.of(new Declaration(type, found));
        }
      }
    }
    return Optional.ofNullable(candidate);
  }

  /** Whether {@code type} has {@code supertype} among its proper supertypes. */
  public boolean isSubtype(ClassOutline type, String supertype) {
    return supertypes(type).containsKey(supertype);
  }
}
