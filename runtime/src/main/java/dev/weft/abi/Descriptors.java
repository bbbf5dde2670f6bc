package dev.weft.abi;

import java.io.FileDescriptor;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.util.concurrent.locks.ReentrantLock;

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

  /** The descriptor of a channel; null when it is none of the JDK's that has one. */
  FileDescriptor of(SelectableChannel channel);

  /** The lock that a channel holds while somebody reads or accepts; null when it has none. */
  ReentrantLock readLock(SelectableChannel channel);

  /** The same, while somebody writes. */
  ReentrantLock writeLock(SelectableChannel channel);

  /** The channel by which a socket works; null when it has none. */
  DatagramChannel channel(DatagramSocket socket);

  /** The addresses of a socket as text, its own and the other's; empty when it has none. */
  String addresses(FileDescriptor descriptor);
}
