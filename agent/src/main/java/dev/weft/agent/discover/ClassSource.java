package dev.weft.agent.discover;

import java.util.Optional;

/** Where the bytes of classes come from: a class loader, or a class path. */
@FunctionalInterface
public interface ClassSource {

  /** The class file of a class; empty when there is none. Never throws. */
  Optional<byte[]> bytes(String internalName);
}
