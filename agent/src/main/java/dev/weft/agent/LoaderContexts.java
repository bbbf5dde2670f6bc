package dev.weft.agent;

import dev.weft.agent.discover.ClassPatterns;
import dev.weft.agent.discover.ClassSource;
import dev.weft.agent.discover.JdkTypes;
import dev.weft.agent.discover.ListedLine;
import dev.weft.agent.discover.Outlines;
import dev.weft.agent.discover.Substitutions;
import dev.weft.agent.discover.SuspendableLookup;
import dev.weft.agent.discover.SuspendablePolicy;
import dev.weft.agent.discover.TwinPromises;
import dev.weft.agent.names.RuntimeNames;
import dev.weft.agent.transform.ClassWeaver;
import dev.weft.agent.transform.SuspendingMonitors;
import dev.weft.agent.transform.WeaverOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** What the agent knows per class loader, held as weakly as the loader. Thread-safe. */
final class LoaderContexts {
  private static final String PATTERNS = "META-INF/weft/suspendable";

  private final SuspendablePolicy policy;
  private final WeaverOptions options;
  private final SuspendingMonitors monitors;
  private final AgentLog log;
  private final JdkTypes jdkTypes;
  private final TwinPromises promises = new TwinPromises();
  private final Outlines jdk = new Outlines(new JdkSource());
  private final Map<ClassLoader, Context> contexts =
      Collections.synchronizedMap(new WeakHashMap<>());

  /** The look-ups of one loader. */
  record Context(
      Outlines outlines, SuspendableLookup lookup, ClassWeaver weaver, AtomicBoolean linked) {

    /**
     * Lets the JVM remember what the loader finds for the check that woven code makes, once: a
     * handler of {@code OutOfMemoryError} begins with one, when there may be no memory to ask the
     * loader.
     */
    void link(ClassLoader loader) {
      if (linked.compareAndSet(false, true)) {
        try {
          Class<?> unused = Class.forName(RuntimeNames.HOLD.replace('/', '.'), false, loader);
        } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
          // The classes of such a loader say themselves what they miss.
        }
      }
    }
  }

  LoaderContexts(
      SuspendablePolicy policy,
      WeaverOptions options,
      SuspendingMonitors monitors,
      AgentLog log,
      JdkTypes jdkTypes) {
    this.policy = policy;
    this.options = options;
    this.monitors = monitors;
    this.log = log;
    this.jdkTypes = jdkTypes;
  }

  Context of(ClassLoader loader) {
    Context known = contexts.get(loader);
    if (known == null) {
      // Not under the lock: asking a loader for resources may run anybody's code.
      known = make(loader);
      Context raced = contexts.putIfAbsent(loader, known);
      known = raced == null ? known : raced;
    }
    return known;
  }

  /** The class file that is to be woven: with monitors that suspend, if they are to. */
  byte[] prepared(String className, byte[] bytes) {
    return monitors.concerns(className) && !policy.loadedBefore().test(className)
        ? SuspendingMonitors.apply(bytes, log::say)
        : bytes;
  }

  /** Where the class files of the JDK come from. */
  ClassSource jdkSource() {
    return new JdkSource();
  }

  /** A weaver for copies of the JDK's methods, all of which may suspend. */
  ClassWeaver companionWeaver() {
    Outlines outlines = new Outlines(new JdkSource(), jdk);
    SuspendablePolicy everything =
        new SuspendablePolicy(ClassPatterns.parse("**"), ClassPatterns.NONE, name -> false, true);
    SuspendableLookup lookup =
        new SuspendableLookup(outlines, everything, jdkTypes, new TwinPromises());
    return new ClassWeaver(outlines, lookup, options);
  }

  private Context make(ClassLoader loader) {
    Outlines outlines = new Outlines(new LoaderSource(new WeakReference<>(loader), monitors), jdk);
    SuspendableLookup lookup =
        new SuspendableLookup(outlines, policy.including(jarPatterns(loader)), jdkTypes, promises);
    List<ListedLine> rows = lines(loader, Substitutions.EXTENSION);
    if (!rows.isEmpty()) {
      lookup = lookup.extended(rows, log::say);
    }
    return new Context(
        outlines, lookup, new ClassWeaver(outlines, lookup, options), new AtomicBoolean());
  }

  /** What a loader finds, as long as it lives. */
  private record LoaderSource(WeakReference<ClassLoader> loader, SuspendingMonitors monitors)
      implements ClassSource {
    @Override
    public Optional<byte[]> bytes(String internalName) {
      ClassLoader alive = loader.get();
      if (alive == null) {
        return Optional.empty();
      }
      try (InputStream stream = alive.getResourceAsStream(internalName + ".class")) {
        return stream == null
            ? Optional.empty()
            : Optional.of(asWoven(internalName, stream.readAllBytes()));
      } catch (IOException | RuntimeException | LinkageError e) {
        return Optional.empty(); // a loader that cannot say: the class counts as unknown
      }
    }

    /** As its loader's classes will see it; what is in the way is said when it is loaded. */
    private byte[] asWoven(String internalName, byte[] bytes) {
      return monitors.concerns(internalName)
          ? SuspendingMonitors.apply(bytes, message -> {})
          : bytes;
    }
  }

  /**
   * Through the module, which loads no JDK class that was not loaded before; a URL connection would
   * load dozens, before anybody could transform them.
   */
  private static final class JdkSource implements ClassSource {
    @Override
    public Optional<byte[]> bytes(String internalName) {
      String file = internalName + ".class";
      try (InputStream base = Object.class.getModule().getResourceAsStream(file)) {
        if (base != null) {
          return Optional.of(base.readAllBytes());
        }
        ClassLoader platform = ClassLoader.getPlatformClassLoader();
        try (InputStream other = platform.getResourceAsStream(file)) {
          return other == null ? Optional.empty() : Optional.of(other.readAllBytes());
        }
      } catch (IOException e) {
        return Optional.empty();
      }
    }
  }

  /** The patterns that the jars of a loader carry in {@code META-INF/weft/suspendable}. */
  private ClassPatterns jarPatterns(ClassLoader loader) {
    ClassPatterns patterns = ClassPatterns.NONE;
    for (ListedLine line : lines(loader, PATTERNS)) {
      patterns = patterns.and(parse(line));
    }
    return patterns;
  }

  private ClassPatterns parse(ListedLine line) {
    try {
      return ClassPatterns.parse(line.text());
    } catch (IllegalArgumentException e) {
      log.say(line.file() + ": " + e.getMessage() + "; the line is ignored");
      return ClassPatterns.NONE;
    }
  }

  /** The lines of all files of this name that a loader finds. */
  private List<ListedLine> lines(ClassLoader loader, String name) {
    List<ListedLine> lines = new ArrayList<>();
    try {
      for (URL url : Collections.list(loader.getResources(name))) {
        try (InputStream stream = url.openStream()) {
          lines.addAll(ListedLine.of(url.toString(), stream.readAllBytes()));
        }
      }
    } catch (IOException | UncheckedIOException e) {
      log.say("cannot read " + name + " of " + loader + ": " + e);
    }
    return lines;
  }
}
