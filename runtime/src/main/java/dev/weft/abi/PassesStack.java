package dev.weft.abi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method of the runtime whose last parameter is a {@link FrameStack} and whose calls to
 * suspendable methods the weaver turns into calls of their twins with that stack. The method gets
 * no frame: when it returns from such a call it must look at {@link FrameStack#isUnwinding} itself.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface PassesStack {}
