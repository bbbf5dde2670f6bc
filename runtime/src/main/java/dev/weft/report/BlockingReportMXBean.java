package dev.weft.report;

/** The report of {@code patch=report}, as {@code dev.weft:type=BlockingReport}. */
public interface BlockingReportMXBean {
  /** How many places have made a blocking call. */
  int getPlaces();

  /** How many blocking calls have ended. */
  long getCalls();

  /** The report as it is now. */
  String report();

  /** Begins anew. */
  void reset();
}
