/** Woven copies of methods of the JDK, in hidden nestmates of their classes. */
package dev.weft.agent.companion;
