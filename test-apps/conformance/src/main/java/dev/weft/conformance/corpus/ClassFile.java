package dev.weft.conformance.corpus;

/**
 * A class file of the corpus.
 *
 * @param name internal name
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ClassFile(String name, byte[] bytes) {}
