package dev.weft.fuzz.run;

import dev.weft.fuzz.emit.Names;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The agent's weaver, called directly: the same program can so be woven with and without the chaos
 * hook in one JVM, and by a weaver that was given a fault. The classes come from the loader that is
 * given, so nothing here refers to them by type.
 */
public final class Weaver {
  private static final String AGENT = "dev.weft.agent.";

  private final Map<String, Optional<byte[]>> libraries = new ConcurrentHashMap<>();
  private final Class<?> sourceType;
  private final Object jdkOutlines;
  private final Object jdkTypes;
  private final Object policy;
  private final Object[] options;
  private final Constructor<?> newOutlines;
  private final Constructor<?> newPromises;
  private final Constructor<?> newLookup;
  private final Constructor<?> newWeaver;
  private final Method weave;
  private final Method bytes;
  private final Method messages;

  /** The weaver of the running agent. */
  public static Weaver ofAgent() {
    return new Weaver(null);
  }

  /**
   * The weaver whose classes a loader has; null is the boot loader, which has the agent's own.
   *
   * @throws LinkageError if they are not what this class knows
   */
  public Weaver(ClassLoader loader) {
    try {
      Class<?> outlines = load(loader, "discover.Outlines");
      Class<?> patterns = load(loader, "discover.ClassPatterns");
      Class<?> policyType = load(loader, "discover.SuspendablePolicy");
      Class<?> types = load(loader, "discover.JdkTypes");
      Class<?> promises = load(loader, "discover.TwinPromises");
      Class<?> lookup = load(loader, "discover.SuspendableLookup");
      Class<?> optionsType = load(loader, "transform.WeaverOptions");
      Class<?> weaver = load(loader, "transform.ClassWeaver");
      Class<?> result = load(loader, "transform.WeaveResult");
      sourceType = load(loader, "discover.ClassSource");
      newOutlines = outlines.getConstructor(sourceType, outlines);
      newPromises = promises.getConstructor();
      newLookup = lookup.getConstructor(outlines, policyType, types, promises);
      newWeaver = weaver.getConstructor(outlines, lookup, optionsType);
      weave = weaver.getMethod("weave", byte[].class);
      bytes = result.getMethod("bytes");
      messages = result.getMethod("messages");
      jdkTypes = types.getMethod("load").invoke(null);
      jdkOutlines = outlines.getConstructor(sourceType).newInstance(source(Map.of()));
      Object include = patterns.getMethod("parse", String.class).invoke(null, "fuzzed.**");
      Object exclude = patterns.getField("NONE").get(null);
      Predicate<String> none = name -> false;
      policy =
          policyType
              .getConstructor(patterns, patterns, Predicate.class)
              .newInstance(include, exclude, none);
      Constructor<?> newOptions = optionsType.getConstructor(boolean.class);
      options = new Object[] {newOptions.newInstance(false), newOptions.newInstance(true)};
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the weaver is not what it was", e);
    }
  }

  private static Class<?> load(ClassLoader loader, String name) throws ClassNotFoundException {
    return Class.forName(AGENT + name, true, loader);
  }

  private Object source(Map<String, byte[]> classes) {
    return Proxy.newProxyInstance(
        sourceType.getClassLoader(),
        new Class<?>[] {sourceType},
        (proxy, method, arguments) -> {
          byte[] own = classes.get((String) arguments[0]);
          return own != null
              ? Optional.of(own)
              : libraries.computeIfAbsent((String) arguments[0], Weaver::resource);
        });
  }

  /** That a method is too large for the JIT is no news. */
  private static void listen(String message, List<String> said) {
    if (!message.contains("HotSpot never compiles")) {
      said.add(message);
    }
  }

  private static Optional<byte[]> resource(String internalName) {
    if (internalName.startsWith(Names.PACKAGE)) {
      return Optional.empty();
    }
    String file = internalName + ".class";
    try (InputStream base = Object.class.getModule().getResourceAsStream(file);
        InputStream other = Weaver.class.getClassLoader().getResourceAsStream(file)) {
      InputStream stream = base == null ? other : base;
      return stream == null ? Optional.empty() : Optional.of(stream.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The classes of a program as woven.
   *
   * @param production without the chaos hook
   * @param chaos with it
   * @param messages what the weaver had to say; nothing is expected
   */
  record Woven(Map<String, byte[]> production, Map<String, byte[]> chaos, List<String> messages) {}

  /** Weaves a program. What the weaver throws is thrown. */
  Woven weave(Map<String, byte[]> classes) throws Throwable {
    List<String> said = new ArrayList<>();
    List<Map<String, byte[]>> forms = new ArrayList<>();
    try {
      Object outlines = newOutlines.newInstance(source(classes), jdkOutlines);
      Object lookup = newLookup.newInstance(outlines, policy, jdkTypes, newPromises.newInstance());
      for (Object option : options) {
        Object weaver = newWeaver.newInstance(outlines, lookup, option);
        Map<String, byte[]> woven = new LinkedHashMap<>();
        for (Map.Entry<String, byte[]> type : classes.entrySet()) {
          Object result = weave.invoke(weaver, (Object) type.getValue());
          Optional<?> changed = (Optional<?>) bytes.invoke(result);
          woven.put(type.getKey(), changed.isPresent() ? (byte[]) changed.get() : type.getValue());
          if (said.isEmpty()) {
            ((Iterable<?>) messages.invoke(result)).forEach(text -> listen(text.toString(), said));
          }
        }
        forms.add(woven);
      }
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    return new Woven(forms.get(0), forms.get(1), said);
  }
}
