package bench.tasks;

/** What is measured of a process. */
enum Metric {
  /** Time for one task, message or hop. */
  NANOS("ns"),
  /** Bytes allocated for each. */
  ALLOCATED("allocated bytes"),
  /** Bytes of heap that each holds while all wait. */
  LIVE("live bytes"),
  /** Time for all, measured inside of the process. */
  SECONDS("s"),
  /** Time from the start of the process to its end. */
  PROCESS("s with the process's start and end"),
  /** The most memory that the process held at a time (VmHWM). */
  PEAK("MB at the peak");

  private static final double MEGA = 1 << 20;

  private final String unit;

  Metric(String unit) {
    this.unit = unit;
  }

  /** As in the table. */
  String unit() {
    return unit;
  }

  /** What {@code reading} says of it; NaN if the process could not tell. */
  double of(Reading reading, TaskWork work) {
    return switch (this) {
      case NANOS -> reading.get("ns") / work.count();
      case ALLOCATED -> reading.get("allocated") / work.count();
      case LIVE -> reading.get("live") / work.count();
      case SECONDS -> reading.get("ns") / 1e9;
      case PROCESS -> reading.get("process") / 1e9;
      case PEAK -> reading.get("peak") / MEGA;
    };
  }
}
