package dev.weft.existing;

import java.util.List;

/**
 * A server, what makes its load, and which of the two runs under the agent.
 *
 * @param title what it shows
 * @param server the class with its {@code main}
 * @param load the class with its {@code main}, which takes the server's port
 * @param woven which of the two are woven
 * @param include patterns of the classes that are woven
 */
record Pairing(String name, String title, String server, String load, Woven woven, String include) {
  /** Which of the two JVMs has the agent. */
  enum Woven {
    SERVER,
    LOAD,
    BOTH
  }

  private static final String OURS = "existing.**";

  /** All that there are. */
  static final List<Pairing> ALL =
      List.of(
          server("echo-server", "a thread for each connection", "EchoServer", "EchoLoad", OURS),
          load("echo-load", "200 clients", "EchoServer", "EchoLoad", OURS),
          server("chat-server", "rooms, a cached pool", "ChatServer", "ChatLoad", OURS),
          load("chat-load", "100 clients and a barrier", "ChatServer", "ChatLoad", OURS),
          server("jdk-http", "com.sun.net.httpserver", "JdkHttpServer", "UrlCrawler", OURS),
          server("nanohttpd", "NanoHTTPD", "NanoServer", "UrlCrawler", OURS + "|fi.iki.elonen.**"),
          load("url-crawler", "HttpURLConnection", "JdkHttpServer", "UrlCrawler", OURS),
          load(
              "http-client",
              "Apache HttpClient 5, classic",
              "JdkHttpServer",
              "HttpClientCrawler",
              OURS + "|org.apache.hc.**"),
          load(
              "postgres",
              "pgjdbc and HikariCP on PostgreSQL",
              "PostgresServer",
              "PostgresBank",
              OURS + "|org.postgresql.**|com.zaxxer.hikari.**"),
          load(
              "h2-client",
              "H2's driver and HikariCP",
              "H2Server",
              "H2Bank",
              OURS + "|org.h2.engine.**|org.h2.jdbc.**|org.h2.value.**|com.zaxxer.hikari.**"),
          server(
              "h2-server",
              "H2's server",
              "H2Server",
              "H2Bank",
              OURS + "|org.h2.server.**|org.h2.value.**|org.h2.tools.**"),
          load(
              "jedis",
              "Jedis and Commons Pool on Redis",
              "RedisServer",
              "JedisLoad",
              OURS + "|redis.clients.**|org.apache.commons.pool2.**"),
          load(
              "lettuce",
              "Lettuce's synchronous commands on Redis",
              "RedisServer",
              "LettuceLoad",
              OURS + "|io.lettuce.core.**"),
          load(
              "ftp",
              "Apache Commons Net on Apache FtpServer",
              "FileServer",
              "FtpLoad",
              OURS + "|org.apache.commons.net.**"),
          load(
              "activemq",
              "ActiveMQ's client, JMS over TCP",
              "MessageBroker",
              "MessageLoad",
              OURS + "|org.apache.activemq.**"));

  private static Pairing server(
      String name, String title, String server, String load, String include) {
    return new Pairing(
        name, title, "existing." + server, "existing." + load, Woven.SERVER, include);
  }

  private static Pairing load(
      String name, String title, String server, String load, String include) {
    return new Pairing(name, title, "existing." + server, "existing." + load, Woven.LOAD, include);
  }

  boolean weavesServer() {
    return woven != Woven.LOAD;
  }

  boolean weavesLoad() {
    return woven != Woven.SERVER;
  }

  @Override
  public String toString() {
    return name;
  }
}
