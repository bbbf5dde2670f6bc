/**
 * Handing values over: queues between those who make and those who take, channels that are closed
 * when all is said, and the choice among several things to wait for. All of it suspends a task and
 * blocks a thread, and is fair.
 */
package dev.weft.channel;
