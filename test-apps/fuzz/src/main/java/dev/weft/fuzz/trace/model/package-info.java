/**
 * What the trees of {@link dev.weft.fuzz.trace.script} mean, written from the rules of generators,
 * greenlets and continuations and not from the runtime: coroutines are lists of explicit frames.
 */
package dev.weft.fuzz.trace.model;
