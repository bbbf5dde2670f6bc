package dev.weft.agent.cli;

import dev.weft.agent.discover.ClassPatterns;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What follows the command on the command line.
 *
 * @param operands folders, jars or class names
 * @param patch whether the JDK's sockets and streams suspend, as with {@code patch=on}
 * @param substitutions whether the table of substitutions is to be listed
 */
record Arguments(
    List<String> operands,
    Optional<Path> output,
    List<Path> classPath,
    ClassPatterns include,
    ClassPatterns exclude,
    boolean patch,
    boolean substitutions) {

  static Arguments parse(List<String> words) {
    List<String> operands = new ArrayList<>();
    Optional<Path> output = Optional.empty();
    List<Path> classPath = List.of();
    ClassPatterns include = ClassPatterns.NONE;
    ClassPatterns exclude = ClassPatterns.NONE;
    boolean patch = false;
    boolean substitutions = false;
    Iterator<String> rest = words.iterator();
    while (rest.hasNext()) {
      String word = rest.next();
      switch (word) {
        case "-o", "--output" -> output = Optional.of(Path.of(value(word, rest)));
        case "--class-path", "-cp" ->
            classPath =
                Arrays.stream(value(word, rest).split(File.pathSeparator)).map(Path::of).toList();
        case "--include" -> include = patterns(word, rest);
        case "--exclude" -> exclude = patterns(word, rest);
        case "--patch" -> patch = true;
        case "--substitutions" -> substitutions = true;
        default -> {
          if (word.startsWith("-")) {
            throw new UsageException(
                "unknown option '"
                    + word
                    + "'; valid are -o, --class-path, --include, --exclude, --patch and"
                    + " --substitutions");
          }
          operands.add(word);
        }
      }
    }
    return new Arguments(operands, output, classPath, include, exclude, patch, substitutions);
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new UsageException("option '" + option + "' needs a value");
    }
    return rest.next();
  }

  private static ClassPatterns patterns(String option, Iterator<String> rest) {
    try {
      return ClassPatterns.parse(value(option, rest));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
