/**
 * The benchmarks, and the driver that runs them on every peer.
 *
 * <p>Not below {@code dev.weft}: what is measured is an application, which the agent must treat as
 * one.
 */
package bench;
