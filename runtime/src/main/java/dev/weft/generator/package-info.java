/**
 * Generators: iterators whose values are produced by a body of plain Java that stops at each {@link
 * dev.weft.generator.Yielder#yieldValue}, receives values and exceptions there, and can delegate to
 * other generators at no cost per element.
 */
package dev.weft.generator;
