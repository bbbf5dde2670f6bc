package dev.weft.agent.cli;

import dev.weft.agent.discover.ClassSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** Class files in folders and jars; the JDK's own behind them. */
final class ClassPath implements ClassSource, AutoCloseable {
  private final List<Path> folders = new ArrayList<>();
  private final List<JarFile> jars = new ArrayList<>();

  ClassPath(List<Path> entries) {
    for (Path entry : entries) {
      if (Files.isDirectory(entry)) {
        folders.add(entry);
      } else if (Files.isRegularFile(entry)) {
        try {
          jars.add(new JarFile(entry.toFile()));
        } catch (IOException e) {
          throw new UsageException(entry + " is not a jar: " + e.getMessage());
        }
      } else {
        throw new UsageException("there is no " + entry + " (on the class path)");
      }
    }
  }

  @Override
  public Optional<byte[]> bytes(String internalName) {
    return resource(internalName + ".class");
  }

  /** The content of a file; that of the first entry that has it, or else of the JDK. */
  private Optional<byte[]> resource(String name) {
    try {
      for (Path folder : folders) {
        Optional<byte[]> found = inFolder(folder, name);
        if (found.isPresent()) {
          return found;
        }
      }
      for (JarFile jar : jars) {
        Optional<byte[]> found = inJar(jar, name);
        if (found.isPresent()) {
          return found;
        }
      }
      try (InputStream stream = ClassLoader.getSystemResourceAsStream(name)) {
        return stream == null ? Optional.empty() : Optional.of(stream.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The content of a file in every entry that has it, by the place it was found at. */
  Map<String, byte[]> resources(String name) {
    Map<String, byte[]> all = new LinkedHashMap<>();
    try {
      for (Path folder : folders) {
        inFolder(folder, name).ifPresent(bytes -> all.put(folder.resolve(name).toString(), bytes));
      }
      for (JarFile jar : jars) {
        inJar(jar, name).ifPresent(bytes -> all.put(jar.getName() + "!/" + name, bytes));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private static Optional<byte[]> inFolder(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
  }

  private static Optional<byte[]> inJar(JarFile jar, String name) throws IOException {
    ZipEntry entry = jar.getEntry(name);
    if (entry == null) {
      return Optional.empty();
    }
    try (InputStream stream = jar.getInputStream(entry)) {
      return Optional.of(stream.readAllBytes());
    }
  }

  @Override
  public void close() throws IOException {
    for (JarFile jar : jars) {
      jar.close();
    }
  }
}
