package dev.weft.fuzz.trace.script;

import dev.weft.fuzz.trace.script.Control.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Something done with a generator, or by its body.
 *
 * @param number the value sent or yielded, of the exception, or the slot of another generator
 */
public record GeneratorOp(Verb verb, int slot, int number, Kind kind) implements Node {
  /** What is done. */
  public enum Verb {
    NEXT,
    HAS_NEXT,
    SEND,
    SEND_NULL,
    RAISE,
    CLOSE,
    CLOSE_AND_GET,
    RESULT,
    /** Puts a new one into the slot. */
    NEW,
    LOOK,
    /** By the yielder of the slot's generator. */
    YIELD,
    YIELD_FROM,
    /** As many plain values as the number says. */
    YIELD_ALL
  }

  @Override
  public void execute(World world) throws Exception {
    world.burn();
    switch (verb) {
      case NEXT -> {
        Object value = world.generator(slot).next();
        world.log("next" + slot + "=" + value);
      }
      case HAS_NEXT -> {
        boolean more = world.generator(slot).hasNext();
        world.log("hasNext" + slot + "=" + more);
      }
      case SEND -> {
        Object value = world.generator(slot).send(number);
        world.log("send" + slot + "=" + value);
      }
      case SEND_NULL -> {
        Object value = world.generator(slot).send(null);
        world.log("send" + slot + "=" + value);
      }
      case RAISE -> {
        Object value = world.generator(slot).raise(Failures.make(kind, number));
        world.log("raise" + slot + "=" + value);
      }
      case CLOSE -> {
        world.generator(slot).close();
        world.log("closed" + slot);
      }
      case CLOSE_AND_GET -> {
        Optional<?> result = world.generator(slot).closeAndGet();
        world.log("closed" + slot + "=" + result.orElse(null));
      }
      case RESULT -> world.log("result" + slot + "=" + world.generator(slot).result());
      case NEW -> world.newGenerator(slot);
      case LOOK -> world.look(world.generator(slot));
      case YIELD -> {
        Object sent = world.yielder(slot).yieldValue(number);
        world.log("sent" + slot + "=" + sent);
      }
      case YIELD_FROM -> {
        Object result = world.yielder(slot).yieldFrom(world.generator(number));
        world.log("from" + slot + "=" + result);
      }
      case YIELD_ALL -> {
        world.yielder(slot).yieldAll(numbers());
        world.log("all" + slot);
      }
    }
  }

  private List<Object> numbers() {
    List<Object> numbers = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      numbers.add(i);
    }
    return numbers;
  }
}
