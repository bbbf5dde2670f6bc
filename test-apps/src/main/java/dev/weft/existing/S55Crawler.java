package dev.weft.existing;

import dev.weft.existing.SlowSites.Site;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * S55: a crawler with a pool of threads, which counts the bytes of the pages that there are, and
 * its own time.
 */
public final class S55Crawler {
  private S55Crawler() {}

  /** What a site answered. */
  private record Answer(Site site, int status, int bytes) {}

  public static void main(String[] args) throws Exception {
    long start = System.nanoTime();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (SlowSites slowSites = new SlowSites(4)) {
      Site missing = slowSites.add(0.2, 404, 100);
      Site third = slowSites.add(0.3, 200, 440_972);
      Site first = slowSites.add(0.6, 200, 25_513);
      Site second = slowSites.add(0.9, 200, 47_381);
      List<Site> sites = List.of(first, second, third, missing);
      CompletionService<Answer> answers = new ExecutorCompletionService<>(threads);
      for (Site site : sites) {
        System.out.println("GET: " + site.address());
        answers.submit(() -> fetch(site));
      }
      for (int i = 0; i < sites.size(); i++) {
        Answer answer = answers.take().get();
        if (answer.status() == HttpURLConnection.HTTP_OK) {
          System.out.println(
              answer.bytes() + " bytes received from " + answer.site().address() + ".");
        }
        answer.site().done();
      }
    } finally {
      threads.shutdown();
    }
    System.out.printf("run time %.3f s%n", (System.nanoTime() - start) / 1e9);
  }

  private static Answer fetch(Site site) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) site.address().openConnection();
    int status = connection.getResponseCode();
    if (status != HttpURLConnection.HTTP_OK) {
      connection.disconnect();
      return new Answer(site, status, 0);
    }
    try (InputStream in = connection.getInputStream()) {
      return new Answer(site, status, in.readAllBytes().length);
    }
  }
}
