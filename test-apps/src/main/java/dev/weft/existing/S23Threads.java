package dev.weft.existing;

import java.util.concurrent.CountDownLatch;

/** S23: two threads that take their time, and their names. The program ends when they have. */
public final class S23Threads {
  private S23Threads() {}

  public static void main(String[] args) throws Exception {
    Thread first = start(1);
    Thread second = start(2);
    System.out.println(first.getName());
    System.out.println(second.getName());
  }

  private static Thread start(int number) throws InterruptedException {
    CountDownLatch said = new CountDownLatch(1);
    Thread thread = new Thread(() -> sayHi(number, said));
    thread.start();
    said.await();
    return thread;
  }

  private static void sayHi(int number, CountDownLatch said) {
    System.out.println("running on number:" + number);
    said.countDown();
    Seconds.sleep(3);
  }
}
