/**
 * Other people's classes, woven throughout and linked with full verification. {@code CorpusRun} is
 * the command; it starts {@code WeaveStep} and {@code LinkStep} in JVMs of their own.
 */
package dev.weft.conformance.corpus;
