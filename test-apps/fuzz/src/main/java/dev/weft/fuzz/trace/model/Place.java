package dev.weft.fuzz.trace.model;

/**
 * A call in a stack trace.
 *
 * @param what the node or body, by the name of its class and, for an operation, its verb
 * @param call which of its calls, from 0
 */
public record Place(String what, int call) {}
