package dev.weft.it;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Lays compiled targets out as folders and jars. */
final class Deployment {
  private Deployment() {}

  /** Copies classes of the compiled tests into a folder. */
  static Path folder(Path folder, Class<?>... classes) throws IOException {
    for (Class<?> type : classes) {
      Path file = folder.resolve(fileName(type));
      Files.createDirectories(file.getParent());
      Files.write(file, bytes(type));
    }
    return folder;
  }

  /** A jar with classes of the compiled tests, and some texts. */
  static Path jar(Path jar, Map<String, String> texts, Class<?>... classes) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream stream = new JarOutputStream(file)) {
      for (Map.Entry<String, String> text : texts.entrySet()) {
        stream.putNextEntry(new JarEntry(text.getKey()));
        stream.write(text.getValue().getBytes(StandardCharsets.UTF_8));
      }
      for (Class<?> type : classes) {
        stream.putNextEntry(new JarEntry(fileName(type)));
        stream.write(bytes(type));
      }
    }
    return jar;
  }

  static byte[] bytes(Class<?> type) throws IOException {
    return Files.readAllBytes(Jvm.testClasses().resolve(fileName(type)));
  }

  static String fileName(Class<?> type) {
    return type.getName().replace('.', '/') + ".class";
  }
}
