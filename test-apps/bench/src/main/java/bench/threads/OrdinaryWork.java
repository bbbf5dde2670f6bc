package bench.threads;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What threads do with classes of the JDK's that the agent changes. Nothing here is woven. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OrdinaryWork {

  /** When this property is set, a hub runs and ends before anything is measured. */
  static final String HUB = "bench.hub";

  private static final int MESSAGE = 64;

  private final ReentrantLock lock = new ReentrantLock();
  private final ThreadLocal<Integer> local = ThreadLocal.withInitial(() -> 1);
  private final BlockingQueue<Integer> queue = new ArrayBlockingQueue<>(16);
  private final SynchronousQueue<Integer> there = new SynchronousQueue<>();
  private final SynchronousQueue<Integer> back = new SynchronousQueue<>();
  private final byte[] message = new byte[MESSAGE];
  private Thread partner;
  private Thread echo;
  private ServerSocket server;
  private Socket socket;
  private int count;

  @Setup
  public void start() throws Exception {
    if (Boolean.getBoolean(HUB)) {
      runAHub();
    }
    partner = new Thread(this::handBack);
    partner.setDaemon(true);
    partner.start();
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    echo = new Thread(this::answer);
    echo.setDaemon(true);
    echo.start();
    socket = new Socket(server.getInetAddress(), server.getLocalPort());
    socket.setTcpNoDelay(true);
  }

  /** By reflection: the same class file is measured without Weft. */
  private static void runAHub() throws ReflectiveOperationException {
    Class<?> body = Class.forName("dev.weft.SuspendableRunnable");
    Object nothing =
        Proxy.newProxyInstance(
            OrdinaryWork.class.getClassLoader(),
            new Class<?>[] {body},
            (proxy, method, arguments) -> null);
    Class.forName("dev.weft.hub.Hub").getMethod("run", body).invoke(null, nothing);
  }

  private void handBack() {
    try {
      while (true) {
        back.put(there.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer() {
    byte[] received = new byte[MESSAGE];
    try (Socket own = server.accept()) {
      own.setTcpNoDelay(true);
      while (own.getInputStream().readNBytes(received, 0, MESSAGE) == MESSAGE) {
        own.getOutputStream().write(received);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @TearDown
  public void end() throws Exception {
    partner.interrupt();
    socket.close();
    server.close();
    echo.join();
  }

  @Benchmark
  public int lock() {
    lock.lock();
    try {
      return ++count;
    } finally {
      lock.unlock();
    }
  }

  @Benchmark
  public int threadLocal() {
    int value = local.get();
    local.set(value + 1);
    return value;
  }

  @Benchmark
  public Thread currentThread() {
    return Thread.currentThread();
  }

  @Benchmark
  public int queue() throws InterruptedException {
    queue.put(count);
    return queue.take();
  }

  @Benchmark
  public int future() throws ExecutionException, InterruptedException {
    CompletableFuture<Integer> future = new CompletableFuture<>();
    future.complete(count);
    return future.get();
  }

  /** Parks and unparks, there and back. */
  @Benchmark
  public int handOver() throws InterruptedException {
    there.put(count);
    return back.take();
  }

  /** 64 bytes there and back. */
  @Benchmark
  public int socket() throws IOException {
    socket.getOutputStream().write(message);
    return socket.getInputStream().readNBytes(message, 0, MESSAGE);
  }
}
