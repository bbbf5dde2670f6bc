/**
 * Small programs that show what Weft does: most are the examples of a Python course (S1 to S61 of
 * the semantics), in Java. {@code test-apps/run gallery} runs them.
 */
package dev.weft.gallery;
