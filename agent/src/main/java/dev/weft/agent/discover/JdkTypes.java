package dev.weft.agent.discover;

import dev.weft.agent.names.RuntimeNames;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The JDK types whose implementations may suspend, each through a marker interface of the runtime.
 * Read from the runtime's own list, which the markers are generated from.
 */
public final class JdkTypes {
  /** Interfaces that drivers and pools of connections implement, and whose methods may wait. */
  private static final Set<String> DRIVERS =
      Set.of(
          "java/sql/CallableStatement",
          "java/sql/Connection",
          "java/sql/DatabaseMetaData",
          "java/sql/Driver",
          "java/sql/PreparedStatement",
          "java/sql/ResultSet",
          "java/sql/Savepoint",
          "java/sql/Statement",
          "java/sql/Wrapper",
          "javax/sql/CommonDataSource",
          "javax/sql/ConnectionPoolDataSource",
          "javax/sql/DataSource",
          "javax/sql/PooledConnection",
          "javax/sql/XAConnection",
          "javax/sql/XADataSource");

  private static final String LIST = "META-INF/weft/jdk-types";

  /** Read when first asked for: an application that weaves nothing need not wait for it. */
  private volatile Map<String, Set<String>> methods;

  private JdkTypes() {}

  /** The types of the list. */
  public static JdkTypes load() {
    return new JdkTypes();
  }

  private Map<String, Set<String>> methods() {
    Map<String, Set<String>> known = methods;
    if (known == null) {
      known = read(); // by two threads at once, if need be
      methods = known;
    }
    return known;
  }

  private static Map<String, Set<String>> read() {
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
    return Map.copyOf(methods);
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
    return methods(type).contains(methodKey);
  }

  /** Whether a type has a marker. */
  public boolean isMarked(String type) {
    return mayBeMarked(type) && methods().containsKey(type);
  }

  /** The methods of a type that have twins in its marker; empty for other types. */
  public Set<String> methods(String type) {
    return mayBeMarked(type) ? methods().getOrDefault(type, Set.of()) : Set.of();
  }

  /** Others need not be looked up in the list. */
  private static boolean mayBeMarked(String type) {
    return type.startsWith("java/");
  }

  /** The marker interface of a JDK type. */
  public static String marker(String type) {
    return RuntimeNames.MARKER_PACKAGE + type.substring(type.lastIndexOf('/') + 1).replace("$", "");
  }

  /**
   * Whether an interface of the JDK's is there for drivers of databases, which may be woven: calls
   * of it look at the receiver's class.
   */
  static boolean isOfDrivers(String internalName) {
    return DRIVERS.contains(internalName);
  }

  /** Whether a class belongs to the JDK, which is never woven. */
  public static boolean isJdk(String internalName) {
    if (CompanionTable.isCompanion(internalName)) {
      return false;
    }
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
    static final Set<String> NAMES = collect();

    private static Set<String> collect() {
      Set<String> names = new HashSet<>();
      for (ResolvedModule module : ModuleLayer.boot().configuration().modules()) {
        Optional<URI> location = module.reference().location();
        if (location.isPresent() && location.get().getScheme().equals("jrt")) {
          names.addAll(module.reference().descriptor().packages());
        }
      }
      return names;
    }
  }
}
