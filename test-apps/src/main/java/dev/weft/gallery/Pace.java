package dev.weft.gallery;

/**
 * How long the programs take. A second is a second, unless {@code -Dgallery.scale=0.1} makes all
 * waiting and counting ten times shorter, for tests.
 */
final class Pace {
  private Pace() {}

  static void sleepSeconds(int seconds) throws InterruptedException {
    Thread.sleep(Math.round(seconds * 1_000 * scale()));
  }

  static int scaled(int count) {
    return (int) Math.ceil(count * scale());
  }

  private static double scale() {
    return Double.parseDouble(System.getProperty("gallery.scale", "1"));
  }
}
