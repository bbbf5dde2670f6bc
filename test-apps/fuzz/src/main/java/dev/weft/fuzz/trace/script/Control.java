package dev.weft.fuzz.trace.script;

import dev.weft.Suspendable;
import dev.weft.fuzz.trace.outside.PlainCall;
import java.util.List;

/**
 * The statements that execute others. Each calls its children from lines of its own, which stack
 * traces are checked against.
 */
public final class Control {
  private Control() {}

  /** One after the other. */
  public record Block(List<Node> nodes) implements Node {
    public Block {
      nodes = List.copyOf(nodes);
    }

    @Override
    public void execute(World world) throws Exception {
      for (int i = 0; i < nodes.size(); i++) { // no iterator: copies would share it
        nodes.get(i).execute(world);
      }
    }

    @Override
    public List<Node> children() {
      return nodes;
    }

    @Override
    public Node withChildren(List<Node> children) {
      return new Block(children);
    }
  }

  /** The same several times, with wide local variables that must survive. */
  public record Loop(int times, Node body) implements Node {
    @Override
    public void execute(World world) throws Exception {
      long sum = 0;
      double factor = 1.5;
      for (int i = 0; i < times; i++) {
        sum += i;
        body.execute(world);
        factor *= 2;
      }
      world.check(sum == times * (times - 1L) / 2 && factor == 1.5 * (1 << times));
    }

    @Override
    public List<Node> children() {
      return List.of(body);
    }

    @Override
    public Node withChildren(List<Node> children) {
      return new Loop(times, children.get(0));
    }
  }

  /** Further down the stack, with values below the call. */
  public record Nested(int depth, Node body) implements Node {
    @Override
    public void execute(World world) throws Exception {
      world.check(1000 + down(depth, 2.5f, world, Long.MIN_VALUE) == 1000 + depth);
    }

    @Suspendable
    private int down(int left, float kept, World world, long wide) throws Exception {
      if (left == 0) {
        body.execute(world);
        world.check(kept == 2.5f + depth && wide == Long.MIN_VALUE + depth);
        return 0;
      }
      return 1 + down(left - 1, kept + 1, world, wide + 1);
    }

    @Override
    public List<Node> children() {
      return List.of(body);
    }

    @Override
    public Node withChildren(List<Node> children) {
      return new Nested(depth, children.get(0));
    }
  }

  /** {@code try ... finally}. */
  public record TryFinally(Node body, Node last) implements Node {
    @Override
    public void execute(World world) throws Exception {
      try {
        body.execute(world);
      } finally {
        last.execute(world);
      }
    }

    @Override
    public List<Node> children() {
      return List.of(body, last);
    }

    @Override
    public Node withChildren(List<Node> children) {
      return new TryFinally(children.get(0), children.get(1));
    }
  }

  /** What a handler catches. */
  public enum Catches {
    /** Every exception of the user's, and wrong uses, but no exits. */
    EXCEPTION,
    /** All there is. */
    THROWABLE
  }

  /** {@code try ... catch}; the handler may throw on what it caught. */
  public record TryCatch(Catches catches, boolean rethrows, Node body, Node handler)
      implements Node {
    @Override
    public void execute(World world) throws Exception {
      try {
        body.execute(world);
      } catch (Exception e) {
        world.caught(e);
        handler.execute(world);
        if (rethrows) {
          throw e;
        }
      } catch (Error e) {
        if (catches == Catches.EXCEPTION) {
          throw e;
        }
        world.caught(e);
        handler.execute(world);
        if (rethrows) {
          throw e;
        }
      }
    }

    @Override
    public List<Node> children() {
      return List.of(body, handler);
    }

    @Override
    public Node withChildren(List<Node> children) {
      return new TryCatch(catches, rethrows, children.get(0), children.get(1));
    }
  }

  /** Through code that is not woven. */
  public record Plain(Node body) implements Node {
    @Override
    public void execute(World world) throws Exception {
      PlainCall.of(body, world);
    }

    @Override
    public List<Node> children() {
      return List.of(body);
    }

    @Override
    public Node withChildren(List<Node> children) {
      return new Plain(children.get(0));
    }
  }

  /** Under a monitor. */
  public record Monitor(Node body) implements Node {
    @Override
    public void execute(World world) throws Exception {
      Object lock = new Object();
      synchronized (lock) {
        body.execute(world);
      }
    }

    @Override
    public List<Node> children() {
      return List.of(body);
    }

    @Override
    public Node withChildren(List<Node> children) {
      return new Monitor(children.get(0));
    }
  }

  /** On another thread, while this one waits; does nothing when that one waits already. */
  public record Elsewhere(int thread, Node body) implements Node {
    @Override
    public void execute(World world) throws Exception {
      if (world.isFree(thread)) {
        world.onThread(thread, body);
      } else {
        world.log("busy");
      }
    }

    @Override
    public List<Node> children() {
      return List.of(body);
    }

    @Override
    public Node withChildren(List<Node> children) {
      return new Elsewhere(thread, children.get(0));
    }
  }

  /** Throws a new exception. */
  public record Throw(Kind kind, int number) implements Node {
    @Override
    public void execute(World world) throws Exception {
      Failures.raise(kind, number);
    }
  }

  /** What can be thrown. */
  public enum Kind {
    /** A RuntimeException of the user's. */
    UNCHECKED,
    /** A checked exception. */
    CHECKED,
    /** A NoSuchElementException, which generators must wrap. */
    NO_SUCH_ELEMENT,
    /** A GreenletExit. */
    GREENLET_EXIT,
    /** A GeneratorExit. */
    GENERATOR_EXIT
  }

  /** Writes a number into the log. */
  public record Log(int number) implements Node {
    @Override
    public void execute(World world) {
      world.log("L" + number);
    }
  }
}
