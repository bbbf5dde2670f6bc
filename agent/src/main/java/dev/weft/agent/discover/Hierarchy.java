package dev.weft.agent.discover;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.objectweb.asm.Opcodes;

/** Supertypes and method resolution by outlines (JVMS §5.4.3.3, §5.4.3.4). */
public final class Hierarchy {
  private final Outlines outlines;
  private final Map<String, Supertypes> cache = new ConcurrentHashMap<>();
  private final Map<String, ApplicationSupertypes> applicationCache = new ConcurrentHashMap<>();

  /** The supertypes of a class, as long as its outline stays this one. */
  private record Supertypes(ClassOutline of, Map<String, ClassOutline> types) {}

  /** The same without those of the JDK. */
  private record ApplicationSupertypes(ClassOutline of, List<ClassOutline> types) {}

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
      known = new Supertypes(type, Collections.unmodifiableMap(collect(type, true)));
      cache.put(type.name(), known);
    }
    return known.types();
  }

  @SuppressWarnings("ReferenceEquality") // the question is whether it was replaced
  private static boolean isSame(ClassOutline first, ClassOutline second) {
    return first == second;
  }

  /**
   * The proper supertypes that are not the JDK's, in the same order. Those of JDK types are the
   * JDK's, too, so none of its class files is read for it.
   */
  public List<ClassOutline> applicationSupertypes(ClassOutline type) {
    ApplicationSupertypes known = applicationCache.get(type.name());
    if (known == null || !isSame(known.of(), type)) {
      List<ClassOutline> types = List.copyOf(collect(type, false).values());
      known = new ApplicationSupertypes(type, types);
      applicationCache.put(type.name(), known);
    }
    return known.types();
  }

  private Map<String, ClassOutline> collect(ClassOutline type, boolean jdk) {
    Map<String, ClassOutline> all = new LinkedHashMap<>();
    Deque<ClassOutline> open = new ArrayDeque<>();
    open.add(type);
    Optional<ClassOutline> up = find(type.superName(), jdk);
    while (up.isPresent() && all.putIfAbsent(up.get().name(), up.get()) == null) {
      open.add(up.get()); // else a cycle, in a class the JVM will refuse
      up = find(up.get().superName(), jdk);
    }
    while (!open.isEmpty()) {
      for (String name : open.remove().interfaces()) {
        if (!all.containsKey(name)) {
          Optional<ClassOutline> outline = find(Optional.of(name), jdk);
          if (outline.isPresent()) {
            all.put(name, outline.get());
            open.add(outline.get());
          }
        }
      }
    }
    return all;
  }

  private Optional<ClassOutline> find(Optional<String> name, boolean jdk) {
    return name.isPresent() && (jdk || !JdkTypes.isJdk(name.get()))
        ? find(name.get())
        : Optional.empty();
  }

  /** The outline of the direct superclass. */
  public Optional<ClassOutline> superclass(ClassOutline type) {
    return type.superName().isPresent() ? find(type.superName().get()) : Optional.empty();
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
