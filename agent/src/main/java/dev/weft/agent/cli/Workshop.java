package dev.weft.agent.cli;

import dev.weft.agent.discover.ClassPatterns;
import dev.weft.agent.discover.JdkTypes;
import dev.weft.agent.discover.ListedLine;
import dev.weft.agent.discover.Outlines;
import dev.weft.agent.discover.Substitutions;
import dev.weft.agent.discover.SuspendableLookup;
import dev.weft.agent.discover.SuspendablePolicy;
import dev.weft.agent.discover.TwinPromises;
import dev.weft.agent.transform.ClassWeaver;
import dev.weft.agent.transform.WeaverOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A weaver over a class path, outside of any running application. */
final class Workshop implements AutoCloseable {
  private static final String PATTERNS = "META-INF/weft/suspendable";

  private final ClassPath classPath;
  private final ClassWeaver weaver;
  private final Substitutions substitutions;

  /** A workshop; {@code log} gets what is wrong with files of the class path. */
  Workshop(Arguments arguments, List<Path> inputs, Consumer<String> log) {
    List<Path> entries = new ArrayList<>(inputs);
    entries.addAll(arguments.classPath());
    this.classPath = new ClassPath(entries);
    Outlines outlines = new Outlines(classPath);
    SuspendablePolicy policy =
        new SuspendablePolicy(
                arguments.include(), arguments.exclude(), name -> false, arguments.patch())
            .including(declared());
    SuspendableLookup lookup =
        new SuspendableLookup(outlines, policy, JdkTypes.load(), new TwinPromises())
            .extended(lines(Substitutions.EXTENSION), log);
    this.weaver = new ClassWeaver(outlines, lookup, WeaverOptions.PRODUCTION);
    this.substitutions = lookup.substitutions();
  }

  ClassWeaver weaver() {
    return weaver;
  }

  ClassPath classPath() {
    return classPath;
  }

  /** What woven code calls instead of methods of the JDK. */
  Substitutions substitutions() {
    return substitutions;
  }

  private ClassPatterns declared() {
    ClassPatterns patterns = ClassPatterns.NONE;
    for (ListedLine line : lines(PATTERNS)) {
      patterns = patterns.and(parse(line));
    }
    return patterns;
  }

  private List<ListedLine> lines(String name) {
    List<ListedLine> lines = new ArrayList<>();
    for (Map.Entry<String, byte[]> file : classPath.resources(name).entrySet()) {
      lines.addAll(ListedLine.of(file.getKey(), file.getValue()));
    }
    return lines;
  }

  private static ClassPatterns parse(ListedLine line) {
    try {
      return ClassPatterns.parse(line.text());
    } catch (IllegalArgumentException e) {
      throw new UsageException(line.file() + ": " + e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    classPath.close();
  }
}
