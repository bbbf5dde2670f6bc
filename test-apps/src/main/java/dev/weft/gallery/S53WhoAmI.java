package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.hub.Task;

/**
 * S53: what a task finds when it asks for the current thread: one of its own, with its name and
 * variables, whichever carrier runs it. Python makes up a {@code Dummy-1} for each.
 */
public final class S53WhoAmI {
  private final ThreadLocal<String> meals = ThreadLocal.withInitial(() -> "nothing");

  private S53WhoAmI() {}

  public static void main(String[] args) throws Exception {
    Pace.hub(new S53WhoAmI()::run);
  }

  @Suspendable
  private void run() throws InterruptedException {
    introduce();
    meals.set("breakfast");
    Task<Void> first = Task.spawn(() -> eat("fish"));
    Task<Void> second = Task.with().name("egon").spawn(() -> eat("bread"));
    first.join();
    second.join();
    introduce();
  }

  @Suspendable
  private void eat(String meal) throws InterruptedException {
    introduce();
    Thread before = Thread.currentThread();
    meals.set(meal);
    Task.sleep(Pace.seconds(1));
    introduce();
    System.out.println("still the same: " + (Thread.currentThread() == before));
  }

  @Suspendable
  private void introduce() {
    System.out.println(Thread.currentThread().getName() + " had " + meals.get());
  }
}
