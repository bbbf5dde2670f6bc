package dev.weft.conformance.startup;

/**
 * One start of an application.
 *
 * @param first milliseconds from the start of the JVM until the work was done once
 * @param processor milliseconds of processor time until then, of all threads
 * @param last milliseconds the last piece of work took
 * @param metaspace kilobytes used for classes at the end
 * @param classes loaded at the end
 */
record Start(long first, long processor, long last, long metaspace, int classes) {
  private static final String MARK = "start:";

  /** Reads what an application printed. */
  static Start parse(String output) {
    for (String line : output.split("\n", -1)) {
      if (line.startsWith(MARK)) {
        String[] fields = line.strip().split(" ", -1);
        return new Start(
            Long.parseLong(fields[1]),
            Long.parseLong(fields[2]),
            Long.parseLong(fields[3]),
            Long.parseLong(fields[4]),
            Integer.parseInt(fields[5]));
      }
    }
    throw new IllegalStateException("the application did not start:\n" + output);
  }
}
