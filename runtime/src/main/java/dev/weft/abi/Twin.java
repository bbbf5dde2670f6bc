package dev.weft.abi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a hand-written woven twin: a method with the name and parameters of a suspendable method of
 * the same class, and a {@link FrameStack} behind them. The weaver gives it the twin's name and
 * makes it public and synthetic instead of emitting one.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Twin {}
