package dev.weft.agent.kit;

import dev.weft.agent.discover.CallTarget;
import dev.weft.agent.discover.ClassOutline;
import dev.weft.agent.discover.ClassPatterns;
import dev.weft.agent.discover.JdkTypes;
import dev.weft.agent.discover.MethodOutline;
import dev.weft.agent.discover.Outlines;
import dev.weft.agent.discover.SuspendableLookup;
import dev.weft.agent.discover.SuspendablePolicy;
import dev.weft.agent.discover.TwinPromises;
import dev.weft.agent.transform.ClassWeaver;
import dev.weft.agent.transform.WeaveResult;
import dev.weft.agent.transform.WeaverOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Some classes, and what the agent makes of them. The class path of the tests is behind them. */
public final class ClassPool {
  private final Map<String, byte[]> classes = new LinkedHashMap<>();
  private ClassPatterns include = ClassPatterns.NONE;
  private ClassPatterns exclude = ClassPatterns.NONE;
  private Set<String> loadedBefore = Set.of();
  private boolean chaos;
  private SuspendableLookup lookup;
  private Outlines outlines;

  private ClassPool() {}

  /** A pool of these classes. */
  public static ClassPool of(ClassSketch... sketches) {
    ClassPool pool = new ClassPool();
    for (ClassSketch sketch : sketches) {
      pool.classes.put(sketch.name(), sketch.bytes());
    }
    return pool;
  }

  /** Adds a class. */
  public ClassPool with(String internalName, byte[] bytes) {
    classes.put(internalName, bytes);
    return this;
  }

  /** The {@code include=} option. */
  public ClassPool include(String patterns) {
    include = ClassPatterns.parse(patterns);
    return this;
  }

  /** The {@code exclude=} option. */
  public ClassPool exclude(String patterns) {
    exclude = ClassPatterns.parse(patterns);
    return this;
  }

  /** Classes that were there before the agent, by internal name. */
  public ClassPool loadedBefore(String... names) {
    loadedBefore = Set.of(names);
    return this;
  }

  /** The {@code chaos=} option. */
  public ClassPool chaos() {
    chaos = true;
    return this;
  }

  /** The look-up over these classes. */
  public SuspendableLookup lookup() {
    if (lookup == null) {
      outlines = new Outlines(this::bytes);
      lookup =
          new SuspendableLookup(
              outlines,
              new SuspendablePolicy(include, exclude, loadedBefore::contains),
              JdkTypes.load(),
              new TwinPromises());
    }
    return lookup;
  }

  /** The bytes of a class, of this pool or the class path. */
  public Optional<byte[]> bytes(String internalName) {
    if (classes.containsKey(internalName)) {
      return Optional.of(classes.get(internalName));
    }
    try (InputStream stream =
        ClassPool.class.getClassLoader().getResourceAsStream(internalName + ".class")) {
      return stream == null ? Optional.empty() : Optional.of(stream.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The outline of a class that is there. */
  public ClassOutline outline(String internalName) {
    return lookup().hierarchy().find(internalName).orElseThrow();
  }

  /** Whether {@code owner} declares this method as a suspendable one. */
  public boolean isSuspendable(String owner, String key) {
    return lookup().isSuspendable(outline(owner), method(owner, key));
  }

  /** Whether the declaration in {@code owner} gets a twin. */
  public boolean hasTwin(String owner, String key) {
    return lookup().hasTwin(outline(owner), method(owner, key));
  }

  /** How woven code makes a call. */
  public CallTarget call(int opcode, String owner, String key) {
    int paren = key.indexOf('(');
    return lookup().classify("", opcode, owner, key.substring(0, paren), key.substring(paren));
  }

  private MethodOutline method(String owner, String key) {
    return Optional.ofNullable(outline(owner).methods().get(key))
        .orElseThrow(() -> new IllegalArgumentException(owner + " declares no " + key));
  }

  /** Weaves a class. */
  public WeaveResult weave(String internalName) {
    return weave(bytes(internalName).orElseThrow());
  }

  /** Weaves bytes. */
  public WeaveResult weave(byte[] bytes) {
    SuspendableLookup prepared = lookup();
    return new ClassWeaver(outlines, prepared, new WeaverOptions(chaos)).weave(bytes);
  }

  /** The class file of a class after the weaver saw it. */
  public byte[] woven(String internalName) {
    return weave(internalName).bytes().orElseGet(() -> bytes(internalName).orElseThrow());
  }

  /** A loader with the classes of this pool as they are. */
  public DefiningLoader plainLoader() {
    return new DefiningLoader(Map.copyOf(classes));
  }

  /** A loader with the classes of this pool, woven. */
  public DefiningLoader wovenLoader() {
    Map<String, byte[]> woven = new LinkedHashMap<>();
    classes.keySet().forEach(name -> woven.put(name, woven(name)));
    return new DefiningLoader(woven);
  }
}
