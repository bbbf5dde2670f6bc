package dev.weft.conformance.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * The classes of the JDK this JVM is, in a package of our own, so that they can be woven and
 * defined like anybody's. All references are renamed alike, so types agree with one another as
 * before; only what the JVM itself makes values of keeps its name.
 */
final class JdkModules {
  /** The package everything moves to. */
  private static final String HOME = "jdkcopy/";

  /** Types that the JVM makes values of, or throws, or gives to arrays, whatever a class says. */
  private static final Set<String> KEPT =
      Set.of(
          "java/lang/Object",
          "java/lang/String",
          "java/lang/Class",
          "java/lang/Throwable",
          "java/lang/Cloneable",
          "java/io/Serializable");

  private JdkModules() {}

  /** One unit a module. */
  static List<CorpusUnit> read() throws IOException {
    Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
    try (Stream<Path> list = Files.list(modules)) {
      return list.sorted().map(JdkModules::read).filter(unit -> !unit.classes().isEmpty()).toList();
    }
  }

  private static CorpusUnit read(Path module) {
    List<ClassFile> classes = new ArrayList<>();
    try (Stream<Path> files = Files.walk(module)) {
      for (Path file : files.sorted().toList()) {
        String name = module.relativize(file).toString();
        if (name.endsWith(".class") && !name.equals("module-info.class")) {
          classes.add(renamed(Files.readAllBytes(file)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new CorpusUnit(module.getFileName().toString(), classes);
  }

  private static ClassFile renamed(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(0);
    Declaration declaration = new Declaration(writer, reader.getClassName());
    reader.accept(new ClassRemapper(declaration, new Names()), 0);
    return new ClassFile(HOME + reader.getClassName(), writer.toByteArray());
  }

  /**
   * Renames the class itself, be it one of those kept, and leaves out what binds it to its module.
   */
  private static final class Declaration extends ClassVisitor {
    private final String original;

    Declaration(ClassVisitor next, String original) {
      super(Opcodes.ASM9, next);
      this.original = original;
    }

    @Override
    public void visit(
        int version, int access, String own, String signature, String up, String[] interfaces) {
      String superName = up == null ? "java/lang/Object" : up; // the copy of Object is a class
      super.visit(version, access, HOME + original, signature, superName, interfaces);
    }

    @Override
    public void visitPermittedSubclass(String heir) {
      // Heirs in other packages are for named modules only.
    }
  }

  private static final class Names extends Remapper {
    Names() {
      super(Opcodes.ASM9);
    }

    @Override
    public String map(String name) {
      return KEPT.contains(name) ? name : HOME + name;
    }

    @Override
    public Object mapValue(Object value) {
      if (value instanceof Handle handle
          && handle.getTag() == Opcodes.H_INVOKESTATIC
          && (handle.getOwner().startsWith("java/lang/invoke/")
              || handle.getOwner().startsWith("java/lang/runtime/"))) {
        return value; // the bootstrap methods, which the weaver knows by name
      }
      return super.mapValue(value);
    }
  }
}
