/** Programs that the unit tests weave, but never run. */
package dev.weft.agent.targets;
