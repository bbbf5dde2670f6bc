package dev.weft.fuzz.classfiles;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The classes that are changed, and a loader of its own for each change. */
final class Victims {
  private static final String PACKAGE = "dev.weft.fuzz.classfiles.victims.";
  private static final List<String> NAMES =
      List.of("Arithmetic", "Handling", "Lambdas", "Lambdas$Shape", "Lambdas$Square", "Lambdas$1");

  private final Map<String, byte[]> bytes = new HashMap<>();

  Victims() {
    for (String name : NAMES) {
      String file = "victims/" + name + ".class";
      try (InputStream in = Victims.class.getResourceAsStream(file)) {
        bytes.put(PACKAGE + name, in.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** In the order of {@link #nameOf}. */
  List<byte[]> originals() {
    return NAMES.stream().map(name -> bytes.get(PACKAGE + name)).toList();
  }

  static String nameOf(int original) {
    return PACKAGE + NAMES.get(original);
  }

  /** The class whose {@code run} uses the class of this number. */
  static String mainOf(int original) {
    String name = nameOf(original);
    int inner = name.indexOf('$');
    return inner < 0 ? name : name.substring(0, inner);
  }

  /** A loader that defines these classes, and all other victims as they are. */
  ClassLoader loader(Map<String, byte[]> changed) {
    Map<String, byte[]> all = new HashMap<>(bytes);
    all.putAll(changed);
    return new Defining(all);
  }

  private static final class Defining extends ClassLoader {
    private final Map<String, byte[]> classes;

    Defining(Map<String, byte[]> classes) {
      super(Victims.class.getClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        byte[] own = classes.get(name);
        if (own == null) {
          return super.loadClass(name, resolve);
        }
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? defineClass(name, own, 0, own.length) : loaded;
      }
    }

    @Override
    public InputStream getResourceAsStream(String name) {
      byte[] own =
          name.endsWith(".class")
              ? classes.get(name.substring(0, name.length() - 6).replace('/', '.'))
              : null;
      return own == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(own);
    }
  }
}
