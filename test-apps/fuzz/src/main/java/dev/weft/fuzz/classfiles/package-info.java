/**
 * Class files no compiler made: mutated and adversarial ones, given to a JVM with the agent and to
 * one without, which must come to the same verdict.
 */
package dev.weft.fuzz.classfiles;
