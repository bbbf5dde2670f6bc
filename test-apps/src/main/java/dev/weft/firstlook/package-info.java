/**
 * A program from before Weft: a parser that calls its listener, and a command that prints what it
 * is told. Nothing here knows of Weft. It can still be suspended, when the agent is started with
 * {@code include=dev.weft.firstlook.**}.
 */
package dev.weft.firstlook;
