package dev.weft.agent;

import java.util.List;
import java.util.Set;

/** Says which classes came before an agent that was attached: these it cannot weave. */
final class LoadedBefore {
  /** How many are named; the others are counted. */
  private static final int NAMED = 5;

  private LoadedBefore() {}

  /** Names those among {@code loaded} that were asked for. Internal names. */
  static void report(Set<String> loaded, AgentOptions options, AgentLog log) {
    List<String> late =
        loaded.stream()
            .filter(name -> options.include().matches(name) && !options.exclude().matches(name))
            .sorted()
            .toList();
    if (late.isEmpty()) {
      return;
    }
    int named = Math.min(late.size(), NAMED);
    log.say(
        "loaded before the agent was attached, and therefore not woven, although include= matches: "
            + String.join(", ", late.subList(0, named)).replace('/', '.')
            + (late.size() > named ? " and " + (late.size() - named) + " more" : "")
            + "; call WeftAgent.install() earlier, or start the JVM with -javaagent:"
            + WeftAgent.JAR);
  }
}
