/** The names of the runtime's binary interface, in one class. */
package dev.weft.agent.names;
