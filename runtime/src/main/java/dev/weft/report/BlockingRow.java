package dev.weft.report;

/**
 * A line of the report.
 *
 * @param nanos in all calls together, those that go on included
 * @param max nanoseconds of the longest
 * @param calls that have ended
 * @param open calls that go on
 * @param tier what would serve the call
 * @param call the method of the JDK
 * @param place class, method and line of the caller
 * @param threads names of the threads that called
 */
record BlockingRow(
    long nanos,
    long max,
    long calls,
    int open,
    String tier,
    String call,
    String place,
    String threads) {}
