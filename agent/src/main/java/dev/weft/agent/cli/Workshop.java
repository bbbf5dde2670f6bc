package dev.weft.agent.cli;

import dev.weft.agent.discover.ClassPatterns;
import dev.weft.agent.discover.JdkTypes;
import dev.weft.agent.discover.Outlines;
import dev.weft.agent.discover.SuspendableLookup;
import dev.weft.agent.discover.SuspendablePolicy;
import dev.weft.agent.discover.TwinPromises;
import dev.weft.agent.transform.ClassWeaver;
import dev.weft.agent.transform.WeaverOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A weaver over a class path, outside of any running application. */
final class Workshop implements AutoCloseable {
  private static final String PATTERNS = "META-INF/weft/suspendable";

  private final ClassPath classPath;
  private final ClassWeaver weaver;

  Workshop(Arguments arguments, List<Path> inputs) {
    List<Path> entries = new ArrayList<>(inputs);
    entries.addAll(arguments.classPath());
    this.classPath = new ClassPath(entries);
    Outlines outlines = new Outlines(classPath);
    SuspendablePolicy policy =
        new SuspendablePolicy(arguments.include(), arguments.exclude(), name -> false)
            .including(declared());
    this.weaver =
        new ClassWeaver(
            outlines,
            new SuspendableLookup(outlines, policy, JdkTypes.load(), new TwinPromises()),
            WeaverOptions.PRODUCTION);
  }

  ClassWeaver weaver() {
    return weaver;
  }

  ClassPath classPath() {
    return classPath;
  }

  private ClassPatterns declared() {
    ClassPatterns patterns = ClassPatterns.NONE;
    for (Map.Entry<String, byte[]> file : classPath.resources(PATTERNS).entrySet()) {
      String text = new String(file.getValue(), StandardCharsets.UTF_8);
      for (String line : text.lines().map(String::strip).toList()) {
        if (!line.isEmpty() && !line.startsWith("#")) {
          patterns = patterns.and(parse(file.getKey(), line));
        }
      }
    }
    return patterns;
  }

  private static ClassPatterns parse(String place, String line) {
    try {
      return ClassPatterns.parse(line);
    } catch (IllegalArgumentException e) {
      throw new UsageException(place + ": " + e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    classPath.close();
  }
}
