/**
 * What tasks and threads use to wait for each other: locks, semaphores, events, barriers, promises.
 * All of it suspends a task and blocks a thread, works between the two and across hubs, and is
 * fair: who came first is served first, and a newcomer never passes those who wait.
 */
package dev.weft.sync;
