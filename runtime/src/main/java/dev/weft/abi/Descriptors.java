package dev.weft.abi;

import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.channels.SelectableChannel;

/**
 * What the runtime needs to know of the operating system's descriptors, which the JDK keeps to
 * itself. Threads: any.
 */
public interface Descriptors {
  /** The operating system's number of a descriptor; -1 when it is closed. */
  int number(FileDescriptor descriptor);

  /**
   * A channel that stands for the descriptor with this number in selectors, ready for reading and
   * writing. It belongs to nobody: to close it closes nothing.
   */
  SelectableChannel borrow(FileDescriptor descriptor) throws IOException;

  /** The addresses of a socket as text, its own and the other's; empty when it has none. */
  String addresses(FileDescriptor descriptor);
}
