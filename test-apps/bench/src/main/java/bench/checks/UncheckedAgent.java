package bench.checks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;

/** Copies the agent's jar without one check of its runtime. */
final class UncheckedAgent {

  private UncheckedAgent() {}

  /**
   * Writes the copy into {@code folder}, under the name that the agent insists on.
   *
   * @throws IllegalStateException if the check is nowhere in the jar
   */
  static Path write(Path agent, Check check, Path folder) throws IOException {
    Path copy = Files.createDirectories(folder).resolve(agent.getFileName());
    boolean found = false;
    try (JarFile in = new JarFile(agent.toFile());
        OutputStream file = Files.newOutputStream(copy);
        JarOutputStream out = new JarOutputStream(file)) {
      for (Enumeration<JarEntry> e = in.entries(); e.hasMoreElements(); ) {
        JarEntry entry = e.nextElement();
        byte[] bytes = in.getInputStream(entry).readAllBytes();
        if (entry.getName().matches("dev/weft/(abi|continuation|generator)/.*\\.class")) {
          ClassNode type = new ClassNode();
          new ClassReader(bytes).accept(type, 0);
          if (check.removeFrom(type)) {
            ClassWriter writer = new ClassWriter(0);
            type.accept(writer);
            bytes = writer.toByteArray();
            found = true;
          }
        }
        out.putNextEntry(new JarEntry(entry.getName()));
        out.write(bytes);
        out.closeEntry();
      }
    }
    if (!found) {
      throw new IllegalStateException(check + " is not in " + agent);
    }
    return copy;
  }
}
