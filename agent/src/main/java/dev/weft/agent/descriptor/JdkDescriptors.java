package dev.weft.agent.descriptor;

import dev.weft.abi.Descriptors;
import dev.weft.abi.Throwing;
import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Descriptors of this JDK, by means of its own classes. */
public final class JdkDescriptors implements Descriptors {
  private final VarHandle number;
  private final MethodHandle borrow;
  private final Class<?> selectable;
  private final MethodHandle ofChannel;
  private final ChannelLocks locks;
  private final MethodHandle delegate;
  private final MethodHandle localAddress;
  private final MethodHandle remoteAddress;

  private JdkDescriptors(MethodHandles.Lookup trusted) throws ReflectiveOperationException {
    number = trusted.findVarHandle(FileDescriptor.class, "fd", int.class);
    Class<?> net = Class.forName("sun.nio.ch.Net");
    BorrowedChannel.check(trusted);
    Class<?> channel = trusted.in(net).defineClass(BorrowedChannel.bytes());
    borrow =
        trusted
            .findConstructor(
                channel, MethodType.methodType(void.class, FileDescriptor.class, int.class))
            .asType(
                MethodType.methodType(SelectableChannel.class, FileDescriptor.class, int.class));
    selectable = Class.forName("sun.nio.ch.SelChImpl");
    ofChannel =
        trusted
            .findVirtual(selectable, "getFD", MethodType.methodType(FileDescriptor.class))
            .asType(MethodType.methodType(FileDescriptor.class, SelectableChannel.class));
    locks = new ChannelLocks(trusted);
    delegate =
        trusted.findVirtual(
            DatagramSocket.class, "delegate", MethodType.methodType(DatagramSocket.class));
    MethodType address = MethodType.methodType(InetSocketAddress.class, FileDescriptor.class);
    localAddress = trusted.findStatic(net, "localAddress", address);
    remoteAddress = trusted.findStatic(net, "remoteAddress", address);
  }

  /**
   * Those of this JDK.
   *
   * @throws IllegalStateException if this is a JDK that Weft does not know
   */
  public static JdkDescriptors of(Supplier<MethodHandles.Lookup> trusted) {
    try {
      return new JdkDescriptors(trusted.get());
    } catch (ReflectiveOperationException | IllegalStateException | LinkageError e) {
      throw new IllegalStateException(
          "tasks cannot wait for descriptors of this JDK: " + e + "; is it one that Weft knows?",
          e);
    }
  }

  @Override
  public int number(FileDescriptor descriptor) {
    return (int) number.get(descriptor);
  }

  @Override
  public SelectableChannel borrow(FileDescriptor descriptor) throws IOException {
    try {
      SelectableChannel channel =
          (SelectableChannel) borrow.invokeExact(descriptor, number(descriptor));
      channel.configureBlocking(false);
      return channel;
    } catch (Throwable e) {
      throw Throwing.sneaky(e);
    }
  }

  @Override
  public FileDescriptor of(SelectableChannel channel) {
    if (!selectable.isInstance(channel)) {
      return null;
    }
    try {
      return (FileDescriptor) ofChannel.invokeExact(channel);
    } catch (Throwable e) {
      throw Throwing.sneaky(e);
    }
  }

  @Override
  public ReentrantLock readLock(SelectableChannel channel) {
    return locks.of(channel, true);
  }

  @Override
  public ReentrantLock writeLock(SelectableChannel channel) {
    return locks.of(channel, false);
  }

  @Override
  public DatagramChannel channel(DatagramSocket socket) {
    DatagramChannel own = socket.getChannel();
    if (own != null || socket.getClass().getClassLoader() != null) {
      return own;
    }
    try {
      return ((DatagramSocket) delegate.invokeExact(socket)).getChannel();
    } catch (Throwable e) {
      throw Throwing.sneaky(e);
    }
  }

  @Override
  public String addresses(FileDescriptor descriptor) {
    String local = address(localAddress, descriptor);
    String remote = address(remoteAddress, descriptor);
    return remote.isEmpty() ? local : local + " - " + remote;
  }

  private static String address(MethodHandle of, FileDescriptor descriptor) {
    try {
      InetSocketAddress address = (InetSocketAddress) of.invokeExact(descriptor);
      return address == null || address.getPort() == 0 ? "" : address.toString();
    } catch (Throwable e) {
      return ""; // closed, not connected, or no socket
    }
  }
}
