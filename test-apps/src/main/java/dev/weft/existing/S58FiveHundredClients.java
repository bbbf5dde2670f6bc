package dev.weft.existing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** S58: a server, and five hundred threads that talk to it at the same time. */
public final class S58FiveHundredClients {
  private static final int CLIENTS = 500;
  private static final int MESSAGES = 3;

  private S58FiveHundredClients() {}

  public static void main(String[] args) throws Exception {
    Map<String, String> replies = new ConcurrentHashMap<>();
    // the course has room for 5: whoever does not get in at once tries again seconds later
    try (UpperCaseServer server =
        UpperCaseServer.start(CLIENTS, UpperCaseServer.answering(seen -> {}))) {
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        // by name: the server starts threads too, and who gets which number is chance
        Thread client = new Thread(() -> converse(server, replies), "client-" + i);
        client.start();
        clients.add(client);
      }
      for (Thread client : clients) {
        client.join();
      }
    }
    boolean right =
        replies.entrySet().stream()
            .allMatch(e -> e.getValue().equals(e.getKey().toUpperCase(Locale.ROOT)));
    System.out.println(replies.size() + " messages, in capital letters: " + right);
    System.out.println(new HashSet<>(replies.values()).size() + " different replies");
    System.out.println("one of them: " + replies.get("client-250 say hello 3"));
  }

  private static void converse(UpperCaseServer server, Map<String, String> replies) {
    try (Socket socket = server.connect()) {
      for (int count = 1; count <= MESSAGES; count++) {
        String message = Thread.currentThread().getName() + " say hello " + count;
        replies.put(message, UpperCaseServer.ask(socket, message));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
