package dev.weft.conformance.corpus;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Links every class of a store, in this JVM and without initialising any. What fails is written to
 * a file: a line with the class, the kind of error and its message.
 *
 * <p>{@code java ... LinkStep STORE FAILURES}
 */
public final class LinkStep {
  /** So many classes go to one loader, and then another one; so the first can be unloaded. */
  private static final int CLASSES_PER_LOADER = 4_000;

  private LinkStep() {}

  /** Runs the step. */
  public static void main(String[] arguments) throws IOException {
    try (ClassStore store = ClassStore.open(Path.of(arguments[0]));
        BufferedWriter failures = Files.newBufferedWriter(Path.of(arguments[1]))) {
      List<String> names = store.names();
      StoreLoader loader = new StoreLoader(store);
      for (int i = 0; i < names.size(); i++) {
        if (i % CLASSES_PER_LOADER == 0) {
          loader = new StoreLoader(store);
        }
        Optional<Throwable> failure = link(loader, names.get(i).replace('/', '.'));
        if (failure.isPresent()) {
          Throwable error = failure.get();
          String message = String.valueOf(error.getMessage()).replaceAll("\\s+", " ");
          failures.write(names.get(i) + "\t" + error.getClass().getName() + "\t" + message + "\n");
        }
      }
    }
  }

  /**
   * Loads a class and makes the JVM verify it.
   *
   * <p>No method of the JDK says "link". Reflection does on its way: HotSpot links a class before
   * it lists its members (JVM_GetClassDeclaredConstructors and its likes). Then it resolves the
   * types in the signatures of what it lists, and may miss one of them; so another list, with other
   * types, decides whether it was linking that failed. A class in error fails each time.
   */
  static Optional<Throwable> link(ClassLoader loader, String name) {
    Class<?> type;
    try {
      type = Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.of(e);
    }
    Throwable error = null;
    for (MemberList list : MEMBER_LISTS) {
      try {
        list.of(type);
        return Optional.empty();
      } catch (NoClassDefFoundError e) {
        error = e;
      } catch (LinkageError e) {
        return Optional.of(e);
      } catch (TypeNotPresentException | ArrayStoreException e) {
        error = e;
      }
    }
    return Optional.ofNullable(error);
  }

  private interface MemberList {
    Object of(Class<?> type);
  }

  /** Constructors come first: they name the fewest types; interfaces, though, have none. */
  private static final List<MemberList> MEMBER_LISTS =
      List.of(
          type -> type.isInterface() ? type.getDeclaredFields() : type.getDeclaredConstructors(),
          Class::getDeclaredFields,
          Class::getDeclaredMethods);

  /** Defines the classes of a store; asks its parent for others only. */
  static final class StoreLoader extends ClassLoader {
    static {
      registerAsParallelCapable();
    }

    private final ClassStore store;

    StoreLoader(ClassStore store) {
      super(ClassLoader.getPlatformClassLoader());
      this.store = store;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null) {
          return loaded;
        }
        try {
          Optional<byte[]> bytes = store.find(name.replace('.', '/'));
          return bytes.isPresent()
              ? defineClass(name, bytes.get(), 0, bytes.get().length)
              : super.loadClass(name, resolve);
        } catch (IOException e) {
          throw new ClassNotFoundException(name, e);
        }
      }
    }
  }
}
