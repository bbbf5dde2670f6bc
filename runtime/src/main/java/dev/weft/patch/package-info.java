/** What stands for operations of the JDK in woven code, and in the JDK's own code. */
package dev.weft.patch;
