/**
 * What is measured while it starts. Not in {@code dev.weft}, whose classes the weaver looks into
 * more closely than into those of others.
 */
package measured;
