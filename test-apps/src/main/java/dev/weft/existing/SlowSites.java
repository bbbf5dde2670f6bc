package dev.weft.existing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Web sites on this machine that take their time to answer, each longer than the one before it.
 * They can tell whether their visitors come at the same time: none of them answers before all were
 * asked, and none before the visitor of the faster one has said that it is done.
 */
final class SlowSites implements AutoCloseable {
  private final List<HttpServer> servers = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch unasked;
  private Site slowest;

  /** Room for {@code count} sites. */
  SlowSites(int count) {
    unasked = new CountDownLatch(count);
  }

  /**
   * One of the sites.
   *
   * @param seen the visitor has what it came for
   */
  record Site(URL address, CountDownLatch seen) {
    void done() {
      seen.countDown();
    }
  }

  /**
   * Starts another site, the slowest so far, on a port that is free.
   *
   * @param bytes how long what it answers is
   */
  Site add(double seconds, int status, int bytes) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Site faster = slowest;
    server.createContext("/", exchange -> answer(exchange, faster, seconds, status, bytes));
    server.setExecutor(threads);
    server.start();
    servers.add(server);
    slowest = new Site(address(server), new CountDownLatch(1));
    return slowest;
  }

  private static URL address(HttpServer server) throws MalformedURLException {
    InetSocketAddress address = server.getAddress();
    return URI.create("http://" + address.getHostString() + ":" + address.getPort() + "/").toURL();
  }

  private void answer(HttpExchange exchange, Site faster, double seconds, int status, int bytes)
      throws IOException {
    try (exchange) {
      unasked.countDown();
      unasked.await();
      Seconds.sleep(seconds);
      if (faster != null) {
        faster.seen().await();
      }
      exchange.sendResponseHeaders(status, bytes);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(new byte[bytes]);
      }
    } catch (InterruptedException e) {
      throw new IOException(e); // the sites are closed: nobody asks any more
    }
  }

  @Override
  public void close() {
    servers.forEach(server -> server.stop(0));
    threads.shutdownNow();
  }
}
