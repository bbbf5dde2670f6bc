package existing;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Crawls by {@link HttpURLConnection}. */
public final class UrlCrawler {
  private static final int THREADS = 20;

  private UrlCrawler() {}

  /** Takes the server's port. */
  public static void main(String[] arguments) throws Exception {
    String site = "http://127.0.0.1:" + arguments[0];
    Crawler.crawl(path -> fetch(site + path), THREADS);
  }

  private static String fetch(String address) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(address).toURL().openConnection();
    if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
      throw new IOException(address + ": " + connection.getResponseCode());
    }
    try (InputStream in = connection.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
