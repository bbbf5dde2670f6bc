/** What ordinary threads pay for the agent in their JVM. */
package bench.threads;
