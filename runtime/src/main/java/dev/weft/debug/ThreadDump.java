package dev.weft.debug;

import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import dev.weft.waiting.Blocker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The tasks of hubs in the format of {@code jcmd PID Thread.dump_to_file -format=json}, so that
 * tools which read that can show them: each hub is a thread container, each task a thread of it.
 * {@code parkBlocker} says what a task waits for, and, where it is a single task, {@code owner} who
 * holds that. Numbers are strings there, so they are here.
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
    container("<root>", List.of());
    for (Hub hub : hubs) {
      container(hub.toString(), hub.tasks());
    }
    close("]");
    close("}");
    close("}");
  }

  private void container(String name, List<Task<?>> tasks) throws IOException {
    boolean root = name.equals("<root>");
    element();
    open("{");
    field("container", name);
    field("parent", root ? null : "<root>");
    field("owner", null);
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
    key("stack");
    open("[");
    for (StackTraceElement element : stack(task)) {
      element();
      string(element.toString());
    }
    close("]");
    close("}");
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
