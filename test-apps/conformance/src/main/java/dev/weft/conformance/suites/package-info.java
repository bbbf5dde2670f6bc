/** Runs other people's test suites inside a coroutine, with suspensions forced everywhere. */
package dev.weft.conformance.suites;
