package dev.weft.it.targets;

import dev.weft.Suspendable;

/** Calls methods of the JDK that a user's table names. */
final class Other {
  private Other() {}

  @Suspendable
  static void run() throws InterruptedException {
    Thread.sleep(0);
    System.out.println(" trimmed ".trim());
  }
}
