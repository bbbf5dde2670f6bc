package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.greenlet.Greenlet;

/** S48: the first switch passes the argument of the body; later ones need none. */
public final class S48EatAndPlay {
  private final Greenlet eating = new Greenlet(this::eat);
  private final Greenlet playing = new Greenlet(this::play);

  private S48EatAndPlay() {}

  public static void main(String[] args) {
    new S48EatAndPlay().eating.switchTo("egon");
  }

  @Suspendable
  private Object eat(Object name) {
    System.out.println(name + " eat 1");
    playing.switchTo("egon");
    System.out.println(name + " eat 2");
    return playing.switchTo();
  }

  @Suspendable
  private Object play(Object name) {
    System.out.println(name + " play 1");
    eating.switchTo();
    System.out.println(name + " play 2");
    return null;
  }
}
