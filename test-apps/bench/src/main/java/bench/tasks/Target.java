package bench.tasks;

/**
 * A number that Weft is to reach.
 *
 * @param what whose number it is
 * @param atMost how much the median of {@code metric} may be
 */
record Target(String what, Metric metric, double atMost) {

  /** A line of the table of targets. */
  String line(TaskWork work, Program weft, Cell cell) {
    String measured = cell.isEmpty() ? "-" : cell.text();
    boolean met = !cell.isEmpty() && cell.median() <= atMost;
    return String.join(
        " | ",
        "| " + work.title() + ": " + what + " " + Cell.number(atMost) + " " + metric.unit(),
        weft.title(),
        measured,
        (met ? "met" : "missed") + " |");
  }
}
