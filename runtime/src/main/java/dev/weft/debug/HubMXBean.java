package dev.weft.debug;

import java.util.Map;

/** A hub, as JMX shows it: {@code dev.weft:type=Hub,name=...}. See {@link HubBean#register}. */
public interface HubMXBean {
  /** Its name. */
  String getName();

  /** How many tasks have not ended. */
  int getTasks();

  /** How many of them are ready, about. */
  int getReady();

  /** How many timers run, about; some may be over. */
  int getTimers();

  /** How many tasks were spawned so far. */
  long getSpawned();

  /** How many tasks have ended, however they did. */
  long getEnded();

  /** How many of these failed. */
  long getFailed();

  /** How many of these were killed. */
  long getKilled();

  /** How often a task was run until it waited or ended. */
  long getSteps();

  /** How often a task blocked its carrier. */
  long getPinned();

  /** The same by place. */
  Map<String, Long> getPinnedPlaces();

  /** How many spare carriers it has. */
  int getSpares();

  /** Its tasks as text; see {@link dev.weft.hub.Hub#dump()}. */
  String dump();

  /** Its tasks as a thread dump in JSON; see {@link ThreadDump}. */
  String dumpJson();

  /** The tasks that wait for each other in circles, one circle a line. */
  String[] findDeadlocks();
}
