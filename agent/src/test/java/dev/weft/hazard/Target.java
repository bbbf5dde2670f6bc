package dev.weft.hazard;

import dev.weft.hazard.targets.Program;
import java.util.Map;
import java.util.Set;

/**
 * A program to be tested, and where its class files come from. The agent weaves the package {@link
 * #PACKAGE}; the same class files under {@link #ORIGINAL_PACKAGE} run as they were compiled.
 *
 * @param className binary name of a {@link Program} with a constructor without parameters
 * @param generated class files that no compiler made, by binary name
 * @param absent classes that were there at compile time only, by binary name
 * @param fresh whether each run loads its classes anew, so that static initialisers run again
 */
record Target(String className, Map<String, byte[]> generated, Set<String> absent, boolean fresh) {
  static final String PACKAGE = "dev.weft.hazard.targets.";
  static final String ORIGINAL_PACKAGE = "dev.weft.hazard.original.";

  Target {
    generated = Map.copyOf(generated);
    absent = Set.copyOf(absent);
  }

  static Target of(Class<? extends Program> program) {
    return new Target(program.getName(), Map.of(), Set.of(), false);
  }

  /** A class that is looked at, not run; those it is nested with come along. */
  static Target looking(Class<?> type) {
    return new Target(type.getNestHost().getName(), Map.of(), Set.of(), false);
  }

  static Target generated(String className, byte[] bytes) {
    return new Target(className, Map.of(className, bytes), Set.of(), false);
  }

  Target without(String missing) {
    return new Target(className, generated, Set.of(missing), true);
  }

  Target freshEachRun() {
    return new Target(className, generated, absent, true);
  }

  /** The loader of the classes to be woven. */
  ClassLoader wovenLoader() {
    return generated.isEmpty() && absent.isEmpty() && !fresh
        ? Target.class.getClassLoader()
        : TargetLoader.woven(this);
  }
}
