package dev.weft.existing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.List;

/** S57: a client that sends what is typed, line by line, and shows what comes back. */
public final class S57UpperCaseClient {
  private static final List<String> TYPED = List.of("hello", "   ", "  how are you ", "", "bye");

  private S57UpperCaseClient() {}

  public static void main(String[] args) throws Exception {
    try (UpperCaseServer server = UpperCaseServer.start(5, UpperCaseServer.answering(seen -> {}))) {
      Thread client = new Thread(() -> converse(server), "client");
      client.start();
      client.join();
    }
  }

  private static void converse(UpperCaseServer server) {
    try (Socket socket = server.connect()) {
      for (String line : TYPED) {
        Seconds.sleep(1); // somebody types
        System.out.println((">>: " + line).stripTrailing());
        if (!line.isBlank()) {
          System.out.println(UpperCaseServer.ask(socket, line.strip()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
