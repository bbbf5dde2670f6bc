package dev.weft.it.targets;

import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A server of lines and its clients, all tasks of one hub; tells how many lines were answered. */
public final class LineServer {
  private static final int CLIENTS = 8;
  private static final int LINES = 25;

  private LineServer() {}

  @SuppressWarnings("try") // closed early, to end the acceptor
  public static void main(String[] arguments) throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Hub.run(
          () -> {
            Task<Void> acceptor = Task.spawn(() -> acceptAll(listener));
            List<Task<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
              String name = "client " + i;
              clients.add(Task.spawn(() -> talk(listener, name)));
            }
            int answered = 0;
            for (Task<Integer> client : clients) {
              answered += client.result();
            }
            listener.close();
            acceptor.result();
            System.out.println(answered + " lines");
          });
    }
  }

  private static void acceptAll(ServerSocket listener) throws IOException {
    try {
      while (true) {
        Socket socket = listener.accept();
        Task<Void> unused = Task.spawn(() -> answer(socket));
      }
    } catch (SocketException e) {
      if (!listener.isClosed()) {
        throw e;
      }
    }
  }

  private static void answer(Socket socket) throws IOException {
    try (socket) {
      BufferedReader in = reader(socket);
      PrintWriter out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.println("you said " + line);
      }
    }
  }

  private static int talk(ServerSocket listener, String name) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()));
      BufferedReader in = reader(socket);
      PrintWriter out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8);
      int answered = 0;
      for (int i = 0; i < LINES; i++) {
        out.println(name + " " + i);
        if (in.readLine().equals("you said " + name + " " + i)) {
          answered++;
        }
      }
      return answered;
    }
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }
}
