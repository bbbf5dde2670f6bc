package dev.weft.agent.discover;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The methods of the JDK's URL connections that wait for an HTTP server, or reach one that does:
 * from {@code URL.openStream} down to where a socket's stream is read. Their classes lock by {@code
 * java.util.concurrent}, so copies of them exclude each other, and the originals, as ever.
 */
final class HttpTable {
  /** What one waits for in an answer: asked of any of the layers. */
  private static final Set<String> ANSWER =
      Set.of(
          "connect",
          "getInputStream",
          "getOutputStream",
          "getResponseCode",
          "getResponseMessage",
          "getHeaderField",
          "getHeaderFieldKey",
          "getHeaderFields",
          "getHeaderFieldInt",
          "getHeaderFieldLong",
          "getHeaderFieldDate",
          "getContent",
          "getContentLength",
          "getContentLengthLong",
          "getContentType",
          "getContentEncoding",
          "getExpiration",
          "getDate",
          "getLastModified");

  /** By class, and by name there: private ones included. */
  private static final Map<String, Set<String>> COPIED =
      Map.ofEntries(
          Map.entry("java/net/URL", Set.of("openStream", "getContent")),
          Map.entry("java/net/URLConnection", ANSWER),
          Map.entry("java/net/HttpURLConnection", ANSWER),
          Map.entry("sun/net/www/URLConnection", ANSWER),
          Map.entry(
              "sun/net/www/protocol/http/HttpURLConnection",
              StreamTable.and(
                  ANSWER,
                  "lock",
                  "plainConnect",
                  "plainConnect0",
                  "proxiedConnect",
                  "getNewHttpClient",
                  "setNewClient",
                  "setProxiedClient",
                  "getInputStream0",
                  "getOutputStream0",
                  "expect100Continue",
                  "writeRequests",
                  "followRedirect",
                  "followRedirect0",
                  "doTunneling",
                  "doTunneling0",
                  "sendCONNECTRequest",
                  "reset",
                  "disconnect",
                  "disconnectWeb",
                  "disconnectInternal",
                  "getFilteredHeaderFields")),
          Map.entry(
              "sun/net/www/protocol/http/HttpURLConnection$HttpInputStream",
              Set.of("read", "skip", "close")),
          Map.entry(
              "sun/net/www/protocol/http/HttpURLConnection$StreamingOutputStream",
              Set.of("write", "close")),
          Map.entry(
              "sun/net/www/http/HttpClient",
              Set.of("New", "lock", "available", "checkTunneling", "parseHTTP", "parseHTTPHeader")),
          Map.entry("sun/net/www/MessageHeader", Set.of("parseHeader", "mergeHeader")),
          Map.entry("sun/net/www/MeteredStream", Set.of("lock", "read", "skip", "close")),
          Map.entry("sun/net/www/http/KeepAliveStream", Set.of("close")),
          Map.entry(
              "sun/net/www/http/ChunkedInputStream",
              Set.of(
                  "read",
                  "skip",
                  "close",
                  "closeUnderlying",
                  "fastRead",
                  "readAhead",
                  "readAheadBlocking")),
          Map.entry("sun/net/www/http/ChunkedOutputStream", Set.of("write", "flush", "close")),
          Map.entry("sun/net/www/protocol/https/HttpsClient", Set.of("New", "afterConnect")),
          Map.entry(
              "sun/net/www/protocol/https/AbstractDelegateHttpsURLConnection",
              Set.of(
                  "connect",
                  "getNewHttpClient",
                  "setNewClient",
                  "setProxiedClient",
                  "proxiedConnect")),
          Map.entry(
              "sun/net/www/protocol/https/HttpsURLConnectionImpl",
              StreamTable.and(ANSWER, "setNewClient", "setProxiedClient", "disconnect")));

  private static final Set<String> CALLED = new HashSet<>();

  static {
    for (Set<String> names : COPIED.values()) {
      CALLED.addAll(names);
    }
  }

  private HttpTable() {}

  /** Whether a call of a method of this class of the JDK may reach a copy. */
  static boolean mayReachCopy(String owner, String name) {
    return CALLED.contains(name)
        && (COPIED.containsKey(owner)
            || owner.startsWith("sun/net/www/")
            || owner.equals("javax/net/ssl/HttpsURLConnection"));
  }

  /** Whether this class of the JDK has a copy of a method, if it declares it. */
  static boolean isCopied(String owner, String name) {
    Set<String> names = COPIED.get(owner);
    return names != null && names.contains(name);
  }
}
