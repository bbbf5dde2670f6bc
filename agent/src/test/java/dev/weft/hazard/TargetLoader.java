package dev.weft.hazard;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/** Defines the classes of one target itself, under their own or the original package's name. */
final class TargetLoader extends ClassLoader {
  private static final int ASM_API = org.objectweb.asm.Opcodes.ASM9;

  /** Packages that name targets, so that an original needs a copy of its own. */
  private static final List<String> NEIGHBOURS =
      List.of("dev.weft.hazard.outside.", "dev.weft.hazard.marked.");

  private final Target target;
  private final boolean original;

  private final Map<String, byte[]> redefined;

  private TargetLoader(Target target, boolean original, Map<String, byte[]> redefined) {
    super(TargetLoader.class.getClassLoader());
    this.target = target;
    this.original = original;
    this.redefined = redefined;
  }

  /** A loader whose classes pass the agent as those of an application do. */
  static TargetLoader woven(Target target) {
    return new TargetLoader(target, false, Map.of());
  }

  /** A loader whose classes the agent leaves alone, because their package is not included. */
  static TargetLoader original(Target target) {
    return new TargetLoader(target, true, Map.of());
  }

  /** A loader that defines one class from other bytes than it shows as a resource. */
  static TargetLoader wovenButDefining(Target target, String className, byte[] bytes) {
    return new TargetLoader(target, false, Map.of(className, bytes));
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      return isOwn(name) ? findClass(name) : super.loadClass(name, resolve);
    }
  }

  private boolean isOwn(String name) {
    String className = target.className();
    return original
        ? name.startsWith(Target.ORIGINAL_PACKAGE) || NEIGHBOURS.stream().anyMatch(name::startsWith)
        : target.generated().containsKey(name)
            || name.equals(className)
            || name.startsWith(className + "$");
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    String source = name.replace(Target.ORIGINAL_PACKAGE, Target.PACKAGE);
    byte[] other = redefined.get(name);
    if (other != null) {
      return defineClass(name, other, 0, other.length);
    }
    byte[] bytes = bytes(source).orElseThrow(() -> new ClassNotFoundException(name));
    byte[] defined = original ? renamed(bytes) : bytes;
    return defineClass(name, defined, 0, defined.length);
  }

  @Override
  public InputStream getResourceAsStream(String resource) {
    String name = resource.replaceFirst("\\.class$", "").replace('/', '.');
    if (target.absent().contains(name)) {
      return null;
    }
    byte[] bytes = target.generated().get(name);
    return bytes == null ? super.getResourceAsStream(resource) : new ByteArrayInputStream(bytes);
  }

  private Optional<byte[]> bytes(String name) {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] renamed(byte[] bytes) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(bytes).accept(new ClassRemapper(writer, new ToOriginal()), 0);
    return writer.toByteArray();
  }

  private static final class ToOriginal extends Remapper {
    private static final String FROM = Target.PACKAGE.replace('.', '/');
    private static final String TO = Target.ORIGINAL_PACKAGE.replace('.', '/');

    ToOriginal() {
      super(ASM_API);
    }

    @Override
    public String map(String internalName) {
      return internalName.equals("dev/weft/Suspendable")
          ? TO + "Unmarked"
          : internalName.replace(FROM, TO);
    }

    @Override
    public Object mapValue(Object value) {
      // Serializable lambdas compare the names of their class and methods as strings.
      return value instanceof String text ? text.replace(FROM, TO) : super.mapValue(value);
    }
  }
}
