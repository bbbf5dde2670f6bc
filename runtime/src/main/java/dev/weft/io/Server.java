package dev.weft.io;

import dev.weft.Suspendable;
import dev.weft.SuspendableConsumer;
import dev.weft.hub.Task;
import dev.weft.sync.Semaphore;
import dev.weft.waiting.Limit;
import dev.weft.waiting.Strand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Serves each connection by a task: what a thread per connection would be.
 *
 * <pre>{@code
 * Hub.run(() -> {
 *   try (Server server = Server.start(new InetSocketAddress(8080), Main::serve)) {
 *     server.join();
 *   }
 * });
 * }</pre>
 *
 * <p>The handler is blocking code on the JDK's {@link Socket}, which is closed when it returns. A
 * handler that fails is reported like any task, and the server goes on. When accepting fails, as
 * for lack of descriptors, it is tried again after a hundredth of a second, and after twice as long
 * each time up to a second. After gevent's StreamServer.
 *
 * <p>Threads: started by a task; the other methods by any task or thread.
 */
public final class Server implements AutoCloseable {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /** How many connections are accepted before others have their turn. */
  private static final int AT_ONCE = 100;

  private final ServerSocket listener;
  private final SuspendableConsumer<Socket> handler;
  private final ServerOptions options;
  private final Semaphore places;
  private final Map<Socket, Task<?>> connections = new ConcurrentHashMap<>();

  /** Guarded by this. */
  private Task<?> acceptor;

  Server(ServerSocket listener, SuspendableConsumer<Socket> handler, ServerOptions options) {
    this.listener = listener;
    this.handler = handler;
    this.options = options;
    this.places = new Semaphore(options.limit(), "places of " + listener.getLocalSocketAddress());
  }

  /** To start a server with a limit, or other options. */
  public static ServerOptions with() {
    return new ServerOptions();
  }

  /**
   * Listens at an address, and serves from now on.
   *
   * @see ServerOptions#start(SocketAddress, SuspendableConsumer)
   */
  public static Server start(SocketAddress address, SuspendableConsumer<Socket> handler)
      throws IOException {
    return with().start(address, handler);
  }

  // ---- accepting -----------------------------------------------------------------------------

  /**
   * Accepts connections, again after {@link #stopAccepting}.
   *
   * @throws IllegalStateException if the server is closed, or no task runs the calling code
   */
  public synchronized void startAccepting() {
    if (listener.isClosed()) {
      throw new IllegalStateException(this + " is closed; it accepts no more connections");
    }
    if (acceptor == null || acceptor.isDone()) {
      acceptor = Task.with().name("accept " + port()).spawn(this::acceptAll);
    }
  }

  /** Accepts no more connections for now: they wait in the backlog. */
  @Suspendable
  public void stopAccepting() throws InterruptedException {
    Task<?> stopped = acceptor();
    if (stopped != null) {
      stopped.kill();
    }
  }

  private synchronized Task<?> acceptor() {
    return acceptor;
  }

  @Suspendable
  private void acceptAll() throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    int accepted = 0;
    while (!listener.isClosed()) {
      try {
        if (acceptNext()) {
          accepted++;
        }
        pause = FIRST_PAUSE;
      } catch (IOException e) {
        if (!listener.isClosed()) {
          options.failed().accept(e);
          Task.sleep(pause);
          Duration twice = pause.multipliedBy(2);
          pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
        }
      }
      if (accepted == AT_ONCE) {
        accepted = 0;
        Task.yieldNow();
      }
    }
  }

  /** Whether there was one; not when the listener's own timeout passed. */
  @Suspendable
  private boolean acceptNext() throws IOException, InterruptedException {
    places.acquire();
    boolean isTaken = false;
    try {
      Socket socket = listener.accept();
      isTaken = true; // its task gives it back
      begin(socket);
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } finally {
      if (!isTaken) {
        places.release();
      }
    }
  }

  private void begin(Socket socket) throws IOException {
    try {
      Task<?> task = options.spawner().apply(() -> serve(socket));
      connections.put(socket, task);
      if (task.isDone()) {
        connections.remove(socket);
      }
    } catch (RuntimeException e) { // its hub has ended
      socket.close();
      places.release();
      throw new IOException("no task for " + socket, e);
    }
  }

  @Suspendable
  private void serve(Socket socket) throws Exception {
    try (socket) {
      handler.accept(socket);
    } finally {
      connections.remove(socket);
      places.release();
    }
  }

  // ---- the end -------------------------------------------------------------------------------

  /** Waits until it is stopped. */
  @Suspendable
  public void join() throws InterruptedException {
    for (Task<?> last = acceptor(); last != null && !last.isDone(); last = acceptor()) {
      last.join();
    }
  }

  /**
   * Stops accepting and closes the listener, so that new clients are refused; lets the handlers go
   * on, for no longer than {@code timeout}, and kills those that are left. Returns when all have
   * ended.
   */
  @Suspendable
  public void stop(Duration timeout) throws InterruptedException {
    long limit = Limit.nanos(timeout, "timeout");
    long start = Strand.currentNanoTime();
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    stopAccepting();
    for (Task<?> task : List.copyOf(connections.values())) {
      task.join(Duration.ofNanos(Math.max(0, limit - (Strand.currentNanoTime() - start))));
    }
    for (Map.Entry<Socket, Task<?>> left : Map.copyOf(connections).entrySet()) {
      left.getValue().kill();
      closeQuietly(left.getKey()); // one that had not begun has no finally
      connections.remove(left.getKey());
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      assert socket.isClosed();
    }
  }

  /** {@link #stop Stops} with the grace of its options. Interrupted, it kills what is left. */
  @Override
  @Suspendable
  public void close() {
    try {
      stop(options.grace());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // ---- questions -----------------------------------------------------------------------------

  /** The port it listens at. */
  public int port() {
    return listener.getLocalPort();
  }

  /** How many connections are served now. */
  public int connections() {
    return connections.size();
  }

  /** Whether it accepts connections. */
  public synchronized boolean isAccepting() {
    return acceptor != null && !acceptor.isDone() && !listener.isClosed();
  }

  @Override
  public String toString() {
    return "Server at " + listener.getLocalSocketAddress();
  }
}
