package dev.weft.fuzz.trace.script;

import dev.weft.continuation.Continuation;

/** Something done with a continuation. */
public record ContinuationOp(Verb verb, int slot, int other) implements Node {
  /** What is done. */
  public enum Verb {
    /** Runs the continuation in the slot. */
    RUN,
    /** Suspends the scope with the number of the slot. */
    SUSPEND,
    /** Puts a copy of the one in the slot into the other slot. */
    COPY,
    /** Puts a new one into the slot. */
    NEW,
    /** Whether it is done, and where it stands. */
    LOOK
  }

  @Override
  public void execute(World world) throws Exception {
    world.burn();
    switch (verb) {
      case RUN -> {
        world.continuation(slot).run();
        world.log("ran" + slot);
      }
      case SUSPEND -> {
        Continuation.suspend(world.scope(slot));
        world.log("resumed" + slot);
      }
      case COPY -> world.put(other, world.continuation(slot).copy());
      case NEW -> world.newContinuation(slot);
      case LOOK -> world.log("c" + slot + world.continuation(slot).isDone());
    }
  }
}
