/**
 * Greenlets: coroutines that switch to one another directly, with values flowing both ways, after
 * the model of Python's greenlet. {@link dev.weft.greenlet.Greenlet} is the place to start.
 */
package dev.weft.greenlet;
