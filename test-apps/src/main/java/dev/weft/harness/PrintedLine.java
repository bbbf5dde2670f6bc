package dev.weft.harness;

/**
 * A line that a program printed.
 *
 * @param text without the line end
 * @param nanos when, by {@link System#nanoTime}
 */
public record PrintedLine(String text, long nanos) {}
