package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.channel.FifoQueue;
import dev.weft.hub.Task;
import dev.weft.sync.Event;

/**
 * Dijkstra's sleeping barber: a barber, a waiting room with two chairs, and customers who come when
 * they like, and leave when no chair is free. The room is a queue that holds two.
 */
public final class SleepingBarber {
  private static final double[] ARRIVALS = {0.5, 0.2, 0.2, 0.2, 0.6, 3};

  private SleepingBarber() {}

  private record Customer(int number, Event shaved) {}

  public static void main(String[] args) throws Exception {
    Pace.hub(
        () -> {
          FifoQueue<Customer> room = new FifoQueue<>(2, "waiting room");
          Task<Void> barber = Task.spawn(() -> shaveAll(room));
          for (int i = 0; i < ARRIVALS.length; i++) {
            Task.sleep(Pace.seconds(ARRIVALS[i]));
            int number = i + 1;
            Task.spawn(() -> visit(room, number));
          }
          Task.sleep(Pace.seconds(0.1));
          room.shutdown(); // closing time: who sits there is still shaved
          barber.join();
        });
  }

  @Suspendable
  private static void shaveAll(FifoQueue<Customer> room) throws InterruptedException {
    System.out.println("the barber sleeps");
    for (Customer customer : room.takeAll()) { // until the room is shut down and empty
      System.out.println("the barber shaves customer " + customer.number());
      Task.sleep(Pace.seconds(1));
      customer.shaved().set();
      if (room.isEmpty() && !room.isShutDown()) {
        System.out.println("the barber sleeps");
      }
    }
    System.out.println("the barber goes home");
  }

  @Suspendable
  private static void visit(FifoQueue<Customer> room, int number) throws InterruptedException {
    Customer me = new Customer(number, new Event("customer " + number + " is shaved"));
    if (!room.offer(me)) {
      System.out.println("customer " + number + " finds no chair");
      return;
    }
    me.shaved().await();
    System.out.println("customer " + number + " leaves, shaved");
  }
}
