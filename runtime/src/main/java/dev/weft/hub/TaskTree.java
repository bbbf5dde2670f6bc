package dev.weft.hub;

import dev.weft.continuation.CarrierTrace;
import dev.weft.continuation.SuspendedCall;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.Waiter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/**
 * The tasks of a hub as text: each below the one that spawned it, with its state, what it waits
 * for, who holds that, where it stands, and its variables there. Tasks of one spawner that have
 * spawned nothing and stand at the same place in the same state are shown once, and counted.
 *
 * <p>Exact when a task of the hub asks; to other threads a task that runs meanwhile may be shown as
 * it was, or at a place where it has not stood.
 */
final class TaskTree {
  /** Deeper levels are not indented further: chains of spawns can be long. */
  private static final int MAX_INDENT = 20;

  private final Hub hub;
  private final Appendable out;
  private final Map<Long, List<Task<?>>> children = new HashMap<>();

  /**
   * What tasks that are shown together have in common.
   *
   * @param doing what they wait for, or a few words
   */
  private record Look(Object doing, List<StackTraceElement> stack) {}

  /** Tasks that are shown together, or one, and how deep. */
  private record Item(List<Task<?>> tasks, Look look, int depth) {}

  private TaskTree(Hub hub, Appendable out) {
    this.hub = hub;
    this.out = out;
  }

  static void print(Hub hub, Appendable out) throws IOException {
    new TaskTree(hub, out).print();
  }

  private void print() throws IOException {
    List<Task<?>> tasks = hub.tasks();
    Set<Long> known = new HashSet<>();
    tasks.forEach(task -> known.add(task.id()));
    for (Task<?> task : tasks) {
      long spawner = known.contains(task.spawnerId()) ? task.spawnerId() : 0;
      children.computeIfAbsent(spawner, id -> new ArrayList<>()).add(task);
    }
    line(0, hub.toString() + ": " + hub.loop().counts());
    Deque<Item> open = new ArrayDeque<>();
    push(0, 0, open);
    for (Item item = open.poll(); item != null; item = open.poll()) {
      print(item);
      if (item.tasks.size() == 1) {
        push(item.tasks.get(0).id(), item.depth + 1, open);
      }
    }
  }

  /** Puts the tasks that {@code spawner} spawned in front of what is open. */
  private void push(long spawner, int depth, Deque<Item> open) {
    Map<Object, Item> items = new LinkedHashMap<>();
    for (Task<?> task : children.getOrDefault(spawner, List.of())) {
      Look look = look(task);
      Object key = children.containsKey(task.id()) ? task : look;
      items.computeIfAbsent(key, k -> new Item(new ArrayList<>(1), look, depth)).tasks.add(task);
    }
    List<Item> ordered = new ArrayList<>(items.values());
    for (int i = ordered.size() - 1; i >= 0; i--) {
      open.push(ordered.get(i));
    }
  }

  private Look look(Task<?> task) {
    Waiter waiter = task.waiter();
    boolean waits = waiter != null && !waiter.isDecided() && task.home() == null;
    return new Look(waits ? waiter.blocker() : state(task), stack(task));
  }

  private static String text(Look look) {
    if (!(look.doing instanceof Blocker blocker)) {
      return look.doing.toString();
    }
    String holders = Deadlocks.holders(blocker);
    return waiting(blocker) + (holders.isEmpty() ? "" : ", held by " + holders);
  }

  private List<StackTraceElement> stack(Task<?> task) {
    try {
      StackTraceElement[] stack = task.stackTrace();
      Thread carrier = hub.loop().baton().thread();
      return stack.length == 0 && task.isRunning() && carrier != null
          ? CarrierTrace.of(carrier)
          : Arrays.asList(stack);
    } catch (RuntimeException e) {
      return List.of(); // it ran on while this thread looked
    }
  }

  private void print(Item item) throws IOException {
    Task<?> first = item.tasks.get(0);
    StringBuilder head = new StringBuilder("Task \"").append(first.name()).append('"');
    if (item.tasks.size() > 1) {
      Task<?> last = item.tasks.get(item.tasks.size() - 1);
      head.append(" to \"").append(last.name()).append("\", ");
      head.append(item.tasks.size()).append(" tasks, each");
    }
    line(item.depth, head.append(' ').append(text(item.look)).toString());
    List<SuspendedCall> calls = calls(first);
    if (calls.size() != item.look.stack.size()) { // it runs, or has gone on
      for (StackTraceElement element : item.look.stack) {
        line(item.depth, "    at " + element);
      }
      return;
    }
    String where = item.tasks.size() > 1 ? "        in the first " : "        where ";
    for (SuspendedCall call : calls) {
      line(item.depth, "    at " + call.place());
      if (!call.variables().isEmpty()) {
        line(item.depth, where + variables(call));
      }
    }
  }

  private static List<SuspendedCall> calls(Task<?> task) {
    try {
      return task.calls();
    } catch (RuntimeException e) {
      return List.of(); // it ran on while this thread looked
    }
  }

  private static String variables(SuspendedCall call) {
    StringJoiner text = new StringJoiner(", ");
    call.variables().forEach((name, value) -> text.add(name + " = " + value));
    return text.toString();
  }

  private void line(int depth, String text) throws IOException {
    out.append("  ".repeat(Math.min(depth, MAX_INDENT))).append(text);
    out.append(System.lineSeparator());
  }

  /** What a task does, in a few words. */
  static String state(Task<?> task) {
    if (task.isDone()) {
      return task.exit().isPresent() ? "killed" : task.exception().isPresent() ? "failed" : "ended";
    }
    Optional<Blocker> blocker = task.waitsFor();
    Home blocked = task.home();
    if (blocked != null) {
      return "pinned, " + blocker.map(TaskTree::waiting).orElseGet(blocked::state);
    }
    if (task.isRunning()) {
      return "running";
    }
    return blocker.map(TaskTree::waiting).orElse(task.isStarted() ? "ready" : "unstarted");
  }

  /** The state of a task that is waiting for {@code blocker}. */
  static String waiting(Blocker blocker) {
    return "waiting for " + named(blocker);
  }

  /** What is waited for. */
  static String named(Blocker blocker) {
    return blocker instanceof Task<?> other
        ? "the end of \"" + other.name() + "\""
        : blocker.toString();
  }
}
