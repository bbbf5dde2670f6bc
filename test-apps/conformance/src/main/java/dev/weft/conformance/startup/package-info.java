/**
 * What the agent costs when an application starts. {@code StartupRun} is the command; it starts
 * {@link measured.Application}s in JVMs of their own, by turns.
 */
package dev.weft.conformance.startup;
