package dev.weft.agent.cli;

import dev.weft.agent.transform.AbiMismatchException;
import dev.weft.agent.transform.WeaveResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** {@code weave DIR|JAR... -o OUT}: weaves class files ahead of time. */
final class WeaveCommand {
  private final PrintStream out;
  private int woven;
  private int seen;

  WeaveCommand(PrintStream out) {
    this.out = out;
  }

  void run(Arguments arguments) throws IOException {
    if (arguments.operands().isEmpty()) {
      throw new UsageException("weave needs at least one folder or jar");
    }
    Path output = arguments.output().orElseThrow(() -> new UsageException("weave needs -o OUT"));
    List<Path> inputs = arguments.operands().stream().map(Path::of).toList();
    for (Path input : inputs) {
      if (!Files.exists(input)) {
        throw new UsageException("there is no " + input);
      }
      if (input.toAbsolutePath().normalize().equals(output.toAbsolutePath().normalize())) {
        throw new UsageException("the output must not be the input " + input);
      }
    }
    try (Workshop workshop =
        new Workshop(arguments, inputs, message -> out.println("weft: " + message))) {
      for (Path input : inputs) {
        if (Files.isDirectory(input)) {
          weaveFolder(workshop, input, output);
        } else {
          weaveJar(workshop, input, output.resolve(input.getFileName()));
        }
      }
    }
    out.println("weft: " + woven + " of " + seen + " classes woven to " + output);
  }

  private void weaveFolder(Workshop workshop, Path input, Path output) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(input)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      Path target = output.resolve(input.relativize(file).toString());
      Files.createDirectories(target.getParent());
      Files.write(target, weave(workshop, file.toString(), Files.readAllBytes(file)));
    }
  }

  private void weaveJar(Workshop workshop, Path input, Path output) throws IOException {
    Files.createDirectories(output.toAbsolutePath().getParent());
    try (JarFile jar = new JarFile(input.toFile());
        OutputStream file = Files.newOutputStream(output);
        JarOutputStream stream = new JarOutputStream(file)) {
      boolean signed = jar.stream().anyMatch(entry -> isSignature(entry.getName()));
      if (signed) {
        out.println(
            "weft: "
                + input
                + " is signed, and its signature does not hold for woven classes: it is"
                + " left out; sign "
                + output
                + " if need be");
      }
      for (JarEntry entry : Collections.list(jar.entries())) {
        if (isSignature(entry.getName())) {
          continue;
        }
        JarEntry copy = new JarEntry(entry.getName());
        copy.setTime(entry.getTime());
        stream.putNextEntry(copy);
        try (InputStream content = jar.getInputStream(entry)) {
          if (signed && entry.getName().equals(JarFile.MANIFEST_NAME)) {
            withoutDigests(content).write(stream);
          } else {
            stream.write(weave(workshop, input + "!" + entry.getName(), content.readAllBytes()));
          }
        }
        stream.closeEntry();
      }
    }
  }

  /** A signature file, or a signature block (JAR file specification, "Signed JAR File"). */
  private static boolean isSignature(String entry) {
    String name = entry.toUpperCase(Locale.ROOT);
    return name.startsWith("META-INF/")
        && name.indexOf('/', "META-INF/".length()) < 0
        && (name.endsWith(".SF")
            || name.endsWith(".RSA")
            || name.endsWith(".DSA")
            || name.endsWith(".EC"));
  }

  private static Manifest withoutDigests(InputStream content) throws IOException {
    Manifest manifest = new Manifest(content);
    manifest
        .getEntries()
        .values()
        .forEach(
            attributes -> attributes.keySet().removeIf(key -> key.toString().endsWith("-Digest")));
    return manifest;
  }

  private byte[] weave(Workshop workshop, String name, byte[] bytes) {
    if (!name.endsWith(".class") || name.endsWith("module-info.class")) {
      return bytes;
    }
    seen++;
    try {
      WeaveResult result = workshop.weaver().weave(bytes);
      result.messages().forEach(message -> out.println("weft: " + message));
      if (result.bytes().isPresent()) {
        woven++;
      }
      return result.bytes().orElse(bytes);
    } catch (AbiMismatchException e) {
      throw new FailureException(e.getMessage(), e);
    } catch (RuntimeException | AssertionError e) { // ASM says "malformed" by many kinds
      out.println("weft: cannot weave " + name + ", which is copied as it is: " + e);
      return bytes;
    }
  }
}
