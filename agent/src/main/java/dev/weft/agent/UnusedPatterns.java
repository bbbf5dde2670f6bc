package dev.weft.agent;

import dev.weft.agent.discover.ClassPatterns;
import java.util.ArrayList;
import java.util.List;

/**
 * The patterns of an option that no loaded class has matched yet. When the JVM ends, what is left
 * is said in one line: most likely it is misspelt, and nobody would notice. Thread-safe.
 */
final class UnusedPatterns extends Thread {
  private final String option;
  private final AgentLog log;

  /** One pattern each; replaced as a whole. */
  private volatile List<ClassPatterns> unused;

  private UnusedPatterns(String option, List<ClassPatterns> unused, AgentLog log) {
    super("weft unused patterns");
    this.option = option;
    this.unused = unused;
    this.log = log;
  }

  /** Watches these patterns until the JVM ends; nothing is done if there are none. */
  static UnusedPatterns watch(String option, ClassPatterns all, AgentLog log) {
    UnusedPatterns patterns = new UnusedPatterns(option, all.each(), log);
    if (!all.isEmpty()) {
      Runtime.getRuntime().addShutdownHook(patterns);
    }
    return patterns;
  }

  /** Notes that a class is being loaded, by its internal name. */
  void note(String className) {
    List<ClassPatterns> open = unused;
    for (ClassPatterns pattern : open) {
      if (pattern.matches(className)) {
        remove(className);
        return;
      }
    }
  }

  private synchronized void remove(String className) {
    List<ClassPatterns> left = new ArrayList<>();
    for (ClassPatterns pattern : unused) {
      if (!pattern.matches(className)) {
        left.add(pattern);
      }
    }
    unused = left;
  }

  @Override
  public void run() {
    List<ClassPatterns> left = unused;
    if (!left.isEmpty()) {
      ClassPatterns all = ClassPatterns.NONE;
      for (ClassPatterns pattern : left) {
        all = all.and(pattern);
      }
      log.say("no class was loaded that " + option + "=" + all + " matches; is it spelt right?");
    }
  }
}
