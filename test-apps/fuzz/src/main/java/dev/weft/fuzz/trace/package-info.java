/**
 * Random traces of nested continuations, generators and greenlets, compared with a simple model
 * after every step.
 */
package dev.weft.fuzz.trace;
