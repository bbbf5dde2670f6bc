/**
 * Waiting, written once: who waits ({@link dev.weft.waiting.Strand} or thread), for what ({@link
 * dev.weft.waiting.Blocker}), and how a wait ends ({@link dev.weft.waiting.Waiter}). Everything
 * that blocks is built on this and so works for tasks and threads alike.
 */
package dev.weft.waiting;
