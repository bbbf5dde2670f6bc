package dev.weft.guide;

import dev.weft.Suspendable;
import dev.weft.channel.Channel;
import dev.weft.channel.FifoQueue;
import dev.weft.channel.JoinableQueue;
import dev.weft.channel.Select;
import dev.weft.channel.SortedQueue;
import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import dev.weft.sync.Event;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Queues, channels, and waiting for several things. */
public final class ChannelExamples {
  private ChannelExamples() {}

  public static void queue() throws Exception {
    // example: queue
    FifoQueue<String> orders = new FifoQueue<>(2); // holds two
    Hub.run(
        () -> {
          Task<Void> kitchen =
              Task.spawn(
                  () -> {
                    for (String order : orders.takeAll()) { // until it is shut down and empty
                      Task.sleep(Duration.ofMillis(10));
                      System.out.println("cooked " + order);
                    }
                  });
          for (String order : List.of("soup", "fish", "cake", "coffee")) {
            orders.put(order); // waits while it is full
            System.out.println("ordered " + order);
          }
          orders.shutdown();
          kitchen.join();
        });
    // end
  }

  public static void otherQueues() throws Exception {
    // example: other-queues
    SortedQueue<String> byLength = new SortedQueue<>(Comparator.comparing(String::length));
    byLength.addAll(List.of("ccc", "a", "bb", "z"));
    for (String next = byLength.poll(); next != null; next = byLength.poll()) {
      System.out.print(next + " "); // equal ones in the order they came
    }
    System.out.println(byLength.poll(10, TimeUnit.MILLISECONDS)); // null: nothing came
    // end
  }

  public static void joinable() throws Exception {
    // example: joinable
    JoinableQueue<Integer> jobs = new JoinableQueue<>();
    Hub.run(
        () -> {
          for (int i = 0; i < 2; i++) {
            Task.spawn(
                () -> {
                  while (true) {
                    int job = jobs.take();
                    Task.sleep(Duration.ofMillis(10L * job));
                    System.out.println("done: " + job);
                    jobs.taskDone();
                  }
                });
          }
          jobs.addAll(List.of(1, 2, 3));
          jobs.join(); // until each was taken, and said to be done
          System.out.println("all done"); // the workers are killed with the hub
        });
    // end
  }

  public static void channel() throws Exception {
    // example: channel
    Channel<Integer> numbers = new Channel<>(); // a send returns when its value was received
    Channel<Integer> squares = new Channel<>(10); // holds ten
    Hub.run(
        () -> {
          Task.spawn(
              () -> {
                try (numbers) { // closes it
                  for (int i = 1; i <= 4; i++) {
                    numbers.send(i);
                  }
                }
              });
          Task.spawn(
              () -> {
                try (squares) {
                  for (int n : numbers) { // until it is closed
                    squares.send(n * n);
                  }
                }
              });
          for (int square : squares) {
            System.out.println(square);
          }
        });
    // end
  }

  public static void select() throws Exception {
    // example: select
    Channel<String> mail = new Channel<>();
    Event stop = new Event();
    Hub.run(
        () -> {
          Task.spawn(() -> postman(mail, stop));
          Select<String> next =
              new Select<String>()
                  .receive(mail, letter -> "got a letter from " + letter)
                  .when(stop, () -> "stop") // an Event, Latch, Promise or Task
                  .after(Duration.ofMillis(50), () -> "nothing for a while");
          String news = "";
          while (!news.equals("stop")) {
            news = next.run();
            System.out.println(news);
          }
        });
    // end
  }

  // example: postman
  @Suspendable
  private static void postman(Channel<String> mail, Event stop) throws InterruptedException {
    mail.send("Ada");
    mail.send("Grace");
    Task.sleep(Duration.ofMillis(80));
    stop.set();
  }

  // end
}
