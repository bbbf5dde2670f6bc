/**
 * Runs the programs of {@code existing} twice, on threads and under the agent, and compares what
 * they print.
 */
package dev.weft.existing;
