package dev.weft.neighbours.targets.ecj;

import static dev.weft.neighbours.targets.Suspending.*;

import dev.weft.neighbours.targets.Log;
import dev.weft.neighbours.targets.Program;
import java.io.*;
import java.lang.annotation.*;
import java.util.*;
import java.util.function.*;

/** Kept in class files. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE_USE, ElementType.METHOD, ElementType.TYPE_PARAMETER})
public @interface Mark {
  /** Any. */
  String value() default "";
}
