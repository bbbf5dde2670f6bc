package dev.weft.hub;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The flight recorder's view of a {@link PinnedTask}. Loaded only where there is a recorder. */
@Name("dev.weft.Pinned")
@Label("Pinned task")
@Category("Weft")
@Description("A task blocks its carrier, because it cannot be suspended where it waits")
@StackTrace(false)
final class PinnedJfrEvent extends Event {
  @Label("Task")
  String task;

  @Label("Scheduler")
  String scheduler;

  @Label("Blocked in")
  String waitsFor;

  @Label("Culprit")
  String culprit;

  @Label("Reason")
  String reason;

  @Label("Way out")
  String wayOut;

  @Label("Stack")
  String stack;

  static void emit(PinnedTask pinned) {
    PinnedJfrEvent event = new PinnedJfrEvent();
    if (event.shouldCommit()) {
      event.task = pinned.task().name();
      event.scheduler = pinned.task().scheduler().toString();
      event.waitsFor = pinned.waitsFor();
      event.culprit = pinned.culprit().toString();
      event.reason = pinned.reason().name();
      event.wayOut = pinned.wayOut();
      event.stack = String.join("\n", pinned.stack().stream().map(Object::toString).toList());
      event.commit();
    }
  }
}
