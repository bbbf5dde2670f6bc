/**
 * Writes the bodies a plan describes, and decides nothing. Read {@code TwinEmitter} first, then
 * {@code ResumeEmitter}; {@code WovenBody} is what both share, {@code SaveTails} what they end
 * with.
 */
package dev.weft.agent.emit;
