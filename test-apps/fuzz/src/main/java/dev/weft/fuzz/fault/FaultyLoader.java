package dev.weft.fuzz.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.tree.ClassNode;

/**
 * A second copy of the weaver, with a fault. Its classes are those of the agent's jar, in which ASM
 * has another name; that is put back, so that a fault can speak of ASM as the weaver's sources do.
 */
final class FaultyLoader extends ClassLoader {
  private static final String WEAVER = "dev/weft/agent/";
  private static final String SHADED = WEAVER + "shaded/asm/";
  private static final String ASM = "org/objectweb/asm/";

  private final Map<String, byte[]> classes = new HashMap<>();

  /** A loader with the weaver of a jar, changed by a fault. */
  FaultyLoader(Path agentJar, Fault fault) {
    super("faulty", FaultyLoader.class.getClassLoader());
    Map<String, Consumer<ClassNode>> changes = fault.changes();
    try (JarFile jar = new JarFile(agentJar.toFile())) {
      for (JarEntry entry : jar.stream().toList()) {
        String name = entry.getName().replaceFirst("\\.class$", "");
        if (entry.getName().endsWith(".class")
            && name.startsWith(WEAVER)
            && !name.startsWith(WEAVER + "shaded/")) {
          byte[] bytes = unshaded(jar.getInputStream(entry).readAllBytes());
          classes.put(name, changed(bytes, changes.get(name)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (String name : changes.keySet()) {
      if (!classes.containsKey(name)) {
        throw new IllegalStateException("the weaver has no class " + name);
      }
    }
  }

  private static byte[] unshaded(byte[] bytes) {
    ClassWriter writer = new ClassWriter(0);
    Remapper names =
        new Remapper(Opcodes.ASM9) {
          @Override
          public String map(String name) {
            return name.startsWith(SHADED) ? ASM + name.substring(SHADED.length()) : name;
          }
        };
    new ClassReader(bytes).accept(new ClassRemapper(writer, names), 0);
    return writer.toByteArray();
  }

  private static byte[] changed(byte[] bytes, Consumer<ClassNode> change) {
    if (change == null) {
      return bytes;
    }
    ClassNode type = new ClassNode();
    new ClassReader(bytes).accept(type, ClassReader.SKIP_FRAMES);
    change.accept(type);
    ClassWriter writer =
        new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
          @Override
          protected ClassLoader getClassLoader() {
            return ClassLoader.getSystemClassLoader();
          }
        };
    type.accept(writer);
    return writer.toByteArray();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      byte[] bytes = classes.get(name.replace('.', '/'));
      return bytes == null
          ? super.loadClass(name, resolve)
          : defineClass(name, bytes, 0, bytes.length);
    }
  }
}
