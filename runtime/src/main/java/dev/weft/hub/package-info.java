/**
 * Tasks and who runs them: a {@link dev.weft.hub.Hub} runs one task at a time, in an order that is
 * promised; {@link dev.weft.hub.Task}s sleep, wait for each other, time out and are killed.
 *
 * <p>What the hub of gevent and the event loop of asyncio are to Python.
 */
package dev.weft.hub;
