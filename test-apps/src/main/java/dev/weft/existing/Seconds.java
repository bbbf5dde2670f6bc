package dev.weft.existing;

/** Seconds as long as the harness says. */
final class Seconds {
  private static final double SCALE = Double.parseDouble(System.getProperty("gallery.scale", "1"));

  private Seconds() {}

  static long millis(double seconds) {
    return Math.round(seconds * 1_000 * SCALE);
  }

  static void sleep(double seconds) {
    try {
      Thread.sleep(millis(seconds));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
