package dev.weft.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.weft.Suspendable;
import dev.weft.hub.Task;
import dev.weft.hub.Timeout;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rule V79 of SEMANTICS.md for the JDK's URL connections: what they say to a task is what they say
 * to a thread, and waiting for the server suspends.
 */
class HttpIT extends SocketFixture {
  /** Handlers of {@code /held} answer when they get one of these. */
  private final Semaphore answers = new Semaphore(0);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = start(HttpServer.create());
  }

  private HttpServer start(HttpServer made) throws IOException {
    made.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    made.createContext("/plain", e -> answer(e, 200, "hello, " + e.getRequestMethod()));
    made.createContext("/echo", e -> answer(e, 200, body(e)));
    made.createContext("/port", e -> answer(e, 200, "" + e.getRemoteAddress().getPort()));
    made.createContext("/moved", HttpIT::move);
    made.createContext("/gone", e -> answer(e, 404, "nothing here"));
    made.createContext("/chunked", HttpIT::answerInChunks);
    made.createContext("/held", this::answerLater);
    made.setExecutor(threads);
    made.start();
    return made;
  }

  @AfterEach
  void stop() {
    answers.release(1_000);
    server.stop(0);
    threads.shutdownNow();
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    boolean isHead = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, isHead ? -1 : bytes.length);
    if (!isHead) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  private static String body(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readAllBytes();
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void move(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("Location", "/plain");
    answer(exchange, 302, "");
  }

  private static void answerInChunks(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      for (int i = 0; i < 100; i++) {
        out.write(("line " + i + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    }
    exchange.close();
  }

  private void answerLater(HttpExchange exchange) throws IOException {
    answers.acquireUninterruptibly();
    answer(exchange, 200, "at last");
  }

  private String base() {
    return "http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + port();
  }

  private int port() {
    return server.getAddress().getPort();
  }

  private static HttpURLConnection open(String url) throws IOException {
    return (HttpURLConnection) new URL(url).openConnection();
  }

  @Suspendable
  private static String text(InputStream in) throws IOException {
    try (in) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** All that is asked, in one text. */
  @Suspendable
  private static String ask(String base) throws Exception {
    List<String> said = new ArrayList<>();
    HttpURLConnection plain = open(base + "/plain");
    said.add(plain.getResponseCode() + " " + plain.getResponseMessage() + " " + plain.usingProxy());
    said.add(plain.getContentLength() + " " + plain.getHeaderField("Content-length"));
    said.add(plain.getHeaderFields().get("Content-length") + " " + text(plain.getInputStream()));
    HttpURLConnection head = open(base + "/plain");
    head.setRequestMethod("HEAD");
    said.add(head.getHeaderFieldInt("Content-length", 7) + " " + text(head.getInputStream()));
    said.add(text(open(base + "/moved").getInputStream()));
    HttpURLConnection gone = open(base + "/gone");
    said.add(outcome(() -> gone.getInputStream()).replace(base, "") + text(gone.getErrorStream()));
    said.add(post(open(base + "/echo"), 10));
    HttpURLConnection chunked = open(base + "/echo");
    chunked.setChunkedStreamingMode(100);
    said.add(post(chunked, 1_000));
    HttpURLConnection fixed = open(base + "/echo");
    fixed.setFixedLengthStreamingMode(5_000);
    said.add(post(fixed, 5_000));
    HttpURLConnection expecting = open(base + "/echo");
    expecting.setRequestProperty("Expect", "100-continue");
    expecting.setFixedLengthStreamingMode(20);
    said.add(post(expecting, 20));
    int lines = 0;
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new URL(base + "/chunked").openStream(), StandardCharsets.UTF_8))) {
      while (in.readLine() != null) {
        lines++;
      }
    }
    said.add(lines + " lines");
    HttpURLConnection busy = open(base + "/held");
    busy.setReadTimeout(20);
    said.add(outcome(() -> busy.getInputStream()));
    return String.join("\n", said);
  }

  @Suspendable
  private static String post(HttpURLConnection connection, int length) throws IOException {
    connection.setDoOutput(true);
    connection.setRequestMethod("POST");
    try (OutputStream out = connection.getOutputStream()) {
      out.write("x".repeat(length).getBytes(StandardCharsets.UTF_8));
    }
    return connection.getResponseCode() + " " + text(connection.getInputStream()).length();
  }

  @Test
  void v79_urlConnections_sayToTasksWhatTheySayToThreads() throws Exception {
    String asThread = thread(() -> ask(base())).get();
    assertEquals(
        """
        200 OK false
        10 10
        [10] hello, GET
        7\s
        hello, GET
        FileNotFoundException: /gonenothing here
        200 10
        200 1000
        200 5000
        200 20
        100 lines
        SocketTimeoutException: Read timed out""",
        asThread);
    run(
        () -> {
          List<Task<String>> tasks = new ArrayList<>();
          for (int i = 0; i < 10; i++) {
            tasks.add(Task.spawn(() -> ask(base())));
          }
          for (Task<String> task : tasks) {
            assertEquals(asThread, task.result());
          }
        });
  }

  @Test
  void v79_urlConnections_waitForTheServer_andSuspend() throws Exception {
    run(
        () -> {
          List<Task<String>> tasks = new ArrayList<>();
          tasks.add(Task.spawn(() -> "" + open(base() + "/held").getResponseCode()));
          tasks.add(Task.spawn(() -> text(new URL(base() + "/held").openStream())));
          tasks.add(Task.spawn(() -> open(base() + "/held").getHeaderField("Content-Length")));
          tasks.add(Task.spawn(() -> post(open(base() + "/held"), 5)));
          for (Task<String> task : tasks) {
            untilWaiting(task);
          }
          answers.release(tasks.size());
          List<String> said = new ArrayList<>();
          for (Task<String> task : tasks) {
            said.add(task.result());
          }
          assertEquals(List.of("200", "at last", "7", "200 7"), said);
        });
  }

  @Test
  void v79_urlConnection_keptAlive_isUsedAgain() throws Exception {
    run(
        () -> {
          String first = text(new URL(base() + "/port").openStream());
          assertEquals(first, text(new URL(base() + "/port").openStream()));
        });
  }

  @Test
  void v79_urlConnection_disconnectedOrKilledWhileItWaits_ends() throws Exception {
    run(
        () -> {
          HttpURLConnection closed = open(base() + "/held");
          Task<String> reader = Task.spawn(() -> outcome(() -> closed.getResponseCode()));
          untilWaiting(reader);
          Task<Void> killed =
              Task.spawn(
                  () -> {
                    text(new URL(base() + "/held").openStream());
                  });
          untilWaiting(killed);
          killed.kill();
          killed.join();
          assertTrue(killed.isDone(), killed::toString);
          closed.disconnect();
          assertEquals("SocketException: Socket closed", reader.result());
        });
  }

  /** Or the answer that comes late would be taken for the next one's. */
  @Test
  void v79_aRequestThatATimeoutEnds_closesItsConnection_andCanBeMadeAgain() throws Exception {
    ServerSocket listener = listen();
    CompletableFuture<Integer> served = thread(() -> answerTheSecond(listener));
    String url = "http://127.0.0.1:" + listener.getLocalPort() + "/";
    run(
        () -> {
          HttpURLConnection connection = open(url);
          assertEquals(
              "TimeoutException",
              outcome(() -> Timeout.call(Duration.ofMillis(50), () -> connection.getResponseCode()))
                  .replaceAll(":.*", ""));
          assertEquals(200, connection.getResponseCode());
          assertEquals("second", text(connection.getInputStream()));
        });
    assertEquals(-1, served.get());
  }

  /** What the first connection says behind its request: -1 for its end. */
  private static int answerTheSecond(ServerSocket listener) throws IOException {
    int behind;
    try (Socket first = listener.accept()) {
      readRequest(first);
      behind = first.getInputStream().read();
    }
    try (Socket second = listener.accept()) {
      readRequest(second);
      second
          .getOutputStream()
          .write(
              "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond"
                  .getBytes(StandardCharsets.UTF_8));
    }
    return behind;
  }

  private static void readRequest(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    int ends = 0;
    while (ends < 4) { // two ends of lines
      int read = in.read();
      ends = read == '\r' || read == '\n' ? ends + 1 : 0;
    }
  }

  @Test
  void v79_nobodyListens_isRefusedAsForThreads() throws Exception {
    ServerSocket listener = listen();
    String url = "http://127.0.0.1:" + listener.getLocalPort() + "/";
    listener.close();
    String asThread = thread(() -> outcome(() -> open(url).getResponseCode())).get();
    run(() -> assertEquals(asThread, outcome(() -> open(url).getResponseCode())));
    assertTrue(asThread.startsWith("ConnectException"), asThread);
  }

  @Test
  void v79_urlConnectionsWithTls_suspend(@TempDir Path folder) throws Exception {
    SSLContext context = TlsKeys.context(folder.resolve("keys"));
    server.stop(0);
    HttpsServer secure = HttpsServer.create();
    secure.setHttpsConfigurator(new HttpsConfigurator(context));
    server = start(secure);
    String url = "https://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + port();
    run(
        () -> {
          Task<String> task = Task.spawn(() -> askWithTls(context, url + "/held"));
          untilWaiting(task);
          answers.release();
          assertEquals("200 at last", task.result());
          assertEquals("200 hello, GET", askWithTls(context, url + "/moved"));
        });
  }

  @Suspendable
  private static String askWithTls(SSLContext context, String url) throws IOException {
    HttpsURLConnection connection = (HttpsURLConnection) new URL(url).openConnection();
    connection.setSSLSocketFactory(context.getSocketFactory());
    connection.setHostnameVerifier((host, session) -> true);
    return connection.getResponseCode() + " " + text(connection.getInputStream());
  }
}
