package dev.weft.existing;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;

/**
 * Where things are.
 *
 * @param java the {@code java} command of the programs
 * @param agent the agent's jar
 * @param libraries the folder of the jars that the programs use
 * @param work a folder to write to
 */
record Places(Path java, Path agent, Path libraries, Path work) {
  /** The programs and their libraries. */
  String classPath() {
    return ownClasses() + File.pathSeparator + libraries.resolve("*");
  }

  private static Path ownClasses() {
    try {
      return Path.of(Places.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e); // a class loader made it
    }
  }
}
