package dev.weft.fuzz.trace.script;

import dev.weft.fuzz.trace.script.Control.Kind;
import dev.weft.greenlet.Greenlet;

/**
 * Something done with a greenlet. The slots behind the last one are the main greenlets of the
 * threads.
 *
 * @param number the value passed, of the exception, or the slot of another greenlet
 */
public record GreenletOp(Verb verb, int slot, int number, Kind kind) implements Node {
  /** What is done. */
  public enum Verb {
    SWITCH,
    SWITCH_PLAINLY,
    RAISE,
    RAISE_EXIT,
    CLOSE,
    SET_PARENT,
    /** Puts a new one into the slot, a child of the current one. */
    NEW,
    /** Puts a new one into the slot, a child of the one with the slot {@code number}. */
    NEW_CHILD,
    LOOK,
    CURRENT
  }

  @Override
  public void execute(World world) throws Exception {
    world.burn();
    switch (verb) {
      case SWITCH -> {
        Object value = world.greenlet(slot).switchTo(number);
        world.log("switch" + slot + "=" + World.text(value));
      }
      case SWITCH_PLAINLY -> {
        Object value = world.greenlet(slot).switchTo();
        world.log("switch" + slot + "=" + World.text(value));
      }
      case RAISE -> {
        Object value = world.greenlet(slot).raise(Failures.make(kind, number));
        world.log("raise" + slot + "=" + World.text(value));
      }
      case RAISE_EXIT -> {
        Object value = world.greenlet(slot).raise();
        world.log("raise" + slot + "=" + World.text(value));
      }
      case CLOSE -> {
        world.greenlet(slot).close();
        world.log("closed" + slot);
      }
      case SET_PARENT -> world.greenlet(slot).setParent(world.greenlet(number));
      case NEW -> world.newGreenlet(slot);
      case NEW_CHILD -> world.newGreenlet(slot, world.greenlet(number));
      case LOOK -> world.look(world.greenlet(slot));
      case CURRENT -> world.log("current" + world.slotOf(Greenlet.current()));
    }
  }
}
