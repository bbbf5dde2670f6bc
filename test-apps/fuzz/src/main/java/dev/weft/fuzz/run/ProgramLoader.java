package dev.weft.fuzz.run;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;

/** Defines the classes of one program from bytes. */
final class ProgramLoader extends ClassLoader {
  private final Map<String, byte[]> classes;

  /** A loader for classes by internal name. */
  ProgramLoader(Map<String, byte[]> classes) {
    super("fuzz", ProgramLoader.class.getClassLoader());
    this.classes = classes;
  }

  /** Has a class verified, but not initialised. */
  void verify(String internalName) throws ClassNotFoundException {
    // Asking for its methods links it.
    Class<?> type = Class.forName(internalName.replace('/', '.'), false, this);
    if (type.getDeclaredMethods() == null) {
      throw new AssertionError();
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classes.get(name.replace('.', '/'));
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    byte[] bytes = classes.get(name.replaceFirst("\\.class$", ""));
    return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
  }

  /** Nothing to be found but classes: nobody has to search the class path. */
  @Override
  public Enumeration<URL> getResources(String name) {
    return Collections.emptyEnumeration();
  }
}
