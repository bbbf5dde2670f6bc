package existing;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Follows all links from a first page, some pages at a time. */
final class Crawler {
  private static final Pattern LINK = Pattern.compile("href=\"([^\"]*)\"");

  private final Fetch fetch;
  private final ExecutorService threads;
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final Phaser pending = new Phaser(1);
  private final AtomicLong checksums = new AtomicLong();
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  /** Fetches the page of a path. */
  interface Fetch {
    String page(String path) throws IOException;
  }

  private Crawler(Fetch fetch, int atATime) {
    this.fetch = fetch;
    this.threads = Executors.newFixedThreadPool(atATime);
  }

  /** Crawls, and prints what was found. */
  static void crawl(Fetch fetch, int atATime) throws Exception {
    Crawler crawler = new Crawler(fetch, atATime);
    crawler.visit("/page/0");
    crawler.pending.arriveAndAwaitAdvance();
    crawler.threads.shutdown();
    if (crawler.failure.get() != null) {
      throw crawler.failure.get();
    }
    System.out.println(crawler.seen.size() + " pages, checksums " + crawler.checksums);
  }

  private void visit(String path) {
    if (seen.add(path)) {
      pending.register();
      threads.execute(() -> fetchAndFollow(path));
    }
  }

  private void fetchAndFollow(String path) {
    try {
      String page = fetch.page(path);
      checksums.addAndGet(Site.checksum(page));
      Matcher link = LINK.matcher(page);
      while (link.find()) {
        visit(link.group(1));
      }
    } catch (IOException | RuntimeException e) {
      failure.compareAndSet(null, e);
    } finally {
      pending.arriveAndDeregister();
    }
  }
}
