package dev.weft.agent;

import dev.weft.abi.Descriptors;
import dev.weft.agent.companion.SocketShape;
import dev.weft.agent.descriptor.JdkDescriptors;
import dev.weft.agent.discover.StreamTable;
import java.lang.instrument.Instrumentation;
import java.nio.channels.spi.AbstractSelectableChannel;

/**
 * Makes the JDK's sockets, channels and streams ready for tasks: what waits for one learns that it
 * was closed, and monitors of streams may be held by tasks. With {@code patch=on} when the JVM
 * starts, else when somebody first needs it. Thread-safe.
 */
final class InputOutput {
  private final Instrumentation instrumentation;
  private final TrustedLookup trusted;
  private final AgentLog log;
  private ClosingHook closing;
  private MonitorHook monitors;
  private Descriptors descriptors;

  InputOutput(Instrumentation instrumentation, TrustedLookup trusted, AgentLog log) {
    this.instrumentation = instrumentation;
    this.trusted = trusted;
    this.log = log;
  }

  /** When the JVM starts: before a thread can be in the middle of what is changed. */
  void begin() {
    ClosingHook unused = closing();
    MonitorHook unusedToo = monitors();
  }

  /** From now on, what is closed is told to those who wait for it. */
  synchronized ClosingHook closing() {
    if (closing == null) {
      closing = ClosingHook.install(instrumentation, log);
    }
    return closing;
  }

  /**
   * From now on, sockets and channels are watched.
   *
   * @throws IllegalStateException if this JDK's channels cannot be
   */
  void watchClosing() {
    closing().require(AbstractSelectableChannel.class);
  }

  /** From now on, threads respect the monitors of streams that tasks hold. */
  synchronized MonitorHook monitors() {
    if (monitors == null) {
      monitors = MonitorHook.install(instrumentation, log);
    }
    return monitors;
  }

  /**
   * What is known of the operating system's descriptors.
   *
   * @throws IllegalStateException if this is a JDK that Weft does not know
   */
  synchronized Descriptors descriptors() {
    if (descriptors == null) {
      descriptors = JdkDescriptors.of(trusted::get);
    }
    return descriptors;
  }

  /**
   * Makes a class of the JDK ready for a woven copy of it.
   *
   * @throws IllegalStateException if it cannot be: its methods are called plainly then, and block
   */
  void prepare(Class<?> type) {
    String name = type.getName().replace('.', '/');
    if (name.equals(SocketShape.SOCKET)) {
      Descriptors unused = descriptors();
      closing().require(type);
    } else if (StreamTable.isLockedByTasks(name)) {
      monitors().require(type);
    }
  }
}
