package dev.weft.debug;

import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Shows a hub over JMX as long as it is open.
 *
 * <pre>{@code
 * Hub.run(() -> {
 *   try (HubBean bean = HubBean.register(Hub.current().orElseThrow())) {
 *     serve();
 *   }
 * });
 * }</pre>
 */
public final class HubBean implements AutoCloseable {
  private final ObjectName name;

  private HubBean(ObjectName name) {
    this.name = name;
  }

  /**
   * Registers {@code hub} with the platform's MBean server, as {@code
   * dev.weft:type=Hub,name="NAME"}.
   *
   * @throws IllegalStateException if a hub with this name is registered already
   */
  public static HubBean register(Hub hub) {
    try {
      ObjectName name = new ObjectName("dev.weft:type=Hub,name=" + ObjectName.quote(hub.name()));
      server().registerMBean(new View(hub), name);
      return new HubBean(name);
    } catch (JMException e) {
      throw new IllegalStateException("cannot register " + hub + " with JMX", e);
    }
  }

  private static MBeanServer server() {
    return ManagementFactory.getPlatformMBeanServer();
  }

  /** The name it is registered by. */
  public ObjectName name() {
    return name;
  }

  /** Takes the hub out again. */
  @Override
  public void close() {
    try {
      server().unregisterMBean(name);
    } catch (InstanceNotFoundException e) {
      return; // somebody was faster
    } catch (JMException e) {
      throw new IllegalStateException("cannot take " + name + " out of JMX", e);
    }
  }

  /** The hub, as JMX wants to see it. */
  private record View(Hub hub) implements HubMXBean {
    @Override
    public String getName() {
      return hub.name();
    }

    @Override
    public int getTasks() {
      return hub.taskCount();
    }

    @Override
    public int getReady() {
      return hub.ready();
    }

    @Override
    public int getTimers() {
      return hub.timers();
    }

    @Override
    public long getSpawned() {
      return hub.spawned();
    }

    @Override
    public long getEnded() {
      return hub.ended();
    }

    @Override
    public long getFailed() {
      return hub.failed();
    }

    @Override
    public long getKilled() {
      return hub.killed();
    }

    @Override
    public long getSteps() {
      return hub.steps();
    }

    @Override
    public long getPinned() {
      return hub.pinned();
    }

    @Override
    public Map<String, Long> getPinnedPlaces() {
      return hub.pinnedPlaces();
    }

    @Override
    public int getSpares() {
      return hub.spares();
    }

    @Override
    public String dump() {
      return hub.dump();
    }

    @Override
    public String dumpJson() {
      return ThreadDump.json(List.of(hub));
    }

    @Override
    public String[] findDeadlocks() {
      return hub.findDeadlocks().stream().map(View::circle).toArray(String[]::new);
    }

    private static String circle(List<Task<?>> tasks) {
      return tasks.stream().map(Task::toString).collect(Collectors.joining(" -> "));
    }
  }
}
