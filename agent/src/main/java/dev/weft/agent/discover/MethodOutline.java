package dev.weft.agent.discover;

import org.objectweb.asm.Opcodes;

/**
 * What a method's signature tells.
 *
 * @param marked whether it carries {@code @Suspendable} itself
 */
public record MethodOutline(int access, String name, String descriptor, boolean marked) {

  /** Name and descriptor: unique in a class. */
  public String key() {
    return name + descriptor;
  }

  /** Whether one of these access flags is set. */
  public boolean is(int flags) {
    return (access & flags) != 0;
  }

  /** Whether subclasses can override it and callers dispatch on the receiver. */
  public boolean isVirtual() {
    return !is(Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE) && !name.startsWith("<");
  }

  /** Whether it is {@code <init>} or {@code <clinit>}. */
  public boolean isInitializer() {
    return name.startsWith("<");
  }
}
