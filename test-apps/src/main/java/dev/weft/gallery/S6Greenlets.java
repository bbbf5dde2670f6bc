package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.greenlet.Greenlet;

/**
 * S6: two greenlets switch to each other. When the second one ends, its parent goes on: the main
 * program. The first one is still waiting for a switch that never comes.
 */
public final class S6Greenlets {
  private final Greenlet gr1 = new Greenlet(this::test1);
  private final Greenlet gr2 = new Greenlet(this::test2);

  private S6Greenlets() {}

  public static void main(String[] args) {
    new S6Greenlets().run();
  }

  private void run() {
    gr1.switchTo();
    System.out.println("gr1: dead=" + gr1.isDead() + " active=" + gr1.isActive());
    System.out.println("gr2: dead=" + gr2.isDead());
  }

  @Suspendable
  private void test1() {
    System.out.println("test1: 11");
    gr2.switchTo();
    System.out.println("test1: 12");
    gr2.switchTo();
    System.out.println("never printed");
  }

  @Suspendable
  private void test2() {
    System.out.println("test2: 13");
    gr1.switchTo();
    System.out.println("test2: 14");
  }
}
