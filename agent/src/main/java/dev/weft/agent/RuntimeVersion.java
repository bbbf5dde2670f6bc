package dev.weft.agent;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
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
    String own = own();
    try {
      for (URL url : Collections.list(ClassLoader.getSystemResources(RESOURCE))) {
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

  private static String version(InputStream stream) throws IOException {
    Properties properties = new Properties();
    properties.load(stream);
    return properties.getProperty("version", "unknown");
  }
}
