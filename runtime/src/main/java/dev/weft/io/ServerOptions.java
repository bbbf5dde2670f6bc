package dev.weft.io;

import dev.weft.SuspendableConsumer;
import dev.weft.SuspendableRunnable;
import dev.weft.hub.Task;
import dev.weft.waiting.Limit;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * How a {@link Server} is to be run, where the defaults do not fit. Used by one thread.
 *
 * <pre>{@code
 * Server server = Server.with().limit(10_000).start(new InetSocketAddress(8080), this::serve);
 * }</pre>
 */
public final class ServerOptions {
  private static final int DEFAULT_BACKLOG = 256;

  private int limit = Integer.MAX_VALUE;
  private int backlog = DEFAULT_BACKLOG;
  private Duration grace = Duration.ofSeconds(1);
  private Function<SuspendableRunnable, Task<?>> spawner = Task::spawn;
  private Consumer<IOException> failed = ServerOptions::report;

  ServerOptions() {}

  /**
   * At most so many connections are served at a time; others wait in the backlog, not accepted.
   *
   * @throws IllegalArgumentException if it is less than one
   */
  public ServerOptions limit(int newLimit) {
    if (newLimit < 1) {
      throw new IllegalArgumentException("a server serves at least one, not " + newLimit);
    }
    limit = newLimit;
    return this;
  }

  /** How many connections may wait to be accepted, about; 256 otherwise. */
  public ServerOptions backlog(int newBacklog) {
    backlog = newBacklog;
    return this;
  }

  /** How long {@link Server#close} lets handlers go on; a second otherwise. */
  public ServerOptions grace(Duration newGrace) {
    Limit.nanos(newGrace, "grace");
    grace = newGrace;
    return this;
  }

  /** Who spawns a task per connection; {@code group::spawn} spreads them over several hubs. */
  public ServerOptions spawner(Function<SuspendableRunnable, Task<?>> newSpawner) {
    spawner = Objects.requireNonNull(newSpawner, "spawner");
    return this;
  }

  /** Told when accepting fails and will be tried again; prints it otherwise. */
  public ServerOptions acceptFailed(Consumer<IOException> handler) {
    failed = Objects.requireNonNull(handler, "handler");
    return this;
  }

  /**
   * Listens at an address, and starts.
   *
   * @param address with port 0 for any that is free: {@link Server#port}
   * @param handler serves one connection, in a task of its own; the socket is closed when it
   *     returns
   * @throws IOException if the address cannot be had
   * @throws IllegalStateException if no task runs the calling code
   */
  public Server start(SocketAddress address, SuspendableConsumer<Socket> handler)
      throws IOException {
    ServerSocket listener = new ServerSocket();
    try {
      listener.bind(address, backlog);
      return start(listener, handler);
    } catch (IOException | RuntimeException e) {
      listener.close();
      throw e;
    }
  }

  /** Starts on a socket that listens already; {@link #backlog} does not count. */
  public Server start(ServerSocket listener, SuspendableConsumer<Socket> handler) {
    Server server =
        new Server(
            Objects.requireNonNull(listener, "listener"),
            Objects.requireNonNull(handler, "handler"),
            this);
    server.startAccepting();
    return server;
  }

  int limit() {
    return limit;
  }

  Duration grace() {
    return grace;
  }

  Function<SuspendableRunnable, Task<?>> spawner() {
    return spawner;
  }

  Consumer<IOException> failed() {
    return failed;
  }

  private static void report(IOException failure) {
    System.err.println("[weft] cannot accept connections for now: " + failure);
  }
}
