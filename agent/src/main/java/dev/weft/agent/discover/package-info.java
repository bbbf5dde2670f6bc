/** Finds out what suspends, from class files alone: no class is ever loaded to look at it. */
package dev.weft.agent.discover;
