package dev.weft.existing;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/** S24: a subclass of Thread, with what it does and its own state. */
public final class S24ThreadClasses {
  private S24ThreadClasses() {}

  /** Says hi, and waits. */
  private static final class Greeter extends Thread {
    private final CountDownLatch said = new CountDownLatch(1);
    private final int number;
    private int greetings;

    Greeter(int number) {
      this.number = number;
    }

    @Override
    public void run() {
      System.out.println("running on number:" + number);
      greetings++;
      said.countDown();
      Seconds.sleep(3);
    }
  }

  public static void main(String[] args) throws Exception {
    List<Greeter> greeters = List.of(new Greeter(1), new Greeter(2));
    for (Greeter greeter : greeters) {
      greeter.start();
      greeter.said.await();
    }
    for (Greeter greeter : greeters) {
      greeter.join();
      System.out.println(greeter.number + " greeted " + greeter.greetings + " time");
    }
  }
}
