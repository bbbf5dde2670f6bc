/**
 * The static methods that stand for blocking methods of the JDK, and for those that ask who calls,
 * in woven code and in copies of the JDK's own. Each does on a thread what the JDK's does, by
 * calling it, and in a task the same for the task. The table that says where woven code calls them
 * is {@code META-INF/weft/jdk-substitutions}.
 */
package dev.weft.patch;
