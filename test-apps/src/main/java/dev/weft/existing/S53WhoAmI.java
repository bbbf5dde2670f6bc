package dev.weft.existing;

/**
 * S53: what a thread finds when it asks who it is. Itself: the very object that was started, under
 * its own name, with variables of its own.
 */
public final class S53WhoAmI {
  private static final ThreadLocal<String> MEAL = ThreadLocal.withInitial(() -> "nothing");

  private S53WhoAmI() {}

  public static void main(String[] args) throws Exception {
    MEAL.set("breakfast");
    Thread[] found = new Thread[1];
    for (int i = 0; i < 2; i++) {
      Thread thread =
          new Thread(
              () -> {
                found[0] = Thread.currentThread();
                System.out.println(found[0].getName() + " had " + MEAL.get());
                MEAL.set("lunch");
                Seconds.sleep(1);
                System.out.println(found[0].getName() + " had " + MEAL.get());
              });
      thread.start();
      thread.join();
      System.out.println("it was the one that was started: " + (found[0] == thread));
    }
    System.out.println(Thread.currentThread().getName() + " had " + MEAL.get());
  }
}
