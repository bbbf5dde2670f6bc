package dev.weft.conformance.self;

import dev.weft.SuspendableRunnable;
import dev.weft.agent.discover.ClassPatterns;
import dev.weft.agent.discover.JdkTypes;
import dev.weft.agent.discover.Outlines;
import dev.weft.agent.discover.SuspendableLookup;
import dev.weft.agent.discover.SuspendablePolicy;
import dev.weft.agent.discover.TwinPromises;
import dev.weft.agent.transform.ClassWeaver;
import dev.weft.agent.transform.WeaveResult;
import dev.weft.agent.transform.WeaverOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Weaves the weaver's own classes, ASM included, with everything suspendable. Runs in a loader of
 * its own together with the weaver it uses, which may itself be woven.
 */
public final class SelfWeaver implements SuspendableRunnable {
  private static final String WEAVER = "dev/weft/agent/";

  private final Path jar;
  private final Path output;
  private final SuspendableRunnable afterEach;

  /**
   * A weaver of the classes in the agent's jar.
   *
   * @param output a folder for the woven classes
   * @param afterEach called behind each class
   */
  public SelfWeaver(Path jar, Path output, SuspendableRunnable afterEach) {
    this.jar = jar;
    this.output = output;
    this.afterEach = afterEach;
  }

  @Override
  public void run() throws Exception {
    try (JarFile file = new JarFile(jar.toFile())) {
      Outlines outlines = new Outlines(name -> bytes(file, name + ".class"));
      SuspendablePolicy policy =
          new SuspendablePolicy(ClassPatterns.parse("**"), ClassPatterns.NONE, name -> false);
      SuspendableLookup lookup =
          new SuspendableLookup(outlines, policy, JdkTypes.load(), new TwinPromises());
      ClassWeaver weaver = new ClassWeaver(outlines, lookup, WeaverOptions.PRODUCTION);
      for (String name : classes(file)) {
        WeaveResult result = weaver.weave(bytes(file, name).orElseThrow());
        Path target = output.resolve(name);
        Files.createDirectories(target.getParent());
        Files.write(target, result.bytes().orElseGet(() -> new byte[0]));
        Files.write(
            output.resolve(name + ".txt"),
            (result.messages() + "\n" + result.reports()).lines().toList());
        afterEach.run();
      }
    }
  }

  private static List<String> classes(JarFile file) {
    return file.stream()
        .map(JarEntry::getName)
        .filter(name -> name.startsWith(WEAVER) && name.endsWith(".class"))
        .sorted()
        .toList();
  }

  private static Optional<byte[]> bytes(JarFile file, String name) {
    try {
      JarEntry entry = file.getJarEntry(name);
      if (entry != null) {
        try (InputStream in = file.getInputStream(entry)) {
          return Optional.of(in.readAllBytes());
        }
      }
      try (InputStream in = ClassLoader.getPlatformClassLoader().getResourceAsStream(name)) {
        return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
