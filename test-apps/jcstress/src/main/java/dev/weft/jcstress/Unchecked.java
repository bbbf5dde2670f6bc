package dev.weft.jcstress;

import java.util.concurrent.Callable;

/** Actors must not throw what is checked, and none of it is to happen. */
final class Unchecked {
  private Unchecked() {}

  static <T> T call(Callable<T> call) {
    try {
      return call.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
