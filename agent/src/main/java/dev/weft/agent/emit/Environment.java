package dev.weft.agent.emit;

import org.objectweb.asm.Opcodes;

/**
 * What emission needs to know of the class and of the agent's options.
 *
 * @param version class-file version without the minor part
 * @param sourceFile empty when the class names none
 * @param chaos whether to call the chaos hook behind each suspend point
 */
public record Environment(int version, boolean isInterface, String sourceFile, boolean chaos) {

  boolean hasDynamicConstants() {
    return version >= Opcodes.V11;
  }
}
