package dev.weft.abi;

import java.lang.invoke.MethodHandles;

/**
 * Where the JDK's {@code Lookup.defineHiddenClass} comes by, since no class-file transformer is
 * told of hidden classes: one that overrides a suspendable method needs a bridge, or the twin it
 * inherits would bypass the override.
 */
public final class HiddenClasses {
  private HiddenClasses() {}

  /** The bytes to define instead of {@code bytes}. Never throws. */
  public static byte[] bridged(MethodHandles.Lookup caller, byte[] bytes) {
    Agent agent = Abi.agentOrNull();
    return agent == null || bytes == null ? bytes : agent.bridgeHidden(caller.lookupClass(), bytes);
  }
}
