package dev.weft.fuzz.trace.script;

import dev.weft.SuspendableConsumer;
import dev.weft.SuspendableRunnable;
import dev.weft.generator.GeneratorBody;
import dev.weft.generator.Yielder;
import dev.weft.greenlet.GreenletBody;

/** The outermost methods of the coroutines. */
final class Bodies {
  private Bodies() {}

  record OfContinuation(World world, Node node) implements SuspendableRunnable {
    @Override
    public void run() throws Exception {
      node.execute(world);
    }
  }

  record OfGenerator(World world, int slot, Object result, Node node)
      implements GeneratorBody<Object, Object, Object> {
    @Override
    public Object run(Yielder<Object, Object> yielder) throws Exception {
      world.started(slot, yielder);
      node.execute(world);
      return result;
    }
  }

  record OfResultless(World world, int slot, Node node)
      implements SuspendableConsumer<Yielder<Object, Object>> {
    @Override
    public void accept(Yielder<Object, Object> yielder) throws Exception {
      world.started(slot, yielder);
      node.execute(world);
    }
  }

  record OfGreenlet(World world, int slot, Node node) implements GreenletBody {
    @Override
    public Object run(Object first) throws Exception {
      world.log("first" + slot + "=" + World.text(first));
      node.execute(world);
      return Script.resultOfGreenlet(slot);
    }
  }
}
