package dev.weft.agent;

import dev.weft.abi.MethodSite;
import dev.weft.abi.Resumer;
import dev.weft.abi.SavedVariables;
import dev.weft.agent.transform.SavedVariablesReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * Which variables suspended frames hold, for dumps: found by weaving the class once more, when
 * somebody asks for the first time. A class that is never dumped costs nothing. Thread-safe.
 */
final class VariableNames {
  private final LoaderContexts contexts;
  private final ClassValue<Map<String, SavedVariables>> known =
      new ClassValue<>() {
        @Override
        protected Map<String, SavedVariables> computeValue(Class<?> type) {
          return read(type);
        }
      };

  VariableNames(LoaderContexts contexts) {
    this.contexts = contexts;
  }

  /** The variables of the method that {@code resumer} enters; none when they cannot be found. */
  SavedVariables of(Resumer resumer) {
    ClassLoader loader = resumer.getClass().getClassLoader();
    MethodSite site = resumer.site();
    if (loader == null || site.className().isEmpty()) {
      return SavedVariables.NONE; // the JDK's, or the runtime's
    }
    try {
      return known
          .get(Class.forName(site.className(), false, loader))
          .getOrDefault(site.methodName() + site.descriptor(), SavedVariables.NONE);
    } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
      return SavedVariables.NONE; // names are not worth an error
    }
  }

  private Map<String, SavedVariables> read(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    if (loader == null || type.isHidden()) {
      return Map.of();
    }
    String file = type.getName().replace('.', '/') + ".class";
    try (InputStream stream = loader.getResourceAsStream(file)) {
      return stream == null
          ? Map.of()
          : SavedVariablesReader.of(contexts.of(loader).weaver().weave(stream.readAllBytes()));
    } catch (IOException e) {
      return Map.of();
    }
  }
}
