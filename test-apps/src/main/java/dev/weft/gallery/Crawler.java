package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.hub.Pool;
import dev.weft.interop.Stages;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * S43 and S55, done well: a crawler that follows the links of three web sites, with a pool that
 * keeps four requests at a time under way, no more. The JDK's own client does the I/O; a task that
 * waits for an answer holds no thread.
 */
public final class Crawler {
  private static final int AT_A_TIME = 4;

  private Crawler() {}

  public static void main(String[] args) throws Exception {
    try (LocalSites sites = new LocalSites(3)) {
      Pace.hub(() -> crawl(sites));
      System.out.println(sites.served() + " requests");
      System.out.println(
          "more than " + AT_A_TIME + " at a time: " + (sites.mostAtWork() > AT_A_TIME));
    }
  }

  @Suspendable
  private static void crawl(LocalSites sites) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    Set<URI> known = new LinkedHashSet<>(List.of(sites.page(0, 0)));
    List<URI> frontier = List.copyOf(known);
    try (Pool pool = Pool.of(AT_A_TIME)) {
      while (!frontier.isEmpty()) {
        System.out.println("-- " + frontier.size() + " to fetch");
        Set<URI> found = new LinkedHashSet<>();
        for (Page page : pool.imap(address -> fetch(client, address), frontier)) {
          System.out.println(sites.name(page.address()) + ": " + page.links().size() + " links");
          page.links().stream().filter(known::add).forEach(found::add);
        }
        frontier = List.copyOf(found);
      }
    }
    System.out.println(known.size() + " pages");
  }

  private record Page(URI address, List<URI> links) {}

  @Suspendable
  private static Page fetch(HttpClient client, URI address) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(address).build();
    HttpResponse<String> response =
        Stages.await(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
    return new Page(address, response.body().lines().map(URI::create).toList());
  }
}
