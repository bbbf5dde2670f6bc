/**
 * What the agent's tests have in common: classes written down in a few lines, and their weaving.
 */
package dev.weft.agent.kit;
