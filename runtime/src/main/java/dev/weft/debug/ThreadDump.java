package dev.weft.debug;

import dev.weft.continuation.SuspendedCall;
import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import dev.weft.waiting.Blocker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tasks of hubs in the format of {@code jcmd PID Thread.dump_to_file -format=json}, so that
 * tools which read that can show them: each task is a thread, each hub a thread container, and so
 * are the tasks that a living task has spawned; that task is the owner of this container, which
 * lies in the one where its owner is. {@code parkBlocker} says what a task waits for, and, where it
 * is a single task, {@code owner} who holds that. Numbers are strings there, so they are here. Not
 * of the JDK's format is {@code variables}: by index in the stack, what {@link Task#calls} has.
 *
 * <p>Exact for the hub whose task asks; of hubs on other threads it shows what could be seen.
 */
public final class ThreadDump {
  private final Appendable out;

  /** Whether something stands before the next element of the innermost array or object. */
  private boolean comma;

  private ThreadDump(Appendable out) {
    this.out = out;
  }

  /** The tasks of {@code hubs}. */
  public static String json(Collection<Hub> hubs) {
    StringBuilder text = new StringBuilder();
    try {
      writeJson(hubs, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Writes the same piece by piece. */
  public static void writeJson(Collection<Hub> hubs, Appendable out) throws IOException {
    new ThreadDump(out).dump(hubs);
  }

  private void dump(Collection<Hub> hubs) throws IOException {
    open("{");
    key("threadDump");
    open("{");
    field("processId", Long.toString(ProcessHandle.current().pid()));
    field("time", Instant.now().toString());
    field("runtimeVersion", Runtime.version().toString());
    key("threadContainers");
    open("[");
    container("<root>", null, null, List.of());
    for (Hub hub : hubs) {
      containers(hub.toString(), hub.tasks());
    }
    close("]");
    close("}");
    close("}");
  }

  /** A hub, and, each behind the one that it lies in, the tasks that have spawned others. */
  private void containers(String hub, List<Task<?>> tasks) throws IOException {
    Map<Long, Task<?>> living = new HashMap<>();
    tasks.forEach(task -> living.put(task.id(), task));
    Map<Long, List<Task<?>>> spawned = new LinkedHashMap<>();
    for (Task<?> task : tasks) {
      long spawner = living.containsKey(task.spawnerId()) ? task.spawnerId() : 0;
      spawned.computeIfAbsent(spawner, id -> new ArrayList<>()).add(task);
    }
    container(hub, "<root>", null, spawned.getOrDefault(0L, List.of()));
    for (Task<?> owner : tasks) { // those who spawn come before those whom they spawn
      List<Task<?>> own = spawned.get(owner.id());
      if (own != null) {
        Task<?> spawner = living.get(owner.spawnerId());
        String parent = spawner == null ? hub : name(hub, spawner);
        container(name(hub, owner), parent, Long.toString(owner.id()), own);
      }
    }
  }

  private static String name(String hub, Task<?> owner) {
    return hub + " task " + owner.id() + " \"" + owner.name() + '"';
  }

  private void container(String name, String parent, String owner, List<Task<?>> tasks)
      throws IOException {
    element();
    open("{");
    field("container", name);
    field("parent", parent);
    field("owner", owner);
    key("threads");
    open("[");
    for (Task<?> task : tasks) {
      task(task);
    }
    close("]");
    field("threadCount", Integer.toString(tasks.size()));
    close("}");
  }

  private void task(Task<?> task) throws IOException {
    element();
    open("{");
    field("tid", Long.toString(task.id()));
    field("name", task.name());
    Blocker blocker = task.waitsFor().orElse(null);
    field("state", state(task, blocker));
    if (blocker != null) {
      key("parkBlocker");
      open("{");
      field("object", blocker.toString());
      List<?> holders = blocker.holders();
      if (holders.size() == 1 && holders.get(0) instanceof Task<?> owner) {
        field("owner", Long.toString(owner.id()));
      }
      close("}");
    }
    List<SuspendedCall> calls = calls(task);
    key("stack");
    open("[");
    if (calls.isEmpty()) {
      for (StackTraceElement each : stack(task)) {
        element();
        string(each.toString());
      }
    }
    for (SuspendedCall call : calls) {
      element();
      string(call.place().toString());
    }
    close("]");
    variables(calls);
    close("}");
  }

  /** Not of the JDK's format: by the index in the stack, those of each call that has some. */
  private void variables(List<SuspendedCall> calls) throws IOException {
    boolean any = false;
    for (int i = 0; i < calls.size(); i++) {
      Map<String, String> variables = calls.get(i).variables();
      if (!variables.isEmpty()) {
        if (!any) {
          key("variables");
          open("{");
          any = true;
        }
        key(Integer.toString(i));
        open("{");
        for (Map.Entry<String, String> variable : variables.entrySet()) {
          field(variable.getKey(), variable.getValue());
        }
        close("}");
      }
    }
    if (any) {
      close("}");
    }
  }

  /** The one of {@link Thread.State} that comes closest. */
  private static String state(Task<?> task, Blocker blocker) {
    if (task.isDone()) {
      return "TERMINATED";
    }
    if (!task.isStarted() && blocker == null) {
      return "NEW";
    }
    return blocker == null ? "RUNNABLE" : task.waitsWithLimit() ? "TIMED_WAITING" : "WAITING";
  }

  private static List<StackTraceElement> stack(Task<?> task) {
    try {
      return Arrays.asList(task.stackTrace());
    } catch (RuntimeException e) {
      return List.of(); // it ran on while this thread looked
    }
  }

  private static List<SuspendedCall> calls(Task<?> task) {
    try {
      return task.calls();
    } catch (RuntimeException e) {
      return List.of(); // the same
    }
  }

  // ---- JSON ----------------------------------------------------------------------------------

  private void open(String bracket) throws IOException {
    out.append(bracket);
    comma = false;
  }

  private void close(String bracket) throws IOException {
    out.append(bracket);
    comma = true;
  }

  private void element() throws IOException {
    if (comma) {
      out.append(",\n");
    }
    comma = true;
  }

  private void key(String name) throws IOException {
    element();
    string(name);
    out.append(": ");
  }

  private void field(String name, String value) throws IOException {
    key(name);
    if (value == null) {
      out.append("null");
    } else {
      string(value);
    }
  }

  private void string(String text) throws IOException {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || Character.isSurrogate(c)) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
