package dev.weft.agent.discover;

import dev.weft.agent.names.RuntimeNames;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The JDK types whose implementations may suspend, each through a marker interface of the runtime.
 * Read from the runtime's own list, which the markers are generated from.
 */
public final class JdkTypes {
  private static final String LIST = "META-INF/weft/jdk-types";

  private final Map<String, Set<String>> methods;

  private JdkTypes(Map<String, Set<String>> methods) {
    this.methods = Map.copyOf(methods);
  }

  /** Reads the list. */
  public static JdkTypes load() {
    Map<String, Set<String>> methods = new HashMap<>();
    try (InputStream stream = open();
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#")) {
          int space = line.indexOf(' ');
          methods.put(line.substring(0, space), Set.of(line.substring(space + 1).split(" ")));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new JdkTypes(methods);
  }

  private static InputStream open() {
    ClassLoader loader = JdkTypes.class.getClassLoader();
    InputStream stream =
        loader == null
            ? ClassLoader.getSystemResourceAsStream(LIST)
            : loader.getResourceAsStream(LIST);
    if (stream == null) {
      throw new IllegalStateException(LIST + " is missing from the agent's jar");
    }
    return stream;
  }

  /** Whether a type has a marker, and the marker a twin for this method. */
  public boolean has(String type, String methodKey) {
    Set<String> keys = methods.get(type);
    return keys != null && keys.contains(methodKey);
  }

  /** Whether a type has a marker. */
  public boolean isMarked(String type) {
    return methods.containsKey(type);
  }

  /** The methods of a type that have twins in its marker; empty for other types. */
  public Set<String> methods(String type) {
    return methods.getOrDefault(type, Set.of());
  }

  /** The marker interface of a JDK type. */
  public static String marker(String type) {
    return RuntimeNames.MARKER_PACKAGE + type.substring(type.lastIndexOf('/') + 1);
  }

  /** Whether a class belongs to the JDK, which is never woven. */
  public static boolean isJdk(String internalName) {
    if (internalName.startsWith("java/")
        || internalName.startsWith("jdk/")
        || internalName.startsWith("sun/")) {
      return true;
    }
    // Packages the JDK shares with applications by their first part.
    return (internalName.startsWith("javax/")
            || internalName.startsWith("com/sun/")
            || internalName.startsWith("org/w3c/")
            || internalName.startsWith("org/xml/")
            || internalName.startsWith("org/ietf/")
            || internalName.startsWith("org/jcp/"))
        && internalName.lastIndexOf('/') > 0
        && SystemPackages.NAMES.contains(
            internalName.substring(0, internalName.lastIndexOf('/')).replace('/', '.'));
  }

  /** Filled when first asked for: few applications need it. */
  private static final class SystemPackages {
    static final Set<String> NAMES =
        ModuleFinder.ofSystem().findAll().stream()
            .flatMap(module -> module.descriptor().packages().stream())
            .collect(Collectors.toUnmodifiableSet());
  }
}
