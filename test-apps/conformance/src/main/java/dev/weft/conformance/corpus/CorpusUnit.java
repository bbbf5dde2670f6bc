package dev.weft.conformance.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * A part of the corpus that is reported on: a jar, or a module of the JDK.
 *
 * @param name the jar's file name without its ending, or the module's name
 */
public record CorpusUnit(String name, List<ClassFile> classes) {

  /**
   * The jars of a folder, in the order of their names. Classes for other releases of Java, and
   * those newer than this JVM reads, are left out; so is another version of the jar before.
   */
  static List<CorpusUnit> ofJars(Path folder) throws IOException {
    List<CorpusUnit> units = new ArrayList<>();
    Set<String> names = new HashSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jar")).sorted().toList()) {
        CorpusUnit unit = ofJar(file);
        if (!unit.classes().isEmpty() && !names.contains(unit.classes().get(0).name())) {
          unit.classes().forEach(classFile -> names.add(classFile.name()));
          units.add(unit);
        }
      }
    }
    return units;
  }

  private static CorpusUnit ofJar(Path file) {
    List<ClassFile> classes = new ArrayList<>();
    try (JarFile jar = new JarFile(file.toFile())) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        String name = entry.getName();
        if (name.endsWith(".class")
            && !name.startsWith("META-INF/")
            && !name.endsWith("module-info.class")) {
          try (InputStream content = jar.getInputStream(entry)) {
            byte[] bytes = content.readAllBytes();
            if (isReadable(bytes)) {
              classes.add(
                  new ClassFile(name.substring(0, name.length() - ".class".length()), bytes));
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String name = file.getFileName().toString();
    return new CorpusUnit(name.substring(0, name.length() - ".jar".length()), classes);
  }

  /** Class-file version 44 is Java 1.0, and the feature release of this JVM is 44 less. */
  private static boolean isReadable(byte[] bytes) {
    int version = ((bytes[6] & 0xff) << 8) | (bytes[7] & 0xff);
    return version <= Runtime.version().feature() + 44;
  }
}
