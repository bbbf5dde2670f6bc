/** What the agent weaves in these tests. */
package dev.weft.neighbours.targets;
