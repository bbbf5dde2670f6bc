package dev.weft.agent;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Properties;

/** Compares the version of the agent with that of the runtime jar on the application's path. */
public final class RuntimeVersion {
  private static final String RESOURCE = "META-INF/weft/runtime.properties";

  private RuntimeVersion() {}

  /** The agent's own version. */
  public static String own() {
    try (InputStream stream = ClassLoader.getSystemResourceAsStream(RESOURCE)) {
      return stream == null ? "unknown" : version(stream);
    } catch (IOException e) {
      return "unknown";
    }
  }

  /** Says so when the application brings another version, which the agent's will override. */
  static void check(AgentLog log) {
    try {
      List<URL> all = Collections.list(ClassLoader.getSystemResources(RESOURCE));
      if (areSame(all)) {
        return; // our own, which the JVM puts on the class path, too: nothing need be opened
      }
      String own = own();
      for (URL url : all) {
        try (InputStream stream = url.openStream()) {
          String other = version(stream);
          if (!other.equals(own)) {
            log.say(
                "the application was compiled against Weft "
                    + other
                    + " ("
                    + url
                    + "), and runs with agent "
                    + own
                    + ", whose runtime takes its place; use the same version for both");
          }
        }
      }
    } catch (IOException e) {
      log.say("cannot compare the versions of agent and runtime: " + e);
    }
  }

  /** By text: URLs are equal if their hosts are, which may be asked for in the net. */
  private static boolean areSame(List<URL> urls) {
    for (URL url : urls) {
      if (!url.toExternalForm().equals(urls.get(0).toExternalForm())) {
        return false;
      }
    }
    return true;
  }

  private static String version(InputStream stream) throws IOException {
    Properties properties = new Properties();
    properties.load(stream);
    return properties.getProperty("version", "unknown");
  }
}
