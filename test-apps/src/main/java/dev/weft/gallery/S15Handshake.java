package dev.weft.gallery;

import dev.weft.generator.Generator;

/** S15: the consumer is started by {@code send(null)}, fed item by item, and closed. */
public final class S15Handshake {
  private S15Handshake() {}

  public static void main(String[] args) {
    try (Generator<String, Integer, Void> consumer = consumer()) {
      consumer.send(null); // 1. start it: the same as next()
      for (int n = 1; n <= 5; n++) {
        System.out.println("[PRODUCER] Producing " + n + "...");
        String status = consumer.send(n); // 2. switch to it with an item
        System.out.println("[PRODUCER] Consumer return: " + status); // 4. go on with its reply
      }
    } // 5. close it
  }

  private static Generator<String, Integer, Void> consumer() {
    return Generator.of(
        yielder -> {
          String status = "";
          while (true) {
            int n = yielder.yieldValue(status); // 3. take the item, work, and yield the reply
            System.out.println("[CONSUMER] Consuming " + n + "...");
            status = "200 OK";
          }
        });
  }
}
