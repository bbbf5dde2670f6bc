package dev.weft.waiting;

/**
 * A signal, made by a timer, say, whose stack trace is to show where it is raised and not where it
 * was made.
 */
public interface LocatedSignal {}
