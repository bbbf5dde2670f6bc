/** The agent: what the JVM calls, its options, its log, and its side of the runtime's interface. */
package dev.weft.agent;
