package dev.weft.agent.discover;

import org.objectweb.asm.Opcodes;

/**
 * What a method's signature tells.
 *
 * @param key name and descriptor: unique in a class
 * @param marked whether it carries {@code @Suspendable} itself
 */
public record MethodOutline(
    int access, String name, String descriptor, String key, boolean marked) {

  /** An outline; the key follows from name and descriptor. */
  public MethodOutline(int access, String name, String descriptor, boolean marked) {
    this(access, name, descriptor, name + descriptor, marked);
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
