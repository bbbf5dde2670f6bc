package existing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The JDK's own HTTP server, its handlers in a pool of threads. */
public final class JdkHttpServer {
  private static final int THREADS = 10;
  private static final AtomicInteger SERVED = new AtomicInteger();

  private JdkHttpServer() {}

  /** Serves until the standard input ends, then says how much it served. */
  public static void main(String[] arguments) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    server.setExecutor(threads);
    server.createContext("/page/", JdkHttpServer::answer);
    server.start();
    Serving.untilInputEnds(server.getAddress().getPort());
    server.stop(0);
    threads.shutdown();
    System.out.println(SERVED + " pages served");
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String page = Site.page(Integer.parseInt(path.substring("/page/".length())));
    byte[] body = page.getBytes(StandardCharsets.UTF_8);
    pause();
    exchange.sendResponseHeaders(200, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
    SERVED.incrementAndGet();
  }

  /** As if a database had been asked. */
  private static void pause() {
    try {
      Thread.sleep(2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
