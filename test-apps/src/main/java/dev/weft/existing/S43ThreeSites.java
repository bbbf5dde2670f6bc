package dev.weft.existing;

import dev.weft.existing.SlowSites.Site;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * S43: three web sites, read by a thread each. All are asked before one answers; then they are
 * there in the order of their slowness, and all of it takes as long as the slowest.
 */
public final class S43ThreeSites {
  private S43ThreeSites() {}

  public static void main(String[] args) throws Exception {
    long start = System.nanoTime();
    try (SlowSites sites = new SlowSites(3)) {
      Site third = sites.add(0.3, 200, 440_972);
      Site first = sites.add(0.6, 200, 25_513);
      Site second = sites.add(0.9, 200, 47_381);
      List<Thread> threads = new ArrayList<>();
      for (Site site : List.of(first, second, third)) {
        threads.add(start(site));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    System.out.printf("all of it took %.3f s%n", (System.nanoTime() - start) / 1e9);
  }

  private static Thread start(Site site) throws InterruptedException {
    CountDownLatch asking = new CountDownLatch(1);
    Thread thread = new Thread(() -> read(site, asking));
    thread.start();
    asking.await();
    return thread;
  }

  private static void read(Site site, CountDownLatch asking) {
    System.out.println("GET: " + site.address());
    asking.countDown();
    try (InputStream in = site.address().openStream()) {
      int bytes = in.readAllBytes().length;
      System.out.println(bytes + " bytes received from " + site.address() + ".");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      site.done();
    }
  }
}
