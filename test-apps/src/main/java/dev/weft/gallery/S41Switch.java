package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.greenlet.Greenlet;

/** S41: the smallest pair of greenlets. */
public final class S41Switch {
  private final Greenlet gr1 = new Greenlet(this::test1);
  private final Greenlet gr2 = new Greenlet(this::test2);

  private S41Switch() {}

  public static void main(String[] args) {
    new S41Switch().gr1.switchTo();
  }

  @Suspendable
  private void test1() {
    System.out.println(12);
    gr2.switchTo();
    System.out.println(34);
    gr2.switchTo();
  }

  @Suspendable
  private void test2() {
    System.out.println(56);
    gr1.switchTo();
    System.out.println(78);
  }
}
