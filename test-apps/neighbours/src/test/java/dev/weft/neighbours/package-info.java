/** Weft beside other compilers, agents, class loaders and tools. */
package dev.weft.neighbours;
