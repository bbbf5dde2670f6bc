package dev.weft.it.targets;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/** Runs {@link Counting} in a loader that looks into the given jar before it asks its parent. */
public final class ChildFirst {
  private ChildFirst() {}

  public static void main(String[] arguments) throws Exception {
    URL jar = Path.of(arguments[0]).toUri().toURL();
    URL classes = ChildFirst.class.getProtectionDomain().getCodeSource().getLocation();
    try (Loader loader = new Loader(jar, classes)) {
      loader
          .loadClass(Counting.class.getName())
          .getMethod("main", String[].class)
          .invoke(null, (Object) arguments);
    } catch (java.lang.reflect.InvocationTargetException e) {
      System.out.println(e.getCause().getClass().getName());
      Throwable cause = e.getCause();
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      System.out.println(cause.getMessage());
    }
  }

  private static final class Loader extends URLClassLoader {
    Loader(URL... urls) throws MalformedURLException {
      super(urls, ChildFirst.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("dev.weft.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        return known == null ? findClass(name) : known;
      }
    }

    @Override
    public String toString() {
      return "ChildFirst.Loader";
    }
  }
}
