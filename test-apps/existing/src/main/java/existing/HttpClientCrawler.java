package existing;

import java.io.IOException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Crawls by Apache HttpClient 5, with fewer connections than threads. */
public final class HttpClientCrawler {
  private static final int THREADS = 40;
  private static final int CONNECTIONS = 8;

  private HttpClientCrawler() {}

  /** Takes the server's port. */
  public static void main(String[] arguments) throws Exception {
    String site = "http://127.0.0.1:" + arguments[0];
    PoolingHttpClientConnectionManager connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnPerRoute(CONNECTIONS)
            .setMaxConnTotal(CONNECTIONS)
            .build();
    try (CloseableHttpClient client =
        HttpClients.custom().setConnectionManager(connections).build()) {
      Crawler.crawl(
          path -> client.execute(new HttpGet(site + path), HttpClientCrawler::text), THREADS);
    }
  }

  private static String text(ClassicHttpResponse response) throws HttpException, IOException {
    if (response.getCode() != 200) {
      throw new IOException("status " + response.getCode());
    }
    return EntityUtils.toString(response.getEntity());
  }
}
