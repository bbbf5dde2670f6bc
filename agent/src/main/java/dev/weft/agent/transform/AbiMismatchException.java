package dev.weft.agent.transform;

import dev.weft.agent.names.RuntimeNames;

/** A class was woven ahead of time against another version of the runtime. */
public final class AbiMismatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AbiMismatchException(String className, int version) {
    super(
        className.replace('/', '.')
            + " was woven for version "
            + version
            + " of Weft's binary interface, this agent has version "
            + RuntimeNames.ABI_VERSION
            + "; weave it again with this agent's jar, or leave it to the agent at load time");
  }
}
