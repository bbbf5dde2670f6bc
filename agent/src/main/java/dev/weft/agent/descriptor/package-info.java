/** The JDK's descriptors: what the runtime needs to wait for them. */
package dev.weft.agent.descriptor;
