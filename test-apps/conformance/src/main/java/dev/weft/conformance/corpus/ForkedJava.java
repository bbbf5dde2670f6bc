package dev.weft.conformance.corpus;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.tree.ClassNode;

/**
 * Runs classes of this module in JVMs of their own, with all verification there is.
 *
 * @param java the {@code java} command
 * @param agent the agent's jar
 */
public record ForkedJava(Path java, Path agent) {
  private static final List<String> VERIFICATION =
      List.of(
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:+BytecodeVerificationLocal",
          "-XX:+BytecodeVerificationRemote");

  /** The java command of a JDK's home. */
  public static Path command(String home) {
    return Path.of(home, "bin", "java");
  }

  /**
   * Runs a class to its end. The weaver and the runtime are visible to it, in the boot loader; no
   * agent runs.
   *
   * @throws IllegalStateException if it fails; the message has its output
   */
  public void run(Class<?> main, List<String> options, Object... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(VERIFICATION);
    command.addAll(options);
    command.add("-Xbootclasspath/a:" + agent);
    command.addAll(List.of("-cp", classPath(), main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Path output = Files.createTempFile("forked", ".log");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int status = process.waitFor();
    String text = Files.readString(output);
    Files.delete(output);
    if (status != 0) {
      throw new IllegalStateException(
          main.getSimpleName() + " ended with status " + status + ":\n" + text);
    }
  }

  /** Where this module's classes are, and those of ASM. */
  public static String classPath() {
    Set<String> places = new LinkedHashSet<>();
    for (Class<?> type :
        List.of(ForkedJava.class, ClassReader.class, ClassNode.class, ClassRemapper.class)) {
      try {
        places.add(
            Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
      } catch (URISyntaxException e) {
        throw new IllegalStateException(e); // a class loader made it
      }
    }
    return String.join(File.pathSeparator, places);
  }
}
