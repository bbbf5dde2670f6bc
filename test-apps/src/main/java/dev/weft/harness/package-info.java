/** Runs programs, each in a JVM of its own, and compares what they print with what they should. */
package dev.weft.harness;
