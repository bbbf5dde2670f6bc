package dev.weft.gallery;

import dev.weft.generator.Generator;

/**
 * S5: one thread, a producer and a consumer. The consumer is a generator that is sent each item and
 * yields its reply; between two items it stands still, with its local variables, and costs nothing.
 */
public final class S5ProducerConsumer {
  private S5ProducerConsumer() {}

  public static void main(String[] args) {
    produce(consumer());
  }

  private static Generator<String, Integer, Void> consumer() {
    return Generator.of(
        yielder -> {
          String reply = "";
          while (true) {
            int item = yielder.yieldValue(reply); // waits here for produce() to send
            System.out.println("consume running " + item + "...");
            Pace.sleepSeconds(1);
            reply = "200 OK";
          }
        });
  }

  private static void produce(Generator<String, Integer, Void> consumer) {
    consumer.next(); // runs it to its first yield: before that, nothing can receive an item
    for (int item = 1; item <= 5; item++) {
      System.out.println("[produce] running " + item + "...");
      String reply = consumer.send(item);
      System.out.println("[consumer] return:" + reply);
    }
    consumer.close();
  }
}
