package dev.weft.agent.cli;

import dev.weft.agent.discover.ClassSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  /** The content of a file; that of the first entry that has it. */
  Optional<byte[]> resource(String name) {
    try {
      for (Path folder : folders) {
        Path file = folder.resolve(name);
        if (Files.isRegularFile(file)) {
          return Optional.of(Files.readAllBytes(file));
        }
      }
      for (JarFile jar : jars) {
        ZipEntry entry = jar.getEntry(name);
        if (entry != null) {
          try (InputStream stream = jar.getInputStream(entry)) {
            return Optional.of(stream.readAllBytes());
          }
        }
      }
      try (InputStream stream = ClassLoader.getSystemResourceAsStream(name)) {
        return stream == null ? Optional.empty() : Optional.of(stream.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (JarFile jar : jars) {
      jar.close();
    }
  }
}
