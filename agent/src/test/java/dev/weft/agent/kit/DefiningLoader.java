package dev.weft.agent.kit;

import java.util.Map;

/** Defines classes from bytes, before it asks its parent. */
public final class DefiningLoader extends ClassLoader {
  private final Map<String, byte[]> classes;

  /** A loader of these classes, by internal name. */
  public DefiningLoader(Map<String, byte[]> classes) {
    super(DefiningLoader.class.getClassLoader());
    this.classes = classes;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    byte[] bytes = classes.get(name.replace('.', '/'));
    if (bytes == null) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known == null ? defineClass(name, bytes, 0, bytes.length) : known;
    }
  }

  /**
   * Links every class, so that the JVM's verifier sees it.
   *
   * @throws LinkageError what the verifier says
   */
  public void verify() {
    for (String name : classes.keySet()) {
      try {
        Class.forName(name.replace('/', '.'), true, this);
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
