package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.channel.Channel;
import dev.weft.hub.Hub;
import dev.weft.hub.Task;

/**
 * A sieve of tasks and channels, after the one of Hoare and McIlroy that Go is taught with: each
 * prime found puts a task into the line, which lets only those numbers through that it does not
 * divide.
 */
public final class ChannelSieve {
  private ChannelSieve() {}

  public static void main(String[] args) throws Exception {
    Pace.hub(
        () -> {
          Channel<Integer> numbers = new Channel<>(0, "all numbers");
          Channel<Integer> source = numbers;
          Task.spawn(() -> count(source));
          for (int i = 0; i < 15; i++) {
            int prime = numbers.receive();
            System.out.println(prime);
            numbers = filtered(numbers, prime);
          }
          System.out.println("tasks: " + Hub.current().orElseThrow().taskCount());
        });
  }

  @Suspendable
  private static void count(Channel<Integer> numbers) throws InterruptedException {
    for (int n = 2; ; n++) {
      numbers.send(n); // when somebody takes it
    }
  }

  private static Channel<Integer> filtered(Channel<Integer> numbers, int prime) {
    Channel<Integer> rest = new Channel<>(0, "behind " + prime);
    Task.spawn(
        () -> {
          for (int n : numbers) {
            if (n % prime != 0) {
              rest.send(n);
            }
          }
        });
    return rest;
  }
}
