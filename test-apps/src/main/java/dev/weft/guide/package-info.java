/**
 * The examples of docs/guide.md: what stands there is cut out of these sources and run by a test.
 */
package dev.weft.guide;
