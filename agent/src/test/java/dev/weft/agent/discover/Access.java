package dev.weft.agent.discover;

import org.objectweb.asm.Opcodes;

/** Access flags of the members that the tests sketch. */
final class Access {
  static final int ABSTRACT = Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT;
  static final int STATIC = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
  static final int PRIVATE = Opcodes.ACC_PRIVATE;

  private Access() {}
}
