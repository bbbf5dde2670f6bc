/** Decides, for one method, where it suspends and what each point saves. Emits nothing. */
package dev.weft.agent.plan;
