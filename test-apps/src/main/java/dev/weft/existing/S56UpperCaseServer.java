package dev.weft.existing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * S56: a server that answers in capital letters; first as the course has it. Its handler does not
 * look for the end of the stream: when the client has gone there is nothing to read, at once, again
 * and again. In gevent nobody else has a turn then. Threads do, and so do tasks that were threads.
 */
public final class S56UpperCaseServer {
  private static final int BACKLOG = 5;

  /** As many as there are carriers, so that none is left. */
  private static final int SPINNING = 2;

  private S56UpperCaseServer() {}

  public static void main(String[] args) throws Exception {
    CountDownLatch spinning = new CountDownLatch(SPINNING);
    try (UpperCaseServer faulty =
        UpperCaseServer.start(BACKLOG, connection -> answerForever(connection, spinning))) {
      talk(faulty, List.of("one", "two"));
      spinning.await();
      System.out.println("the handlers of both have read the end 1000 times, and go on");
      talk(faulty, List.of("three"));
      faulty.disconnect();
    }
    System.out.println("-- corrected");
    UpperCaseServer.Handler answering = UpperCaseServer.answering(System.out::println);
    try (UpperCaseServer server = UpperCaseServer.start(BACKLOG, answering)) {
      talk(server, List.of("one", "two", "three"));
    }
    System.out.println("each handler ended with its client");
  }

  /** A client for each line, one after the other. */
  private static void talk(UpperCaseServer server, List<String> lines) throws IOException {
    for (String line : lines) {
      try (Socket socket = server.connect()) {
        System.out.println(UpperCaseServer.ask(socket, line));
      }
    }
  }

  private static void answerForever(Socket connection, CountDownLatch spinning) throws IOException {
    byte[] buffer = new byte[1024];
    int ends = 0;
    while (true) {
      int count = connection.getInputStream().read(buffer);
      if (count > 0) {
        String text = new String(buffer, 0, count, UTF_8);
        UpperCaseServer.answer(connection, text, System.out::println);
      } else if (++ends == 1_000) {
        spinning.countDown();
      }
    }
  }
}
