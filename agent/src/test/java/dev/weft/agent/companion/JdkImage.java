package dev.weft.agent.companion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;

/**
 * The classes of a JDK, which need not be the one that runs.
 *
 * @param home where it is installed
 */
record JdkImage(Path home, Path base) {

  /** The one that runs, and those of version 25 beside it. */
  static List<JdkImage> all() throws IOException {
    Path own = Path.of(System.getProperty("java.home"));
    List<Path> homes = new ArrayList<>(List.of(own));
    try (Stream<Path> beside = Files.list(own.getParent())) {
      for (Path home : beside.sorted().toList()) {
        Path release = home.resolve("release");
        if (!home.equals(own)
            && Files.isRegularFile(release)
            && Files.readString(release).contains("JAVA_VERSION=\"25")) {
          homes.add(home);
        }
      }
    }
    List<JdkImage> images = new ArrayList<>();
    for (Path home : homes) {
      FileSystem classes =
          FileSystems.newFileSystem(URI.create("jrt:/"), Map.of("java.home", home.toString()));
      images.add(new JdkImage(home, classes.getPath("/modules/java.base")));
    }
    return images;
  }

  /** The internal names of the classes in a package. */
  List<String> namesIn(String folder) throws IOException {
    try (Stream<Path> files = Files.list(base.resolve(folder))) {
      return files
          .map(file -> base.relativize(file).toString())
          .filter(file -> file.endsWith(".class"))
          .map(file -> file.substring(0, file.length() - ".class".length()))
          .filter(name -> !name.endsWith("-info"))
          .sorted()
          .toList();
    }
  }

  /** The class file of a class of {@code java.base}; empty when there is none. */
  Optional<byte[]> bytes(String name) {
    Path file = base.resolve(name + ".class");
    try {
      return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@link CompanionCopy} makes of a class; empty when it makes nothing. */
  Optional<ClassNode> copy(String name) {
    return CompanionCopy.of(bytes(name).orElseThrow(), this::bytes).map(JdkImage::read);
  }

  static ClassNode read(byte[] bytes) {
    ClassNode type = new ClassNode();
    new ClassReader(bytes).accept(type, 0);
    return type;
  }

  @Override
  public String toString() {
    return home.getFileName().toString();
  }
}
