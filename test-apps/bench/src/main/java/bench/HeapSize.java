package bench;

/**
 * Live heap of one suspended coroutine, everything reachable counted, its slot of 4 bytes in the
 * array that holds it included.
 *
 * @param collected bytes by which the used heap grew, after collections before and after
 * @param walked bytes that JOL found by walking the object graph; NaN if it cannot
 */
record HeapSize(double collected, double walked) {

  /** As {@link HeapProbe} prints it: two numbers with a space between. */
  static HeapSize parse(String line) {
    String[] numbers = line.trim().split(" ");
    return new HeapSize(Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]));
  }

  String text() {
    String walk = Double.isNaN(walked) ? "" : " (" + Samples.number(walked) + ")";
    return Samples.number(collected) + walk;
  }
}
