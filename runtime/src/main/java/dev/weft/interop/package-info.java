/**
 * Where tasks meet what Java has of its own: executors, completion stages, reactive streams, and
 * calls that block a thread. Everything here works for tasks and threads alike.
 */
package dev.weft.interop;
