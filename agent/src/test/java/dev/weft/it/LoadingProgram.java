package dev.weft.it;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Loads the hazards' classes in loaders of several kinds, by one thread or by many at once. */
final class LoadingProgram {
  private static final String PACKAGE = "dev.weft.hazard.targets.";

  private LoadingProgram() {}

  /** Arguments: the number of threads, a seed. */
  public static void main(String[] arguments) throws Exception {
    int threads = Integer.parseInt(arguments[0]);
    long seed = Long.parseLong(arguments[1]);
    List<String> names = names();
    List<ClassLoader> loaders = loaders();
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    List<Future<Integer>> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Random random = new Random(seed + i);
      all.add(executor.submit(() -> load(names, loaders, random)));
    }
    int loaded = 0;
    for (Future<Integer> count : all) {
      loaded += count.get();
    }
    executor.shutdown();
    System.out.println("loaded " + loaded / threads);
  }

  private static List<String> names() throws IOException {
    Path folder = Jvm.testClasses().resolve("dev/weft/hazard/targets");
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".class"))
          .map(file -> PACKAGE + file.substring(0, file.length() - 6))
          .sorted()
          .toList();
    }
  }

  private static int load(List<String> names, List<ClassLoader> loaders, Random random)
      throws ClassNotFoundException {
    List<String> order = new ArrayList<>(names);
    Collections.shuffle(order, random);
    List<ClassLoader> mixed = new ArrayList<>(loaders);
    Collections.shuffle(mixed, random);
    int loaded = 0;
    for (String name : order) {
      for (ClassLoader loader : mixed) {
        loaded += canLoad(name, loader) ? 1 : 0;
      }
    }
    return loaded;
  }

  /** Not so if the superclass is in another loader, and visible to its package only. */
  private static boolean canLoad(String name, ClassLoader loader) throws ClassNotFoundException {
    try {
      Class.forName(name, false, loader);
      return true;
    } catch (IllegalAccessError e) {
      return false;
    }
  }

  private static List<ClassLoader> loaders() {
    ClassLoader application = LoadingProgram.class.getClassLoader();
    List<ClassLoader> loaders = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      loaders.add(new ParallelLoader(application));
    }
    // A chain, each of which locks itself and then its parent, and defines a share of the classes.
    ClassLoader parent = application;
    for (int level = 2; level >= 0; level--) {
      parent = new LockingLoader(parent, level);
      loaders.add(parent);
    }
    return loaders;
  }

  private static byte[] bytes(ClassLoader loader, String name) throws ClassNotFoundException {
    String file = name.replace('.', '/') + ".class";
    try (InputStream in = loader.getResourceAsStream(file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private static String outer(String name) {
    int inner = name.indexOf('$');
    return inner < 0 ? name : name.substring(0, inner);
  }

  /** Defines all targets itself; one lock per class. */
  private static final class ParallelLoader extends ClassLoader {
    static {
      registerAsParallelCapable();
    }

    ParallelLoader(ClassLoader parent) {
      super(parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(PACKAGE)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded == null) {
          byte[] bytes = bytes(getParent(), name);
          loaded = defineClass(name, bytes, 0, bytes.length);
        }
        return loaded;
      }
    }
  }

  /** The old way: locked as a whole, also while it reads resources. */
  private static final class LockingLoader extends ClassLoader {
    private final int level;

    LockingLoader(ClassLoader parent, int level) {
      super(parent);
      this.level = level;
    }

    @Override
    protected synchronized Class<?> loadClass(String name, boolean resolve)
        throws ClassNotFoundException {
      boolean mine = name.startsWith(PACKAGE) && Math.floorMod(outer(name).hashCode(), 3) >= level;
      if (!mine) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        byte[] bytes = bytes(getParent(), name);
        loaded = defineClass(name, bytes, 0, bytes.length);
      }
      return loaded;
    }

    @Override
    public synchronized InputStream getResourceAsStream(String name) {
      return super.getResourceAsStream(name);
    }
  }
}
