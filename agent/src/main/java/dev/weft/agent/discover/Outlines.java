package dev.weft.agent.discover;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The outlines of the classes one loader sees, read once each. Thread-safe. */
public final class Outlines {
  private final ClassSource source;
  private final Optional<Outlines> jdk;
  private final Map<String, Optional<ClassOutline>> cache = new ConcurrentHashMap<>();

  /** Outlines read from {@code source}. */
  public Outlines(ClassSource source) {
    this.source = source;
    this.jdk = Optional.empty();
  }

  /** Outlines read from {@code source}; those of JDK classes are shared with other loaders. */
  public Outlines(ClassSource source, Outlines jdk) {
    this.source = source;
    this.jdk = Optional.of(jdk);
  }

  /** The outline of a class; empty when its class file cannot be found or read. */
  public Optional<ClassOutline> find(String internalName) {
    if (jdk.isPresent() && JdkTypes.isJdk(internalName)) {
      return jdk.get().find(internalName);
    }
    Optional<ClassOutline> known = cache.get(internalName);
    if (known == null) {
      // Not computeIfAbsent: reading may load classes, whose weaving asks for outlines again.
      Optional<byte[]> bytes = source.bytes(internalName);
      known = bytes.isPresent() ? read(bytes.get()) : Optional.empty();
      Optional<ClassOutline> raced = cache.putIfAbsent(internalName, known);
      return raced == null ? known : raced;
    }
    return known;
  }

  /** Notes the outline of a class that is being defined, which is better than a resource. */
  public void put(ClassOutline outline) {
    cache.put(outline.name(), Optional.of(outline));
  }

  private static Optional<ClassOutline> read(byte[] bytes) {
    try {
      return Optional.of(OutlineReader.read(bytes));
    } catch (RuntimeException | AssertionError e) {
      return Optional.empty(); // ASM says "malformed" by many unchecked exceptions
    }
  }
}
