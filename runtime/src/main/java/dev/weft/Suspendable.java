package dev.weft;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks methods that may suspend the coroutine they run in.
 *
 * <p>On a method it marks that method and every method that overrides it; on a type all its
 * methods, lambda bodies included; on a package (in {@code package-info.java}) all methods of its
 * types. The agent rewrites marked methods when their class is loaded; without the agent the
 * annotation has no effect. Constructors, class initialisers and native methods cannot suspend and
 * keep their plain body.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.PACKAGE})
public @interface Suspendable {}
