package dev.weft.hazard.targets;

import static dev.weft.hazard.targets.Suspending.park;
import static dev.weft.hazard.targets.Suspending.s;

import dev.weft.hazard.outside.Garbage;
import java.lang.ref.WeakReference;

/** References that nothing needs any more. Each method returns whether its object was collected. */
public final class Leaks {
  private Leaks() {}

  /** Looked at by the driver while the coroutine is suspended. */
  public static volatile WeakReference<Object> watched;

  private static Object make() {
    Object made = new byte[1000];
    watched = new WeakReference<>(made);
    return made;
  }

  /** The variable is in scope, but never read again. */
  public static int deadLocal() {
    Object big = make();
    int hash = big.hashCode();
    park();
    return hash;
  }

  /** The parameter of a caller is dead behind the call. */
  public static int deadInCaller() {
    return callee(make()) + s(1);
  }

  private static int callee(Object big) {
    int hash = big.hashCode();
    park();
    return hash;
  }

  /** The variable holds something else by now. */
  public static Object overwritten() {
    Object big = make();
    s(big.hashCode());
    big = "small";
    park();
    return big;
  }

  /** The second suspension refills the frame of the first, with fewer references. */
  public static int refilled() {
    Object big = make();
    String other = "other";
    s(1);
    int length = big.hashCode() + other.length();
    park();
    return length;
  }

  /** A running body drops what its frame held, while it does not suspend again. */
  public static boolean droppedWhileRunning() {
    Object big = make();
    s(1);
    int hash = big.hashCode();
    big = null;
    return Garbage.isCollected(watched) && hash != 0;
  }

  /** A running caller of a resumed callee drops what its frame held. */
  public static boolean droppedByCaller() {
    Object big = make();
    int x = s(5);
    int y = s(x + big.hashCode());
    big = null;
    return y != 0 && Garbage.isCollected(watched);
  }

  /** The result of a resumed callee is not kept by the runtime. */
  public static boolean droppedResult() {
    int hash = result().hashCode();
    return Garbage.isCollected(watched) && hash != 0;
  }

  private static Object result() {
    s(1);
    return make();
  }

  /** A parameter of a resumed method that has returned is not kept by its frame. */
  public static boolean droppedParameter() {
    int hash = reader(make());
    return Garbage.isCollected(watched) && hash != 0;
  }

  private static int reader(Object big) {
    int i = s(1);
    return i + big.hashCode();
  }

  /** The same for one that has ended by an exception. */
  public static boolean droppedParameterOfFailed() {
    try {
      return failingReader(make()) == 0;
    } catch (IllegalStateException e) {
      return Garbage.isCollected(watched);
    }
  }

  private static int failingReader(Object big) {
    int i = s(1);
    if (big.hashCode() != 0 || i > 0) {
      throw new IllegalStateException("failed");
    }
    return i;
  }

  /** An exception that was caught is not kept by the runtime. */
  public static boolean droppedException() {
    int hash;
    try {
      fail();
      hash = 0;
    } catch (IllegalStateException e) {
      hash = e.getMessage().length();
    }
    return Garbage.isCollected(watched) && hash != 0;
  }

  private static void fail() {
    s(1);
    IllegalStateException made = new IllegalStateException("failed");
    watched = new WeakReference<>(made);
    throw made;
  }
}
