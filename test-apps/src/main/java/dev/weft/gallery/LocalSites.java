package dev.weft.gallery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Web sites on this machine, for programs that need some: server {@code s} has the pages {@code /0}
 * to {@code /4}, of which each links to two on its own server and one on the next.
 */
final class LocalSites implements AutoCloseable {
  private static final int PAGES = 5;

  private final List<HttpServer> servers = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger served = new AtomicInteger();
  private final AtomicInteger atWork = new AtomicInteger();
  private final AtomicInteger mostAtWork = new AtomicInteger();

  /** Starts {@code count} servers, on ports that are free. */
  LocalSites(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      int site = i;
      server.createContext("/", exchange -> answer(exchange, site));
      server.setExecutor(threads);
      server.start();
      servers.add(server);
    }
  }

  /** The address of a page. */
  URI page(int site, int page) {
    InetSocketAddress address = servers.get(site).getAddress();
    return URI.create("http://" + address.getHostString() + ":" + address.getPort() + "/" + page);
  }

  /** How a page is called that has this address: {@code site 1/3}. */
  String name(URI address) {
    for (int i = 0; i < servers.size(); i++) {
      if (servers.get(i).getAddress().getPort() == address.getPort()) {
        return "site " + i + address.getPath();
      }
    }
    throw new IllegalArgumentException(address + " is none of these");
  }

  /** How many requests were answered. */
  int served() {
    return served.get();
  }

  /** How many were answered at the same time, at most. */
  int mostAtWork() {
    return mostAtWork.get();
  }

  private void answer(HttpExchange exchange, int site) throws IOException {
    mostAtWork.accumulateAndGet(atWork.incrementAndGet(), Math::max);
    try {
      int page = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
      Pace.sleepSeconds(1); // a slow server
      StringBuilder links = new StringBuilder();
      links.append(page(site, (page * 2 + 1) % PAGES)).append('\n');
      links.append(page(site, (page * 2 + 2) % PAGES)).append('\n');
      links.append(page((site + 1) % servers.size(), page)).append('\n');
      byte[] body = links.toString().getBytes(StandardCharsets.UTF_8);
      served.incrementAndGet();
      atWork.decrementAndGet(); // before the client can know, and ask for more
      exchange.sendResponseHeaders(200, body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    } catch (InterruptedException e) {
      throw new IOException(e); // the servers are closed: nobody asks any more
    } finally {
      exchange.close();
    }
  }

  @Override
  public void close() {
    servers.forEach(server -> server.stop(0));
    threads.shutdownNow();
  }
}
